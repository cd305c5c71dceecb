"""A turn reads all that was written, answers once, and gives way to whatever happened meanwhile."""

import asyncio
from datetime import timedelta

from sqlalchemy import update

from cauce.core.clock import FixedClock
from cauce.core.dialogue import Memory
from cauce.engine import attend, contacts
from cauce.engine.house import House
from cauce.engine.turn.taking import take_turn
from cauce.store.models import ActionRow, Conversation, DecisionRow, Message, Sentiment, User
from cauce.store.session import Store
from tests.engine.answered import HELLO
from tests.houses import (
    QUESTION,
    ScriptedMind,
    Sleeper,
    answers,
    forget_jobs,
    house_of,
    jobs,
    rows,
    said,
    says,
    talk,
    thread,
    work_off,
    write,
)


async def test_a_burst_is_read_together_and_answered_once(house: House, mind: ScriptedMind) -> None:
    for words in ("Hola", "una pregunta", QUESTION):
        landed = await write(house, words)
    assert await take_turn(house, landed.conversation_id) == "answered"
    assert mind.read_texts == [f"Hola\nuna pregunta\n{QUESTION}"]
    assert await said(house.store, landed.conversation_id) == [
        ("customer", "Hola"),
        ("customer", "una pregunta"),
        ("customer", QUESTION),
        ("bot", HELLO),
    ]
    assert all(one.handled for one in await rows(house.store, Message))
    assert (await thread(house.store, landed.conversation_id)).unhandled == 0


async def test_a_whole_thought_is_answered_at_once(house: House) -> None:
    await talk(house, QUESTION)
    assert house.sleep.naps == []  # type: ignore[attr-defined]


async def test_the_beginning_of_a_thought_waits_for_the_rest(
    house: House, mind: ScriptedMind
) -> None:
    sleeper = house.sleep
    assert isinstance(sleeper, Sleeper)
    sleeper.meanwhile = lambda: write(house, QUESTION)
    await talk(house, "Hola buenas")
    assert sleeper.naps == [house.settings.burst_wait]
    assert mind.read_texts == [f"Hola buenas\n{QUESTION}"]


async def test_who_is_still_typing_is_not_interrupted(
    house: House, clock: FixedClock, mind: ScriptedMind
) -> None:
    landed = await write(house, QUESTION)
    async with house.store.writing() as session:
        await session.execute(
            update(Conversation).values(customer_typing_until=clock.now() + timedelta(seconds=1))
        )
    await take_turn(house, landed.conversation_id)
    assert house.sleep.naps == [1.0]  # type: ignore[attr-defined]
    assert len(mind.briefs) == 1


async def test_what_arrives_while_the_machine_thinks_gets_a_turn_of_its_own(
    house: House, mind: ScriptedMind
) -> None:
    mind.meanwhile = lambda: write(house, "¿Y a Colón?")
    conversation, outcome = await talk(house, QUESTION)
    assert outcome == "answered"
    assert (await thread(house.store, conversation)).unhandled == 1
    assert await jobs(house.store) == [("turn", "todo")]
    await work_off(house)
    assert mind.read_texts == [QUESTION, "¿Y a Colón?"]
    assert [who for who, _ in await said(house.store, conversation)] == [
        "customer",
        "customer",
        "bot",
        "bot",
    ]


async def test_a_person_who_types_while_the_machine_thinks_silences_it(
    house: House, mind: ScriptedMind, agent: User
) -> None:
    landed = await write(house)
    mind.drafts = lambda brief: says("Tarde", brief, memory=Memory(stage="confirming"))
    mind.meanwhile = lambda: attend.reply(
        house, agent.id, landed.conversation_id, "Yo me encargo.", "k"
    )
    assert await take_turn(house, landed.conversation_id) == "answered"
    assert await said(house.store, landed.conversation_id) == [
        ("customer", QUESTION),
        ("agent", "Yo me encargo."),
    ]
    found = await thread(house.store, landed.conversation_id)
    assert (found.bot_silenced, found.owner_id, found.unhandled) == (True, agent.id, 0)
    # What nobody was shown is not remembered either.
    assert found.memory == {}
    [stopped] = await rows(house.store, ActionRow, ActionRow.kind == "SendMessage")
    assert (stopped.status, stopped.verdict) == ("stopped", "stop")
    assert "a person attends" in stopped.reason["sentence"]


