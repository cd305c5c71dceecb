"""Edits, withdrawals and reactions: shown on the message they are about, never one themselves."""

import asyncio
from datetime import UTC, datetime

import pytest

from cauce.core.clock import FixedClock
from cauce.core.keys import Keys
from cauce.engine.house import House
from cauce.engine.turn.taking import take_turn
from cauce.store.models import Conversation, Message, MessageChange, RawMessage
from cauce.store.session import Store
from tests import platform_calls as meta
from tests.houses import ScriptedMind, forget_jobs, house_of, jobs, rows

ANA, LUIS = "50760000001", "50760000002"


@pytest.fixture
def house(store: Store, clock: FixedClock, mind: ScriptedMind) -> House:
    return house_of(store, clock, mind, **meta.SECRETS)


async def only(house: House) -> Message:
    found: list[Message] = await rows(house.store, Message, Message.sender == "customer")
    [message] = found
    return message


async def test_an_edit_changes_the_message_and_keeps_what_it_was(house: House) -> None:
    first = meta.text(ANA, "quiero cinco")
    await meta.call(house, meta.whatsapp(first))
    await meta.call(house, meta.whatsapp(meta.edit(ANA, first["id"], "quiero seis")))
    message = await only(house)
    [thread] = await rows(house.store, Conversation)
    assert message.content == "quiero seis"
    assert message.extra["edited"]["original"] == "quiero cinco"
    assert (thread.message_count, thread.unhandled, thread.unread) == (1, 1, 1)
    assert thread.preview == "quiero seis"
    assert await jobs(house.store) == [("turn", "todo")]


async def test_the_last_of_several_edits_counts_in_whatever_order_they_come(house: House) -> None:
    first = meta.text(ANA, "uno", at=1773154700)
    later = meta.edit(ANA, first["id"], "tres", at=1773154720)
    sooner = meta.edit(ANA, first["id"], "dos", at=1773154710)
    for one in (first, later, sooner, later):
        await meta.call(house, meta.whatsapp(one))
    message = await only(house)
    assert (message.content, message.extra["edited"]["original"]) == ("tres", "uno")
    assert len(await rows(house.store, MessageChange)) == 2


async def test_an_edit_that_comes_before_its_message_waits_for_it(house: House) -> None:
    first = meta.text(ANA, "uno")
    await meta.call(house, meta.whatsapp(meta.edit(ANA, first["id"], "dos")))
    assert await rows(house.store, Message) == []
    assert await jobs(house.store) == []
    await meta.call(house, meta.whatsapp(first))
    message = await only(house)
    assert (message.content, message.extra["edited"]["original"]) == ("dos", "uno")
    assert len(await jobs(house.store)) == 1


async def test_a_message_and_its_edit_in_one_call_or_on_two_servers(
    house: House, database_url: str, clock: FixedClock, keys: Keys, mind: ScriptedMind
) -> None:
    together = meta.text(ANA, "uno")
    await meta.call(
        house, meta.whatsapp(meta.edit(ANA, together["id"], "dos"), together, meta.text(LUIS, "x"))
    )
    other = Store(database_url, clock, keys)
    second = house_of(other, clock, mind, **meta.SECRETS)
    for number in range(10):
        said = meta.text(LUIS, f"antes {number}")
        changed = meta.edit(LUIS, said["id"], f"ahora {number}")
        await asyncio.gather(
            meta.call(house, meta.whatsapp(said)), meta.call(second, meta.whatsapp(changed))
        )
    await other.close()
    stored = await rows(house.store, Message)
    assert {one.content for one in stored} == {"dos", "x", *(f"ahora {n}" for n in range(10))}


async def test_a_turn_that_is_thinking_reads_what_was_edited_meanwhile(
    house: House, mind: ScriptedMind
) -> None:
    first = meta.text(ANA, "¿Tienen la HP?")
    await meta.call(house, meta.whatsapp(first))
    await forget_jobs(house.store)

    async def edited() -> None:
        await meta.call(house, meta.whatsapp(meta.edit(ANA, first["id"], "¿Tienen la Dell?")))

    mind.meanwhile = edited
    message = await only(house)
    assert await take_turn(house, message.conversation_id) == "answered"
    assert mind.read_texts == ["¿Tienen la HP?", "¿Tienen la Dell?"]
    answers = await rows(house.store, Message, Message.sender == "bot")
    assert len(answers) == 1
    assert (await only(house)).handled


async def test_an_edit_of_what_was_answered_is_news_for_people_and_starts_no_turn(
    house: House,
) -> None:
    first = meta.text(ANA, "¿Tienen la HP?")
    await meta.call(house, meta.whatsapp(first))
    await take_turn(house, (await only(house)).conversation_id)
    await forget_jobs(house.store)
    [before] = await rows(house.store, Conversation)
    await meta.call(house, meta.whatsapp(meta.edit(ANA, first["id"], "¿Tienen dos?")))
    [after] = await rows(house.store, Conversation)
    assert (after.unhandled, after.unread - before.unread) == (0, 1)
    assert after.preview == before.preview
    assert "turn" not in [task for task, _ in await jobs(house.store)]


