"""What was still to leave for somebody who is forgotten stays, and nobody tries it again."""

from datetime import timedelta

import orjson

from cauce.core.clock import FixedClock
from cauce.core.events import Unreadable
from cauce.engine import approvals, chores, contacts
from cauce.engine.autonomy import set_autonomy
from cauce.engine.house import House
from cauce.engine.outbox import deliver
from cauce.engine.reception import receive
from cauce.engine.rerun import run_again
from cauce.store.models import Approval, Delivery, IdentityName, Message, RawMessage, User
from tests.houses import Outbox, forget_jobs, jobs, message, rows, talk, thread, write


async def test_nothing_leaves_for_a_person_who_was_erased(
    house: House, whatsapp: Outbox, clock: FixedClock
) -> None:
    conversation, _ = await talk(house, channel="whatsapp", external_id="50760000001")
    contact = (await thread(house.store, conversation)).contact_id
    await contacts.erase(house, None, contact)
    [delivery] = await rows(house.store, Delivery)
    assert await deliver(house, delivery.id) == "nothing"
    assert (delivery.status, whatsapp.sent) == ("failed", [])
    await forget_jobs(house.store)
    clock.at += timedelta(minutes=5)
    assert await chores.queue_undelivered(house) == 0
    assert await jobs(house.store) == []


async def _erase(house: House, conversation: str) -> str:
    contact = (await thread(house.store, conversation)).contact_id
    await contacts.erase(house, None, contact)
    return contact


async def test_of_a_message_that_was_delivered_twice_no_payload_keeps_a_word(house: House) -> None:
    for body in (b"Soy Juan Perez", b"Soy Juan Perez"):
        event = message(house, "Soy Juan Perez", provider_id="twice")
        receipt = await receive(house, "webchat", body, (event,))
    await write(house, "Soy otra persona", external_id="visitor_2")
    await _erase(house, receipt.messages[0].conversation_id)
    left = [(one.body, one.sender) for one in await rows(house.store, RawMessage)]
    assert left == [(b"", None), (b"", None), (b"Soy otra persona", "visitor_2")]


async def test_a_payload_that_was_read_only_the_second_time_goes_with_its_person(
    house: House,
) -> None:
    body = orjson.dumps({"visitor": "v_9", "client_id": "c_1", "text": "Soy Juan Perez"})
    await receive(house, "webchat", body, (Unreadable("not read yet"),))
    [raw] = await rows(house.store, RawMessage)
    again = await run_again(house, None, raw.id)
    [said] = await rows(house.store, Message, Message.id == again.messages[0])
    await _erase(house, said.conversation_id)
    left = await rows(house.store, RawMessage)
    assert [(one.body, one.sender, one.processing_error) for one in left] == [(b"", None, None)] * 2


async def test_the_words_a_person_sent_in_place_of_ours_are_forgotten_too(
    house: House, agent: User
) -> None:
    await set_autonomy(house, None, "chatbot", "ask")
    conversation, _ = await talk(house)
    [asked] = await rows(house.store, Approval)
    await approvals.approve(house, agent.id, asked.id, "Con gusto, Juan Perez", accepted=None)
    [sent] = await rows(house.store, Approval)
    assert sent.sent == "Con gusto, Juan Perez"
    await _erase(house, conversation)
    [kept] = await rows(house.store, Approval)
    assert (kept.sent, kept.draft, kept.note) == (None, "", None)


async def test_who_was_erased_and_writes_again_is_somebody_we_do_not_know(house: House) -> None:
    landed = await write(house, "Hola")
    erased = await _erase(house, landed.conversation_id)
    again = await write(house, "Hola de nuevo")
    assert (await thread(house.store, again.conversation_id)).contact_id != erased
    [name] = await rows(house.store, IdentityName)
    assert name.name == "visitor_1"
