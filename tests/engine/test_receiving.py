"""What comes in is stored once, whole and in order, whatever arrives at the same moment."""

import asyncio
import json
from datetime import timedelta

import pytest
from sqlalchemy import text, update

from cauce.channels import of_object
from cauce.channels.payload import as_object
from cauce.core.events import StatusUpdate, Unreadable
from cauce.engine.house import House
from cauce.engine.reception import receive
from cauce.errors import Unavailable
from cauce.store.models import Contact, ContactIdentity, Conversation, Lead, Message, RawMessage
from cauce.store.session import Store
from tests.houses import forget_jobs, jobs, message, rows, talk, thread, write


async def test_payload_message_person_and_job_are_stored_together(house: House) -> None:
    landed = await write(house, "Hola", display_name="Ana Díaz", phone="+50760000001")
    store = house.store
    [raw] = await rows(store, RawMessage)
    [stored] = await rows(store, Message)
    [contact] = await rows(store, Contact)
    [identity] = await rows(store, ContactIdentity)
    [lead] = await rows(store, Lead)
    conversation = await thread(store, landed.conversation_id)
    assert (raw.body, raw.processed, raw.sender) == (b"Hola", True, "visitor_1")
    assert (stored.raw_id, stored.content, stored.sequence) == (raw.id, "Hola", 1)
    assert (contact.name, contact.phones) == ("Ana Díaz", ["+50760000001"])
    assert (identity.contact_id, lead.contact_id, lead.source) == (
        contact.id,
        contact.id,
        "website",
    )
    assert (conversation.unhandled, conversation.unread, conversation.message_count) == (1, 1, 1)
    assert await jobs(store) == [("turn", "todo")]


async def test_what_cannot_be_stored_leaves_nothing_behind(house: House) -> None:
    async with house.store.writing() as session:
        await session.execute(text("DROP FUNCTION cauce_queue_turn(text) CASCADE"))
    with pytest.raises(Exception, match="cauce_queue_turn"):
        await write(house)
    for table in (RawMessage, Message, Contact, Conversation):
        assert await rows(house.store, table) == []


async def test_without_a_database_the_platform_is_asked_to_deliver_again(house: House) -> None:
    lost = Store(house.store.url + ".gone", house.clock, house.keys)
    with pytest.raises(Unavailable):
        await lost.one_statement(text("SELECT 1"), {})
    await lost.close()


async def test_a_message_that_comes_again_is_known_and_not_answered_twice(house: House) -> None:
    first = await write(house, provider_id="wamid.1")
    await forget_jobs(house.store)
    again = await write(house, provider_id="wamid.1")
    assert (again.duplicate, again.message_id) == (True, first.message_id)
    assert len(await rows(house.store, Message)) == 1
    assert await jobs(house.store) == []


async def test_the_same_payload_many_times_at_once_is_one_message(house: House) -> None:
    event = message(house, provider_id="wamid.same")
    receipts = await asyncio.gather(*(receive(house, "webchat", b"{}", (event,)) for _ in range(8)))
    landed = [receipt.messages[0] for receipt in receipts]
    assert sum(not one.duplicate for one in landed) == 1
    assert len({(one.message_id, one.conversation_id, one.sequence) for one in landed}) == 1
    assert len(await rows(house.store, Message)) == 1
    assert (await thread(house.store, landed[0].conversation_id)).unhandled == 1


async def test_first_messages_of_one_person_at_once_make_one_contact(house: House) -> None:
    for person in range(6):
        who = f"visitor_{person}"
        await asyncio.gather(*(write(house, f"{number}?", external_id=who) for number in range(4)))
    assert len(await rows(house.store, Contact)) == 6
    assert len(await rows(house.store, Conversation)) == 6
    assert len(await rows(house.store, Lead)) == 6
    stored = await rows(house.store, Message)
    numbers = {
        who: [one.sequence for one in stored if one.contact_id == who]
        for who in {one.contact_id for one in stored}
    }
    assert all(sorted(found) == [1, 2, 3, 4] for found in numbers.values())
    assert len(await jobs(house.store)) == 6


async def test_one_payload_may_carry_several_people(house: House) -> None:
    events = [
        message(house, "Uno", external_id="b"),
        message(house, "Dos", external_id="a"),
        message(house, "Tres", external_id="b"),
    ]
    receipt = await receive(house, "whatsapp", b"{}", events)
    assert len({one.conversation_id for one in receipt.messages}) == 2
    stored = {
        one.content: (one.conversation_id, one.sequence) for one in await rows(house.store, Message)
    }
    assert stored["Uno"][0] == stored["Tres"][0] != stored["Dos"][0]
    assert (stored["Uno"][1], stored["Tres"][1]) == (1, 2)
    assert await jobs(house.store) == [("turn", "todo")] * 2


async def test_payloads_with_the_same_people_in_another_order_do_not_wait_for_each_other(
    house: House,
) -> None:
    people = [f"visitor_{number}" for number in range(6)]
    for _ in range(5):
        batches = [
            [message(house, external_id=who) for who in order]
            for order in (people, people[::-1], people[3:] + people[:3])
        ]
        await asyncio.gather(*(receive(house, "webchat", b"{}", batch) for batch in batches))
    assert [one.message_count for one in await rows(house.store, Conversation)] == [15] * 6


