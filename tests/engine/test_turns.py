"""A turn reads all that was written, answers once, and gives way to whatever happened meanwhile."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import update

from cauce.core.clock import FixedClock
from cauce.core.dialogue import Brief, Draft, Memory
from cauce.core.reading import LeadSignals
from cauce.engine import attend, contacts
from cauce.engine.house import House
from cauce.engine.turn.rescue import PERSON_COMES
from cauce.engine.turn.taking import take_turn
from cauce.store.models import (
    ActionRow,
    Case,
    Contact,
    Conversation,
    DecisionRow,
    Lead,
    LeadIntent,
    Message,
    Sentiment,
    User,
)
from cauce.store.session import Store
from tests.houses import (
    CALM,
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

HELLO = "Con gusto le ayudo."


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


async def test_what_was_read_decided_and_done_is_all_kept(house: House, mind: ScriptedMind) -> None:
    mind.reading = replace(CALM, secondary=("product_info",))
    mind.drafts = lambda brief: says(HELLO, brief, confidence=0.83, cost=Decimal("0.0123"))
    conversation, _ = await talk(house)
    decisions = await rows(house.store, DecisionRow)
    assert [one.flow for one in decisions] == [
        "reception",
        "intent",
        "sentiment",
        "lead_scoring",
        "escalation",
        "routing",
        "chatbot",
    ]
    assert len({one.turn_id for one in decisions}) == 1
    assert all(one.because and one.because[0]["sentence"] for one in decisions)
    assert all(one.error is None and one.autonomy == "act" for one in decisions)
    assert all(one.milliseconds > 0 for one in decisions)
    spoke = decisions[-1]
    assert (spoke.decided_by, spoke.confidence, spoke.verdict) == ("script", 0.83, "go")
    assert spoke.cost == Decimal("0.0123")
    [message] = await rows(house.store, Message, Message.sender == "bot")
    [sent] = await rows(house.store, ActionRow, ActionRow.kind == "SendMessage")
    assert (message.decision_id, message.key) == (spoke.id, sent.key)
    assert (sent.decision_id, sent.status, sent.verdict) == (spoke.id, "done", "go")
    assert sent.performed_at is not None
    assert sent.result == {"message_id": message.id}
    assert sent.payload["text"] == HELLO
    [intent] = await rows(house.store, LeadIntent)
    assert (intent.primary, intent.secondary, intent.model) == (
        "general_inquiry",
        ["product_info"],
        "script",
    )
    assert (await thread(house.store, conversation)).language == "es"


async def test_a_flow_that_breaks_is_written_down_and_the_customer_is_served(
    house: House, mind: ScriptedMind
) -> None:
    broken = LeadSignals(urgency="very")  # type: ignore[arg-type]
    mind.reading = replace(CALM, lead=broken)
    conversation, outcome = await talk(house)
    assert outcome == "answered"
    assert await answers(house.store, conversation) == [HELLO]
    [scoring] = await rows(house.store, DecisionRow, DecisionRow.flow == "lead_scoring")
    assert scoring.error is not None
    assert scoring.confidence == 0.0
    [lead] = await rows(house.store, Lead)
    assert (lead.score, lead.category) == (50, "warm")


async def test_a_chatbot_that_breaks_brings_in_a_person(house: House, mind: ScriptedMind) -> None:
    mind.drafts = lambda brief: says("?", brief, confidence="sure")
    conversation, outcome = await talk(house)
    assert outcome == "answered"
    assert await answers(house.store, conversation) == [PERSON_COMES["es"]]
    found = await thread(house.store, conversation)
    assert (found.status, found.escalation_reason) == ("waiting_agent", "failed_attempts")
    [case] = await rows(house.store, Case)
    assert case.description == QUESTION
    [chatbot] = await rows(house.store, DecisionRow, DecisionRow.flow == "chatbot")
    assert "TypeError" in (chatbot.error or "")


async def test_a_mind_that_breaks_brings_in_a_person(house: House, mind: ScriptedMind) -> None:
    def fail(brief: Brief) -> Draft:
        raise RuntimeError("out of order")

    mind.drafts = fail
    conversation, outcome = await talk(house)
    assert outcome == "answered"
    assert len(await answers(house.store, conversation)) == 1
    assert (await thread(house.store, conversation)).status == "waiting_agent"
    assert len(await rows(house.store, Case)) == 1


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


async def test_what_customers_say_of_themselves_lands_on_their_record_and_replaces_nothing(
    house: House, mind: ScriptedMind
) -> None:
    told = Memory(
        customer_name="Ana Pérez",
        city="David",
        notes={"email": "ana@example.com", "phone": "+50761234567"},
    )
    mind.drafts = lambda brief: says("Gracias.", brief, memory=told)
    await talk(house, external_id="ana")
    mind.drafts = lambda brief: says("Gracias.", brief, memory=Memory(customer_name="Otra"))
    await talk(house, external_id="ana")
    [contact] = await rows(house.store, Contact, Contact.city == "David")
    assert contact.name == "Ana Pérez"
    assert (contact.emails, contact.phones) == (["ana@example.com"], ["+50761234567"])