async def test_a_burst_that_another_worker_has_answered_is_left_alone(
    house: House, store: Store, clock: FixedClock, mind: ScriptedMind
) -> None:
    faster = ScriptedMind(drafts=lambda brief: says("Primero", brief))
    other = house_of(store, clock, faster)
    landed = await write(house)
    mind.meanwhile = lambda: take_turn(other, landed.conversation_id)
    assert await take_turn(house, landed.conversation_id) == "nothing"
    assert await answers(store, landed.conversation_id) == ["Primero"]
    assert len(await rows(store, DecisionRow, DecisionRow.flow == "chatbot")) == 1


async def test_a_burst_that_was_answered_is_left_alone_though_more_has_come(
    house: House, store: Store, clock: FixedClock, mind: ScriptedMind
) -> None:
    faster = ScriptedMind(drafts=lambda brief: says("Primero", brief))
    other = house_of(store, clock, faster)
    landed = await write(house)

    async def overtake() -> None:
        await take_turn(other, landed.conversation_id)
        await write(house, "¿Y a Colón?")

    mind.meanwhile = overtake
    assert await take_turn(house, landed.conversation_id) == "answered"
    assert mind.read_texts == [QUESTION, "¿Y a Colón?"]
    assert await answers(store, landed.conversation_id) == ["Primero", HELLO]


async def test_workers_that_race_for_a_burst_answer_it_once(
    store: Store, clock: FixedClock
) -> None:
    houses = [house_of(store, clock, ScriptedMind()) for _ in range(4)]
    for number in range(5):
        landed = await write(houses[0], external_id=f"visitor_{number}")
        outcomes = await asyncio.gather(*(take_turn(one, landed.conversation_id) for one in houses))
        assert sorted(outcomes) == ["answered", "nothing", "nothing", "nothing"]
        assert len(await answers(store, landed.conversation_id)) == 1


async def test_a_conversation_that_a_person_closes_meanwhile_stays_closed(
    house: House, mind: ScriptedMind, agent: User
) -> None:
    landed = await write(house)
    mind.meanwhile = lambda: attend.close(house, agent.id, landed.conversation_id)
    assert await take_turn(house, landed.conversation_id) == "nothing"
    assert await answers(house.store, landed.conversation_id) == []
    assert (await thread(house.store, landed.conversation_id)).status == "closed"


async def test_nothing_is_stored_of_a_person_who_is_erased_meanwhile(
    house: House, mind: ScriptedMind, agent: User
) -> None:
    landed = await write(house)
    contact = (await thread(house.store, landed.conversation_id)).contact_id
    mind.meanwhile = lambda: contacts.erase(house, agent.id, contact)
    assert await take_turn(house, landed.conversation_id) == "nothing"
    assert await answers(house.store, landed.conversation_id) == []
    assert await rows(house.store, Sentiment) == []


async def test_what_nobody_answered_is_the_machines_again_once_it_is_handed_back(
    house: House, mind: ScriptedMind, agent: User
) -> None:
    conversation, _ = await talk(house, QUESTION)
    await attend.reply(house, agent.id, conversation, "Un momento.", "k")
    await talk(house, "¿Hola?")
    await talk(house, "¿Siguen ahí?")
    assert len(await answers(house.store, conversation)) == 1
    await forget_jobs(house.store)
    await attend.hand_back(house, agent.id, conversation)
    await work_off(house)
    assert mind.read_texts[-1] == "¿Hola?\n¿Siguen ahí?"
    assert len(await answers(house.store, conversation)) == 2
    found = await thread(house.store, conversation)
    assert (found.bot_silenced, found.owner_id, found.status) == (False, None, "waiting_customer")
    await talk(house, QUESTION)
    assert len(await answers(house.store, conversation)) == 3


async def test_what_a_person_answered_is_not_answered_again(
    house: House, agent: User, mind: ScriptedMind
) -> None:
    conversation, _ = await talk(house, QUESTION)
    await attend.take(house, agent.id, conversation)
    await talk(house, "¿Hola?")
    await attend.reply(house, agent.id, conversation, "Resuelto.", "k")
    await attend.hand_back(house, agent.id, conversation)
    await work_off(house)
    assert len(await answers(house.store, conversation)) == 1
    assert len(mind.briefs) == 1