async def test_what_is_withdrawn_is_gone_and_needs_no_answer(
    house: House, mind: ScriptedMind
) -> None:
    first, second = meta.text(ANA, "mi clave es luna"), meta.text(ANA, "¿Tienen la HP?")
    await meta.call(house, meta.whatsapp(first, second))
    await meta.call(house, meta.whatsapp(meta.revoke(ANA, first["id"])))
    gone, stays = await rows(house.store, Message)
    assert (gone.content, gone.handled, "withdrawn" in gone.extra) == ("", True, True)
    [thread] = await rows(house.store, Conversation)
    assert (thread.unhandled, thread.preview) == (1, "¿Tienen la HP?")
    await take_turn(house, stays.conversation_id)
    assert mind.read_texts == ["¿Tienen la HP?"]


async def test_who_withdraws_everything_is_not_answered(house: House, mind: ScriptedMind) -> None:
    first = meta.text(ANA, "hola")
    await meta.call(house, meta.whatsapp(first))
    await meta.call(house, meta.whatsapp(meta.revoke(ANA, first["id"])))
    await meta.call(house, meta.whatsapp(meta.edit(ANA, first["id"], "otra cosa")))
    message = await only(house)
    assert (message.content, "edited" in message.extra) == ("", False)
    assert await take_turn(house, message.conversation_id) == "nothing"
    assert mind.read_texts == []


async def test_a_message_withdrawn_before_it_came_is_never_seen(house: House) -> None:
    first = meta.text(ANA, "mi clave es luna")
    await meta.call(house, meta.whatsapp(meta.revoke(ANA, first["id"]), first))
    message = await only(house)
    [thread] = await rows(house.store, Conversation)
    assert (message.content, message.handled) == ("", True)
    assert (thread.unhandled, thread.preview) == (0, "")


async def test_a_reaction_is_shown_on_its_message_and_taken_back(house: House) -> None:
    first = meta.text(ANA, "hola")
    await meta.call(house, meta.whatsapp(first))
    await forget_jobs(house.store)
    for emoji, at in (("👍", 10), ("❤", 20)):
        told = meta.reaction(ANA, first["id"], emoji, at=1773154700 + at)
        await meta.call(house, meta.whatsapp(told))
    assert (await only(house)).extra["reactions"] == [{"by": "customer", "emoji": "❤"}]
    taken_back = meta.reaction(ANA, first["id"], "", at=1773154730)
    await meta.call(house, meta.whatsapp(taken_back))
    assert "reactions" not in (await only(house)).extra
    [thread] = await rows(house.store, Conversation)
    assert (thread.message_count, thread.unhandled) == (1, 1)
    assert await jobs(house.store) == []


async def test_a_reaction_to_what_nobody_knows_makes_nobody_and_starts_nothing(
    house: House,
) -> None:
    await meta.call(house, meta.whatsapp(meta.reaction(ANA, "wamid.unknown", "👍")))
    assert await rows(house.store, Conversation) == []
    assert await jobs(house.store) == []
    [raw] = await rows(house.store, RawMessage)
    [kept] = await rows(house.store, MessageChange)
    assert (raw.processed, raw.sender, kept.raw_id) == (True, ANA, raw.id)


async def test_nobody_edits_what_another_said(house: House) -> None:
    echo = {"id": "wamid.echo", "to": ANA, "type": "text", "text": {"body": "ya le atiendo"}}
    await meta.call(house, meta.whatsapp(echo, field="smb_message_echoes"))
    await meta.call(house, meta.whatsapp(meta.edit(ANA, "wamid.echo", "gratis")))
    await meta.call(house, meta.whatsapp(meta.reaction(ANA, "wamid.echo", "🙏")))
    [ours] = await rows(house.store, Message)
    assert ours.content == "ya le atiendo"
    assert ours.extra["reactions"] == [{"by": "customer", "emoji": "🙏"}]


async def test_messenger_edits_deletes_and_reacts_the_same_way(house: House) -> None:
    said = [meta.happens("p1", message={"mid": f"m{n}", "text": f"{n}"}) for n in range(3)]
    await meta.call(house, meta.page(*said))
    # The count of edits decides, whatever the clock of the platform says.
    for count, at in ((2, 1773154700000), (1, 1773154790000)):
        told = {"mid": "m0", "text": f"edit {count}", "num_edit": count}
        await meta.call(house, meta.page(meta.happens("p1", at, message_edit=told)))
    await meta.call(house, meta.page(meta.happens("p1", message={"mid": "m1", "is_deleted": True})))
    love = {"mid": "m2", "action": "react", "emoji": "❤"}
    await meta.call(house, meta.page(meta.happens("p1", reaction=love)))
    first, second, third = await rows(house.store, Message)
    assert first.content == "edit 2"
    assert (second.content, second.handled) == ("", True)
    assert third.extra["reactions"] == [{"by": "customer", "emoji": "❤"}]


async def test_a_card_number_is_hidden_in_an_edit_too(house: House) -> None:
    first = meta.text(ANA, "pago")
    await meta.call(house, meta.whatsapp(first))
    await meta.call(house, meta.whatsapp(meta.edit(ANA, first["id"], "4242 4242 4242 4242")))
    assert (await only(house)).content == "•••• 4242"
    raws = await rows(house.store, RawMessage)
    assert b"4242 4242 4242" not in b"".join(raw.body for raw in raws)


async def test_the_time_of_an_edit_is_the_platforms(house: House) -> None:
    first = meta.text(ANA, "uno")
    await meta.call(house, meta.whatsapp(first))
    await meta.call(house, meta.whatsapp(meta.edit(ANA, first["id"], "dos", at=1773154701)))
    at = datetime.fromisoformat((await only(house)).extra["edited"]["at"])
    assert at == datetime.fromtimestamp(1773154701, UTC)