async def test_a_closed_conversation_is_left_alone_and_a_fresh_one_begins(house: House) -> None:
    first = await write(house)
    async with house.store.writing() as session:
        await session.execute(update(Conversation).values(status="closed"))
    second = await write(house)
    assert second.conversation_id != first.conversation_id
    assert second.sequence == 1
    assert len(await rows(house.store, Contact)) == 1
    assert len(await rows(house.store, Lead)) == 1


async def news_of(house: House, *statuses: str) -> Message:
    """What our message is after the platform has told us all this, in this order."""
    when = house.clock.now()
    for number, status in enumerate(statuses):
        update_ = StatusUpdate(
            "whatsapp",
            "wamid.out.1",
            status,  # type: ignore[arg-type]
            when + timedelta(seconds=number),
            error_code="131047" if status == "failed" else None,
            error="too late" if status == "failed" else None,
        )
        await receive(house, "whatsapp", b"{}", (update_,))
    found: list[Message] = await rows(house.store, Message, Message.direction == "out")
    return found[0]


@pytest.fixture
async def our_message(house: House) -> None:
    await talk(house, channel="whatsapp", external_id="50760000001")
    async with house.store.writing() as session:
        await session.execute(
            update(Message)
            .where(Message.direction == "out")
            .values(provider_id="wamid.out.1", status="sent")
        )


@pytest.mark.usefixtures("our_message")
@pytest.mark.parametrize(
    ("told", "stands"),
    [
        (("delivered", "read"), "read"),
        (("read", "delivered", "sent"), "read"),
        (("delivered", "sent"), "delivered"),
        (("failed",), "failed"),
        (("failed", "sent"), "failed"),
        (("delivered", "failed"), "delivered"),
        (("failed", "delivered"), "delivered"),
    ],
)
async def test_a_status_never_goes_back(house: House, told: tuple[str, ...], stands: str) -> None:
    ours = await news_of(house, *told)
    assert ours.status == stands
    assert ours.error == ("131047 too late" if stands == "failed" else None)
    assert (ours.read_at is not None) == ("read" in told)


@pytest.mark.usefixtures("our_message")
async def test_news_of_messages_nobody_knows_change_nothing(house: House) -> None:
    strange = StatusUpdate("whatsapp", "wamid.unknown", "read", house.clock.now())
    await receive(house, "whatsapp", b"{}", (strange,))
    assert (await news_of(house)).status == "sent"


async def test_what_nobody_can_read_is_kept_with_its_error(house: House) -> None:
    receipt = await receive(house, "whatsapp", b"\x00\xff", (Unreadable("not JSON"),))
    [raw] = await rows(house.store, RawMessage)
    assert (raw.id, raw.body, raw.processed) == (receipt.raw_id, b"\x00\xff", False)
    assert raw.processing_error == "not JSON"
    assert receipt.messages == ()


async def test_signs_no_database_can_hold_do_not_cost_the_message(house: House) -> None:
    said = {"body": "hola \x00 buenas \ud83d fin"}
    value = {
        "metadata": {"phone_number_id": "1001"},
        "contacts": [{"wa_id": "50760000001", "profile": {"name": "A\x00na"}}],
        "messages": [
            {
                "from": "50760000001",
                "id": "wamid.9",
                "type": "text",
                "text": said,
                "timestamp": "1773154800",
            }
        ],
    }
    entry = [{"id": "9", "changes": [{"field": "messages", "value": value}]}]
    body = json.dumps({"object": "whatsapp_business_account", "entry": entry}).encode()
    payload = as_object(body)
    found = of_object(payload["object"])
    assert found is not None
    await receive(house, "whatsapp", body, found[1](payload, house.clock.now()))
    [stored] = await rows(house.store, Message)
    assert stored.content == "hola ␀ buenas \ufffd fin"
    [raw] = await rows(house.store, RawMessage)
    assert raw.body == body


async def test_a_card_number_is_hidden_before_anything_is_stored(house: House) -> None:
    payload = {
        "id": "4242424242424242",
        "text": "mi tarjeta 4242 4242 4242 4242 cvv 123",
        "said": "4242424242424242",
        "name": "José",
    }
    said = message(house, payload["text"], data={"quoted": payload["text"], "user_id": "6304"})
    await receive(house, "webchat", json.dumps(payload).encode(), (said,))
    [stored] = await rows(house.store, Message)
    [raw] = await rows(house.store, RawMessage)
    [conversation] = await rows(house.store, Conversation)
    assert stored.content == "mi tarjeta •••• 4242 cvv •••"
    assert conversation.preview == stored.content
    assert stored.media == {"quoted": stored.content, "user_id": "6304"}
    kept = json.loads(raw.body)
    assert kept["text"] == stored.content
    assert "4242424242424242" not in raw.body.decode()
    assert kept["name"] == "José"


async def test_a_payload_without_a_card_is_kept_byte_for_byte(house: House) -> None:
    body = b'{ "text" :  "pedido 20231015123456",  "id": "4242424242424242" }'
    said = message(house, "pedido 20231015123456")
    await receive(house, "webchat", body, (said,))
    [raw] = await rows(house.store, RawMessage)
    assert raw.body == body


async def test_a_card_in_a_payload_nobody_could_read_is_hidden_too(house: House) -> None:
    body = json.dumps({"entry": [{"id": "4242424242424242", "text": {"body": "5555555555554444"}}]})
    await receive(house, "whatsapp", body.encode(), (Unreadable("nobody knows"),))
    [raw] = await rows(house.store, RawMessage)
    kept = json.loads(raw.body)["entry"][0]
    assert kept == {"id": "4242424242424242", "text": {"body": "•••• 4444"}}
