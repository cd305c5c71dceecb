"""Voice notes: their words are what the turn reads; it waits for them, but not for ever."""

from datetime import timedelta
from typing import Any

import pytest

from cauce.core.clock import FixedClock
from cauce.engine.files import fetching, hearing
from cauce.engine.house import House
from cauce.engine.turn.taking import take_turn, turn_again
from cauce.flows.reception.wording import please_write
from cauce.store.models import Alert, Conversation, File, Message
from tests.engine.files.street import Street
from tests.houses import ScriptedMind, answers, forget_jobs, jobs, rows, said

HEARD = "Hola, ¿tienen laptops disponibles y cuánto demora el envío?"
ASKS = please_write("audio", "es")


async def note(street: Street) -> tuple[str, File]:
    """A voice note that was fetched; nobody has listened yet."""
    message = await street.sends(await street.customer(), "audio")
    file = await street.file()
    await fetching.fetch(street.house, file.id)
    await forget_jobs(street.house.store)
    return message.conversation_id, await street.file()


async def thread(house: House, conversation: str) -> Conversation:
    async with house.store.reading() as session:
        return await session.get_one(Conversation, conversation)


async def test_the_answer_waits_for_the_words_and_then_answers_them(
    hearing_street: Street, mind: ScriptedMind, clock: FixedClock
) -> None:
    house = hearing_street.house
    conversation, file = await note(hearing_street)
    assert file.heard == "waiting"
    assert await take_turn(house, conversation) == "listens"
    waiting = await thread(house, conversation)
    assert waiting.next_try == waiting.last_inbound_at + timedelta(seconds=20)  # type: ignore[operator]
    assert await jobs(house.store) == [("turn_again", "todo")]
    await forget_jobs(house.store)
    assert await hearing.hear(house, file.id) == "done"
    assert await jobs(house.store) == [("turn", "todo")]
    assert await take_turn(house, conversation) == "answered"
    assert mind.read_texts == [HEARD]
    assert await answers(house.store, conversation) == ["Con gusto le ayudo."]
    [message] = await rows(house.store, Message, Message.direction == "in")
    assert (message.kind, message.content) == ("audio", HEARD)
    assert message.extra["heard"] == {"status": "done", "by": "gpt-4o-mini-transcribe"}
    assert (await thread(house, conversation)).next_try is None


async def test_after_the_wait_the_customer_is_asked_to_write_and_late_words_are_still_shown(
    hearing_street: Street, clock: FixedClock
) -> None:
    house = hearing_street.house
    conversation, file = await note(hearing_street)
    assert await take_turn(house, conversation) == "listens"
    clock.at += timedelta(seconds=20)
    await forget_jobs(house.store)
    await turn_again(house, conversation)
    assert await jobs(house.store) == [("turn", "todo")]
    assert await take_turn(house, conversation) == "answered"
    assert await answers(house.store, conversation) == [ASKS]
    await forget_jobs(house.store)
    assert await hearing.hear(house, file.id) == "done"
    assert await jobs(house.store) == []
    assert (await said(house.store, conversation))[0] == ("customer", HEARD)


async def test_words_that_come_while_they_write_are_read_with_what_they_wrote(
    hearing_street: Street, mind: ScriptedMind
) -> None:
    house, ana = hearing_street.house, await hearing_street.customer()
    message = await hearing_street.sends(ana, "audio")
    file = await hearing_street.file()
    await hearing_street.writes(ana, "¿Me ayudan?")
    assert await take_turn(house, message.conversation_id) == "listens"
    await fetching.fetch(house, file.id)
    await hearing.hear(house, file.id)
    assert await take_turn(house, message.conversation_id) == "answered"
    assert mind.read_texts == [f"{HEARD}\n¿Me ayudan?"]


@pytest.mark.parametrize(
    "fault",
    [{"kind": "overloaded"}, {"kind": "rate_limit"}, {"kind": "reset"}, {"kind": "malformed"}],
)
async def test_a_service_that_is_away_is_asked_again(
    hearing_street: Street, fault: dict[str, Any]
) -> None:
    house = hearing_street.house
    _, file = await note(hearing_street)
    await hearing_street.fault("openai.audio", **fault)
    assert await hearing.hear(house, file.id) == "retried"
    assert await jobs(house.store) == [("hear_file", "todo")]
    assert await hearing.hear(house, file.id) == "done"


