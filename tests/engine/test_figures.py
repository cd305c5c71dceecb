"""What operators and other programs are told of: counted, and announced with the same commit."""

from dataclasses import replace
from decimal import Decimal

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import text, update
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from cauce.engine import attend, gauges
from cauce.engine.autonomy import set_autonomy
from cauce.engine.classifying import Sender, classify
from cauce.engine.dry_turn import try_message
from cauce.engine.house import House
from cauce.engine.metrics import REGISTRY
from cauce.engine.trying import try_flow
from cauce.errors import Rejected
from cauce.store.models import Conversation, DecisionRow, User, Webhook, WebhookDelivery
from tests.engine.test_orders import ordering
from tests.houses import (
    CALM,
    Outbox,
    ScriptedMind,
    forget_jobs,
    jobs,
    rows,
    says,
    talk,
    work_off,
    write,
)


def figure(name: str, registry: CollectorRegistry = REGISTRY, **labels: str) -> float:
    return registry.get_sample_value(name, labels) or 0.0


async def test_messages_turns_and_decisions_are_counted_when_they_are_stored(
    house: House,
) -> None:
    def now() -> tuple[float, ...]:
        return (
            figure("messages_received_total", channel="webchat"),
            figure("turns_total", outcome="answered"),
            figure("decisions_total", flow="chatbot", verdict="go"),
            figure("turn_seconds_count"),
            figure("lead_classification_seconds_count"),
        )

    before = now()
    await talk(house)
    await write(house, provider_id="again")
    await write(house, provider_id="again")
    assert [after - was for was, after in zip(before, now(), strict=True)] == [2, 1, 1, 1, 1]


async def test_a_decision_that_was_thought_over_counts_once(
    house: House, mind: ScriptedMind
) -> None:
    before = figure("decisions_total", flow="chatbot", verdict="go")
    mind.drafts = ordering()

    async def dearer() -> None:
        async with house.store.writing() as session:
            await session.execute(text("UPDATE products SET price_minor = price_minor + 100"))

    mind.meanwhile = dearer
    await talk(house)
    assert len(mind.briefs) == 3
    assert figure("decisions_total", flow="chatbot", verdict="go") == before + 1


async def test_minds_are_counted_with_what_they_cost(house: House, mind: ScriptedMind) -> None:
    def asked(task: str, engine: str = "script", outcome: str = "answered") -> float:
        return figure("model_calls_total", engine=engine, task=task, outcome=outcome)

    before = asked("read"), asked("draft"), figure("model_cost_usd_total", engine="script")
    mind.reading = replace(CALM, cost=Decimal("0.25"))
    mind.drafts = lambda brief: says("Con gusto.", brief, cost=Decimal("0.5"))
    await talk(house)
    after = asked("read"), asked("draft"), figure("model_cost_usd_total", engine="script")
    assert [one - was for was, one in zip(before, after, strict=True)] == [1, 1, 0.75]
    failures = asked("draft", "nobody", "failed")
    mind.drafts = lambda brief: says("?", brief, confidence=1 / 0)
    await talk(house)
    assert asked("draft", "nobody", "failed") == failures + 1


async def test_time_and_tokens_of_minds_are_counted_too(house: House, mind: ScriptedMind) -> None:
    def told(name: str, task: str) -> float:
        return figure(name, engine="script", task=task)

    before = told("model_tokens_total", "read"), told("model_seconds_count", "draft")
    mind.reading = replace(CALM, tokens=120)
    await talk(house)
    after = told("model_tokens_total", "read"), told("model_seconds_count", "draft")
    assert [one - was for was, one in zip(before, after, strict=True)] == [120, 1]


@pytest.mark.parametrize("way", ["a turn", "a tried flow", "a tried message", "a lead told"])
async def test_whoever_asks_a_mind_is_counted(house: House, way: str) -> None:
    def asked() -> float:
        return figure("model_calls_total", engine="script", task="read", outcome="answered")

    before = asked()
    async with house.store.reading() as session:
        knowledge = await house.knowledge.current(session)
    match way:
        case "a turn":
            await talk(house)
        case "a tried flow":
            await try_flow(house, knowledge, "chatbot", "hola")
        case "a tried message":
            await try_message(house, "hola")
        case "a lead told":
            await classify(house, "hola", Sender())
    assert asked() == before + 1


