"""How free a flow is decides what can be seen of it; wishes of customers are obeyed by all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cauce.core.clock import FixedClock
from cauce.core.dialogue import Memory
from cauce.core.reading import Mood
from cauce.engine import contacts
from cauce.engine.autonomy import set_autonomy
from cauce.engine.house import House
from cauce.engine.turn.taking import take_turn
from cauce.flows.reception.wording import STOPPED
from cauce.store.models import (
    ActionRow,
    Alert,
    Approval,
    Case,
    Consent,
    DecisionRow,
    Lead,
    LeadClassification,
)
from tests.houses import (
    CALM,
    QUESTION,
    ScriptedMind,
    answers,
    rows,
    says,
    talk,
    thread,
    write,
)

HELLO = "Con gusto le ayudo."
FREEDOMS = ("off", "shadow", "ask", "act")


@pytest.mark.parametrize("freedom", FREEDOMS)
async def test_the_chatbot_speaks_only_when_it_may(
    house: House, mind: ScriptedMind, freedom: str
) -> None:
    mind.drafts = lambda brief: says(HELLO, brief, memory=Memory(greeted=True))
    await set_autonomy(house, None, "chatbot", freedom)
    conversation, outcome = await talk(house)
    assert outcome == "answered"
    assert await answers(house.store, conversation) == ([HELLO] if freedom == "act" else [])
    found = await thread(house.store, conversation)
    assert found.memory.get("greeted", False) is (freedom == "act")
    assert len(await rows(house.store, Approval)) == (freedom == "ask")
    [decision] = await rows(house.store, DecisionRow, DecisionRow.flow == "chatbot")
    told = {"off": "none", "shadow": "stop", "ask": "ask", "act": "go"}
    assert (decision.autonomy, decision.verdict) == (freedom, told[freedom])
    assert len(mind.briefs) == (freedom != "off")
    sent = await rows(house.store, ActionRow, ActionRow.kind == "SendMessage")
    done = {"off": [], "shadow": ["stopped"], "ask": ["asked"], "act": ["done"]}
    assert [one.status for one in sent] == done[freedom]


@pytest.mark.parametrize("freedom", FREEDOMS)
async def test_a_lead_is_scored_only_by_a_flow_that_acts(house: House, freedom: str) -> None:
    await set_autonomy(house, None, "lead_scoring", freedom)
    await talk(house)
    acts = freedom in ("ask", "act")
    [lead] = await rows(house.store, Lead)
    assert (lead.score is not None) is acts
    assert len(await rows(house.store, LeadClassification)) == acts


@pytest.mark.parametrize("freedom", FREEDOMS)
async def test_a_person_is_brought_in_without_asking_unless_escalation_is_off(
    house: House, mind: ScriptedMind, freedom: str
) -> None:
    mind.reading = replace(CALM, wants_person=True)
    await set_autonomy(house, None, "escalation", freedom)
    await set_autonomy(house, None, "chatbot", "shadow")
    conversation, _ = await talk(house, "Quiero hablar con una persona.")
    acts = freedom in ("ask", "act")
    found = await thread(house.store, conversation)
    assert found.bot_silenced is acts
    assert found.escalation_reason == ("customer_request" if acts else None)
    assert len(await rows(house.store, Case)) == acts
    assert len(await answers(house.store, conversation)) == acts


@pytest.mark.parametrize("freedom", FREEDOMS)
async def test_the_team_hears_of_anger_only_from_a_flow_that_acts(
    house: House, mind: ScriptedMind, freedom: str
) -> None:
    mind.reading = replace(CALM, mood=Mood("negative", -0.95, 0.9))
    for flow in ("escalation", "routing"):
        await set_autonomy(house, None, flow, "off")
    await set_autonomy(house, None, "sentiment", freedom)
    await talk(house)
    alerts = await rows(house.store, Alert, Alert.type == "angry_customer")
    assert len(alerts) == (freedom in ("ask", "act"))


@pytest.mark.parametrize("freedom", FREEDOMS)
async def test_routing_assigns_only_when_it_may(
    house: House, mind: ScriptedMind, freedom: str
) -> None:
    mind.reading = replace(CALM, intent="complaint", mood=Mood("negative", -0.5, 0.9))
    await set_autonomy(house, None, "escalation", "off")
    await set_autonomy(house, None, "routing", freedom)
    conversation, _ = await talk(house)
    found = await thread(house.store, conversation)
    assert (found.department is not None) is (freedom in ("ask", "act"))


@pytest.mark.parametrize("freedom", FREEDOMS)
async def test_a_wish_to_be_left_alone_is_kept_however_free_reception_is(
    house: House, mind: ScriptedMind, freedom: str
) -> None:
    mind.reading = replace(CALM, opt_out="yes")
    await set_autonomy(house, None, "reception", freedom)
    conversation, _ = await talk(house, "No me escriban más.")
    [consent] = await rows(house.store, Consent)
    assert (consent.scope, consent.granted, consent.evidence) == (
        "all",
        False,
        "No me escriban más.",
    )
    heard = await answers(house.store, conversation)
    assert heard == ([STOPPED["es"]] if freedom == "act" else heard)
    assert HELLO not in heard


async def test_a_wish_that_comes_while_the_machine_thinks_is_obeyed(
    house: House, mind: ScriptedMind, clock: FixedClock
) -> None:
    landed = await write(house)
    contact = (await thread(house.store, landed.conversation_id)).contact_id

    async def leaves() -> None:
        clock.at += timedelta(seconds=1)
        await contacts.note_consent(
            house, None, contact, scope="all", granted=False, evidence="by phone"
        )

    mind.meanwhile = leaves
    await take_turn(house, landed.conversation_id)
    assert await answers(house.store, landed.conversation_id) == []
    clock.at += timedelta(seconds=1)
    await talk(house, QUESTION)
    assert await answers(house.store, landed.conversation_id) == [HELLO]


async def test_a_flow_that_is_switched_off_while_it_thinks_stays_silent(
    house: House, mind: ScriptedMind
) -> None:
    mind.meanwhile = lambda: set_autonomy(house, None, "chatbot", "off")
    conversation, _ = await talk(house)
    assert await answers(house.store, conversation) == []
    [decision] = await rows(house.store, DecisionRow, DecisionRow.flow == "chatbot")
    assert (decision.autonomy, decision.verdict) == ("off", "stop")


@pytest.mark.parametrize(
    ("freedom", "status"),
    [
        ("off", "waiting_agent"),
        ("shadow", "waiting_agent"),
        ("ask", "active"),
        ("act", "waiting_customer"),
    ],
)
async def test_a_customer_the_machine_may_not_answer_shows_among_those_who_need_a_person(
    house: House, mind: ScriptedMind, freedom: str, status: str
) -> None:
    mind.drafts = lambda brief: says(HELLO, brief)
    await set_autonomy(house, None, "chatbot", freedom)
    conversation, _ = await talk(house)
    assert (await thread(house.store, conversation)).status == status


@pytest.mark.parametrize("freedom", ["off", "shadow"])
async def test_a_flow_that_may_do_nothing_does_not_keep_the_others_from_answering(
    house: House, mind: ScriptedMind, freedom: str
) -> None:
    mind.drafts = lambda brief: says(HELLO, brief)
    mind.reading = replace(CALM, wants_person=True)
    await set_autonomy(house, None, "escalation", freedom)
    conversation, _ = await talk(house, "Quiero hablar con una persona")
    assert await answers(house.store, conversation) == [HELLO]
