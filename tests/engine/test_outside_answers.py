"""Somebody of the business answers elsewhere: Cauce keeps it, and does not talk over them."""

import pytest
from sqlalchemy import update

from cauce.core.clock import FixedClock
from cauce.engine import outbox
from cauce.engine.autonomy import set_autonomy
from cauce.engine.house import House
from cauce.engine.turn.taking import take_turn
from cauce.store.models import ActionRow, Approval, Contact, Conversation, Delivery, Lead, Message
from cauce.store.session import Store
from tests import platform_calls as meta
from tests.houses import Outbox, ScriptedMind, forget_jobs, house_of, jobs, rows

ANA = "50760000001"


@pytest.fixture
def house(store: Store, clock: FixedClock, mind: ScriptedMind, whatsapp: Outbox) -> House:
    return house_of(store, clock, mind, {"whatsapp": whatsapp}, **meta.SECRETS)


def by_phone(words: str, name: str = "wamid.outside") -> dict[str, object]:
    said = {"type": "text", "text": {"body": words}, "timestamp": "1773154700"}
    echo = {"from": "50761112222", "to": ANA, "id": name, **said}
    return meta.whatsapp(echo, field="smb_message_echoes")


async def thread(house: House) -> Conversation:
    [found] = await rows(house.store, Conversation)
    return found  # type: ignore[no-any-return]


async def ours(house: House) -> list[Message]:
    return await rows(house.store, Message, Message.direction == "out")


async def test_an_answer_from_the_phone_is_kept_and_silences_the_machine(
    house: House, mind: ScriptedMind
) -> None:
    await meta.call(house, meta.whatsapp(meta.text(ANA, "¿Tienen la HP?")))
    await meta.call(house, by_phone("Sí, con gusto."))
    await meta.call(house, by_phone("Sí, con gusto."))
    [told] = await ours(house)
    assert (told.sender, told.agent_id, told.status, told.content) == (
        "agent",
        None,
        "sent",
        "Sí, con gusto.",
    )
    assert told.extra == {"outside": True}
    now = await thread(house)
    assert (now.bot_silenced, now.status, now.unread, now.preview) == (
        True,
        "waiting_customer",
        0,
        "Sí, con gusto.",
    )
    assert (now.message_count, now.unhandled) == (2, 1)
    await take_turn(house, now.id)
    assert mind.briefs == []
    assert [one.sender for one in await ours(house)] == ["agent"]


async def test_on_messenger_and_instagram_it_is_the_same(house: House) -> None:
    for name in ("page", "instagram"):
        said = meta.happens("p1", message={"mid": f"{name}.1", "text": "hola"})
        await meta.call(house, meta.page(said, on=name))
        await meta.call(house, meta.page(meta.answers("p1", f"{name}.2", "buenas"), on=name))
    for one in await rows(house.store, Conversation):
        assert (one.bot_silenced, one.account_id, one.message_count) == (True, meta.PAGE, 2)
    assert len(await rows(house.store, Conversation)) == 2


async def test_an_answer_that_comes_while_the_machine_thinks_stops_its_own(
    house: House, mind: ScriptedMind
) -> None:
    await meta.call(house, meta.whatsapp(meta.text(ANA, "¿Tienen la HP?")))

    async def answered() -> None:
        await meta.call(house, by_phone("Yo le atiendo"))

    mind.meanwhile = answered
    await take_turn(house, (await thread(house)).id)
    assert [one.content for one in await ours(house)] == ["Yo le atiendo"]


async def test_drafts_that_wait_are_dropped(house: House) -> None:
    await set_autonomy(house, None, "chatbot", "ask")
    await meta.call(house, meta.whatsapp(meta.text(ANA, "¿Tienen la HP?")))
    await take_turn(house, (await thread(house)).id)
    [waiting] = await rows(house.store, Approval)
    assert waiting.status == "waiting"
    await meta.call(house, by_phone("Yo le atiendo"))
    [dropped] = await rows(house.store, Approval)
    assert (dropped.status, dropped.answered_at) == ("expired", house.clock.now())
    stopped = await rows(house.store, ActionRow, ActionRow.decision_id == dropped.decision_id)
    assert {one.status for one in stopped if one.kind == "SendMessage"} == {"stopped"}


async def test_an_answer_of_the_machine_that_had_not_left_stays_here(
    house: House, whatsapp: Outbox
) -> None:
    await meta.call(house, meta.whatsapp(meta.text(ANA, "¿Tienen la HP?")))
    await take_turn(house, (await thread(house)).id)
    await meta.call(house, by_phone("Yo le atiendo"))
    [delivery] = await rows(house.store, Delivery)
    assert await outbox.deliver(house, delivery.id) == "stopped"
    assert whatsapp.sent == []


