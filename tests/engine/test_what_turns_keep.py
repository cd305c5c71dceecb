"""A turn keeps what it read, decided and did, and serves the customer though part of it breaks."""

from dataclasses import replace
from decimal import Decimal

from cauce.core.dialogue import Brief, Draft, Memory
from cauce.core.reading import LeadSignals
from cauce.engine.house import House
from cauce.engine.turn.rescue import PERSON_COMES
from cauce.store.models import ActionRow, Case, Contact, DecisionRow, Lead, LeadIntent, Message
from tests.engine.answered import HELLO
from tests.houses import CALM, QUESTION, ScriptedMind, answers, rows, says, talk, thread


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
    assert case.description.endswith(f"Último mensaje: “{QUESTION}”")
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