async def test_the_log_of_a_turn_names_conversation_and_decisions(house: House) -> None:
    with capture_logs(processors=[merge_contextvars]) as logged:
        conversation, _ = await talk(house)
    [line] = [one for one in logged if one["event"] == "turn.decided"]
    made = await rows(house.store, DecisionRow)
    assert line["conversation"] == conversation
    told = {(one["flow"], one["decision"], one["verdict"]) for one in line["decisions"]}
    assert told == {(row.flow, row.id, row.verdict) for row in made}


async def test_deliveries_are_counted_by_what_became_of_them(
    house: House, whatsapp: Outbox
) -> None:
    def left(outcome: str) -> float:
        return figure("deliveries_total", channel="whatsapp", outcome=outcome)

    before = left("sent"), left("rejected")
    whatsapp.errors = [Rejected("no")]
    for _ in range(2):
        await write(house, channel="whatsapp", external_id="50760000001")
        await work_off(house)
    assert (left("sent"), left("rejected")) == (before[0] + 1, before[1] + 1)


async def test_gauges_say_what_is_there_now(house: House) -> None:
    for number in range(3):
        await write(house, external_id=f"visitor_{number}")
    async with house.store.writing() as session:
        await session.execute(
            update(Conversation)
            .where(
                Conversation.id.in_([one.id for one in await rows(house.store, Conversation)][:1])
            )
            .values(status="resolved")
        )
    await gauges.measure(house)
    assert figure("active_conversations") == 2
    assert figure("queue_depth", queue="chat", status="todo") == 3
    assert figure("queue_oldest_seconds", queue="chat") > 0
    await forget_jobs(house.store)
    await gauges.measure(house)
    assert figure("queue_depth", queue="chat", status="todo") == 0
    assert figure("queue_oldest_seconds", queue="chat") == 0
    assert REGISTRY.get_sample_value("queue_depth", {"queue": "batch", "status": "doing"}) == 0


async def listen(house: House, *events: str) -> None:
    async with house.store.writing() as session:
        session.add(Webhook(url="https://n8n.example", events=list(events), secret="nonce"))


async def heard(house: House) -> list[str]:
    return [one.event for one in await rows(house.store, WebhookDelivery)]


async def test_other_programs_hear_of_what_happens(
    house: House, mind: ScriptedMind, agent: User
) -> None:
    await listen(house, "*")
    mind.drafts = ordering()
    conversation, _ = await talk(house)
    assert await heard(house) == [
        "message.received",
        "lead.scored",
        "order.placed",
        "message.sent",
    ]
    received, _, placed, sent = await rows(house.store, WebhookDelivery)
    assert received.payload["data"]["text"] == "¿Hacen envíos a David?"
    assert placed.payload["data"]["items"][0]["quantity"] == 1
    assert sent.payload["data"]["conversation_id"] == conversation
    assert await jobs(house.store) == [("webhook", "todo")] * 4
    mind.reading = replace(CALM, wants_person=True)
    await talk(house, "Una persona, por favor.")
    await attend.close(house, agent.id, conversation)
    assert {"conversation.handed_over", "conversation.closed"} <= set(await heard(house))


async def test_programs_hear_only_what_they_asked_for(house: House) -> None:
    await listen(house, "approval.asked")
    await set_autonomy(house, None, "chatbot", "ask")
    await talk(house)
    assert await heard(house) == ["approval.asked"]


async def test_a_message_that_did_not_leave_is_told_of(house: House, whatsapp: Outbox) -> None:
    await listen(house, "message.failed", "message.sent", "alert.raised")
    whatsapp.errors = [Rejected("no")]
    await write(house, channel="whatsapp", external_id="50760000001")
    await work_off(house, ("chat",), leaving="webhook")
    assert await heard(house) == ["alert.raised", "message.failed"]