async def test_what_we_sent_ourselves_is_no_answer_from_outside(
    house: House, whatsapp: Outbox
) -> None:
    await meta.call(house, meta.whatsapp(meta.text(ANA, "¿Tienen la HP?")))
    await take_turn(house, (await thread(house)).id)
    [mine] = await ours(house)
    [delivery] = await rows(house.store, Delivery)

    async def echoed_before_the_answer() -> None:
        await meta.call(house, by_phone(mine.content, "wamid.out.1"))

    whatsapp.meanwhile = echoed_before_the_answer
    assert await outbox.deliver(house, delivery.id) == "sent"
    whatsapp.meanwhile = None
    await meta.call(house, by_phone(mine.content, "wamid.out.1"))
    [still] = await ours(house)
    assert (still.id, still.provider_id) == (mine.id, "wamid.out.1")
    assert not (await thread(house)).bot_silenced


async def test_who_is_written_to_first_from_the_phone_becomes_a_contact(house: House) -> None:
    await meta.call(house, by_phone("Buenas, su pedido llegó"))
    [contact] = await rows(house.store, Contact)
    assert contact.phones == [f"+{ANA}"]
    now = await thread(house)
    assert (now.last_inbound_at, now.unhandled, now.unread) == (None, 0, 0)
    assert await jobs(house.store) == []
    await meta.call(house, meta.whatsapp(meta.text(ANA, "gracias")))
    assert len(await rows(house.store, Contact)) == 1


async def test_a_customer_who_writes_after_it_is_for_the_people(
    house: House, mind: ScriptedMind
) -> None:
    await meta.call(house, by_phone("Yo le atiendo"))
    await meta.call(house, meta.whatsapp(meta.text(ANA, "¿y el precio?")))
    now = await thread(house)
    assert (now.status, now.unread, now.bot_silenced) == ("active", 1, True)
    await take_turn(house, now.id)
    assert mind.briefs == []


async def test_question_and_answer_in_one_call_keep_their_order(house: House) -> None:
    question = meta.happens("p1", message={"mid": "m1", "text": "¿hay?"})
    answer = meta.answers("p1", "m2", "sí")
    other = meta.happens("p2", message={"mid": "m3", "text": "hola"})
    await meta.call(house, meta.page(question, other, answer))
    threads = {one.preview: one for one in await rows(house.store, Conversation)}
    assert (threads["sí"].unread, threads["sí"].status) == (0, "waiting_customer")
    assert (threads["hola"].unread, threads["hola"].bot_silenced) == (1, False)
    assert len(await jobs(house.store)) == 2


async def test_read_until_reaches_all_that_was_sent_before(house: House, clock: FixedClock) -> None:
    said = meta.happens("p1", message={"mid": "m1", "text": "hola"})
    await meta.call(house, meta.page(said))
    for number in (2, 3):
        await meta.call(house, meta.page(meta.answers("p1", f"m{number}", f"{number}")))
    async with house.store.writing() as session:
        late = update(Message).where(Message.provider_id == "m3")
        await session.execute(late.values(sent_at=clock.now()))
    mark = 1773154750000
    await meta.call(house, meta.page(meta.happens("p1", read={"watermark": mark})))
    await meta.call(house, meta.page(meta.happens("p1", delivery={"watermark": mark})))
    await meta.call(house, meta.page(meta.happens("stranger", read={"watermark": mark})))
    assert [one.status for one in await ours(house)] == ["read", "sent"]


async def test_an_advertisement_is_kept_on_message_and_lead(house: House) -> None:
    ad = {"source_type": "ad", "source_id": "120", "headline": "Laptops de marzo"}
    await meta.call(house, meta.whatsapp(meta.text(ANA, "hola", referral=ad)))
    [message] = await rows(house.store, Message)
    [lead] = await rows(house.store, Lead)
    assert message.media["referral"] == ad
    assert (lead.source, lead.campaign) == ("ad", "Laptops de marzo")
    other = meta.text(ANA, "otra vez", referral=ad | {"headline": "Otra"})
    await meta.call(house, meta.whatsapp(other))
    [lead] = await rows(house.store, Lead)
    assert lead.campaign == "Laptops de marzo"


async def test_who_is_known_already_gets_the_campaign_that_brings_them_back(house: House) -> None:
    await meta.call(house, meta.page(meta.happens("p1", message={"mid": "m1", "text": "hola"})))
    await forget_jobs(house.store)
    link = {"ref": "verano", "source": "SHORTLINK", "type": "OPEN_THREAD"}
    await meta.call(house, meta.page(meta.happens("p1", referral=link)))
    [lead] = await rows(house.store, Lead)
    assert (lead.source, lead.campaign) == ("link", "verano")
    _, line = await rows(house.store, Message)
    assert (line.sender, line.kind, line.media["news"]) == ("system", "system", "came_by")
    assert await jobs(house.store) == []