@pytest.mark.parametrize(
    "fault", [{"kind": "token_dead"}, {"kind": "quota"}, {"kind": "status", "status": 400}]
)
async def test_a_service_that_refuses_lets_the_turn_go_on_at_once(
    hearing_street: Street, fault: dict[str, Any]
) -> None:
    house = hearing_street.house
    conversation, file = await note(hearing_street)
    assert await take_turn(house, conversation) == "listens"
    await forget_jobs(house.store)
    await hearing_street.fault("openai.audio", **fault)
    assert await hearing.hear(house, file.id) == "failed"
    alerts = [one.type for one in await rows(house.store, Alert)]
    assert alerts == (["voice_disconnected"] if fault["kind"] != "status" else [])
    assert await jobs(house.store) == [("turn", "todo")]
    assert await take_turn(house, conversation) == "answered"
    assert await answers(house.store, conversation) == [ASKS]


async def test_a_note_that_cannot_be_fetched_lets_the_turn_go_on_at_once(
    hearing_street: Street,
) -> None:
    house = hearing_street.house
    message = await hearing_street.sends(await hearing_street.customer(), "audio")
    assert await take_turn(house, message.conversation_id) == "listens"
    await forget_jobs(house.store)
    await hearing_street.control("clock", {"hours": 31 * 24})
    file = await hearing_street.file()
    assert await fetching.fetch(house, file.id) == "failed"
    assert await jobs(house.store) == [("turn", "todo")]
    assert await take_turn(house, message.conversation_id) == "answered"
    assert await answers(house.store, message.conversation_id) == [ASKS]


async def test_with_nobody_to_listen_the_customer_is_asked_once_and_then_a_person_takes_it(
    street: Street,
) -> None:
    house, ana = street.house, await street.customer()
    message = await street.sends(ana, "audio")
    file = await street.file()
    await fetching.fetch(house, file.id)
    assert (await street.file()).heard == "no"
    assert await take_turn(house, message.conversation_id) == "answered"
    assert await answers(house.store, message.conversation_id) == [ASKS]
    await street.sends(ana, "audio")
    assert await take_turn(house, message.conversation_id) == "answered"
    told = await answers(house.store, message.conversation_id)
    assert told.count(ASKS) == 1
    assert (await thread(house, message.conversation_id)).bot_silenced


async def test_a_card_read_out_aloud_is_hidden_like_one_that_is_written(
    hearing_street: Street,
) -> None:
    house = hearing_street.house
    conversation, file = await note(hearing_street)
    told = "Mi tarjeta es 4111 1111 1111 1111, cóbrenla"
    await hearing_street.control("models/script", [{"place": "openai.audio", "text": told}])
    assert await hearing.hear(house, file.id) == "done"
    [(_, words)] = await said(house.store, conversation)
    assert "4111 1111" not in words
    assert "1111" in words


class Killed(BaseException):
    """What ends a process without a word."""


async def test_killed_after_the_service_answered_the_words_are_still_stored_once(
    hearing_street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = hearing_street.house
    conversation, file = await note(hearing_street)

    async def dies(*_: Any) -> None:
        raise Killed

    # The process ends between the service's answer and the commit of `_done`.
    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(hearing, "_done", dies)
        await hearing.hear(house, file.id)
    assert await said(house.store, conversation) == [("customer", "")]
    assert await hearing.hear(house, file.id) == "done"
    assert await hearing.hear(house, file.id) == "nothing"
    assert await said(house.store, conversation) == [("customer", HEARD)]


async def test_the_wait_survives_the_worker_that_would_have_listened(
    hearing_street: Street, clock: FixedClock
) -> None:
    """Nobody ever listens: the job of the turn itself is in the queue, with the commit."""
    conversation, _ = await note(hearing_street)
    house = hearing_street.house
    await take_turn(house, conversation)
    clock.at += timedelta(seconds=21)
    assert await jobs(house.store) == [("turn_again", "todo")]
    await turn_again(house, conversation)
    assert await take_turn(house, conversation) == "answered"
