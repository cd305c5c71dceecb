"""Every row of the routing table and its edges, the best agent, and what waits in a queue."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any, get_args

import pytest

from cauce.core.actions import (
    Assign,
    CloseConversation,
    HandOver,
    NotifyTeam,
    SendMessage,
    SetScore,
)
from cauce.core.decisions import Decision
from cauce.core.dialogue import Memory
from cauce.core.labels import INTENTS, SENTIMENTS, Intent, SentimentLabel
from cauce.core.people import TEAMS, Agent
from cauce.core.reading import Mood
from cauce.core.turn import Conversation, Lead, Opening
from cauce.flows.routing.decide import Facts, decide
from cauce.flows.routing.observe import observe
from cauce.flows.routing.table import CHATBOT, REJECT, Matter, row_for

Make = Callable[..., Any]
NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
BACK = Opening(open_now=False, next_open=datetime(2026, 3, 11, 14, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("intent", "sentiment", "mood", "churn", "score", "to", "priority"),
    [
        ("purchase_inquiry", "neutral", 0.0, 0, 81, "sales", 5),
        ("purchase_inquiry", "negative", -0.9, 90, 100, "sales", 5),
        ("purchase_inquiry", "neutral", 0.0, 0, 80, CHATBOT, 3),
        ("purchase_inquiry", "negative", -0.61, 71, 80, "retention", 5),
        ("complaint", "negative", -0.61, 71, 10, "retention", 5),
        ("delivery_tracking", "negative", -0.61, 71, 10, "retention", 5),
        ("delivery_tracking", "negative", -0.6, 71, 10, CHATBOT, 3),
        ("delivery_tracking", "negative", -0.61, 70, 10, CHATBOT, 3),
        ("complaint", "negative", -0.5, 50, 10, "support", 5),
        ("complaint", "neutral", 0.0, 0, 10, "support", 4),
        ("complaint", "positive", 0.3, 0, 10, "support", 4),
        ("warranty_claim", "neutral", 0.0, 0, 10, "support", 4),
        ("warranty_claim", "negative", -0.5, 10, 10, "support", 4),
        ("support_request", "negative", -0.4, 10, 10, "support", 4),
        ("support_request", "neutral", 0.0, 10, 10, CHATBOT, 3),
        ("spam", "neutral", 0.0, 0, 19, REJECT, 1),
        ("spam", "neutral", 0.0, 0, 20, CHATBOT, 3),
        ("product_info", "neutral", 0.0, 0, 95, CHATBOT, 2),
        ("pricing_question", "positive", 0.6, 0, 10, CHATBOT, 2),
        ("product_info", "negative", -0.4, 10, 10, CHATBOT, 3),
        ("refund_request", "neutral", 0.0, 0, 50, CHATBOT, 3),
        ("partnership", "positive", 0.4, 0, 50, CHATBOT, 3),
        ("general_inquiry", "neutral", 0.0, 0, 50, CHATBOT, 3),
    ],
)
def test_the_first_row_that_holds_decides(
    intent: Intent,
    sentiment: SentimentLabel,
    mood: float,
    churn: int,
    score: int,
    to: str,
    priority: int,
) -> None:
    row = row_for(Matter(intent, sentiment, mood, churn, score))
    assert (row.to, row.priority) == (to, priority)


def test_every_matter_has_a_desk() -> None:
    moods, risks, scores = (-1.0, -0.6, 0.0, 1.0), (0, 70, 71, 100), (0, 19, 20, 80, 81, 100)
    for parts in product(INTENTS, SENTIMENTS, moods, risks, scores):
        assert row_for(Matter(*parts)).to in (*TEAMS, CHATBOT, REJECT)


def facts(intent: Intent = "complaint", sentiment: Any = "negative", **parts: Any) -> Facts:
    given: dict[str, Any] = {"matter": Matter(intent, sentiment), "language": "es", **parts}
    return Facts(now=NOW, **given)


def of(decision: Decision, kind: type) -> list[Any]:
    return [action for action in decision.actions if isinstance(action, kind)]


def agent(name: str, **parts: Any) -> Agent:
    given: dict[str, Any] = {
        "teams": ("support",),
        "languages": ("es",),
        "on_duty": True,
        "idle_since": NOW,
        **parts,
    }
    return Agent(name, name, **given)


@pytest.mark.parametrize(
    ("others", "chosen"),
    [
        ([agent("busy", open_conversations=3), agent("free", open_conversations=1)], "free"),
        ([agent("just"), agent("idle", idle_since=NOW - timedelta(hours=2))], "idle"),
        ([agent("idle"), agent("never", idle_since=None)], "never"),
        ([agent("english", languages=("en",)), agent("both", open_conversations=9)], "both"),
        ([agent("home", on_duty=False), agent("here", open_conversations=9)], "here"),
        ([agent("seller", teams=("sales",)), agent("helper", open_conversations=9)], "helper"),
        ([agent("english", languages=("en",))], "english"),
        ([agent("english", languages=("en",)), agent("free", teams=(), languages=("es",))], "free"),
        ([agent("english", languages=("en",)), agent("seller", teams=("sales",))], "seller"),
        ([agent("boss", teams=()), agent("busy", open_conversations=9)], "busy"),
        ([agent("boss", teams=(), languages=("en",))], "boss"),
    ],
    ids=[
        "fewest",
        "longest idle",
        "never",
        "language",
        "on duty",
        "team",
        "better than nobody",
        "of no team and understood",
        "of another team and understood",
        "team before no team",
        "of no team is better than nobody",
    ],
)
def test_the_best_agent_takes_it(others: list[Agent], chosen: str) -> None:
    (assigned,) = of(decide(facts(agents=tuple(others))), Assign)
    assert assigned == Assign("support", 5, chosen)


def test_the_agent_is_told() -> None:
    decision = decide(facts(agents=(agent("Diego"),), customer_name="Ana", words="llegó roto"))
    (note,) = of(decision, NotifyTeam)
    assert (note.agent_id, note.title) == ("Diego", "Conversación para soporte")
    assert note.body == "Ana, prioridad 5: llegó roto"
    assert of(decision, SendMessage) == []


@pytest.mark.parametrize(
    ("language", "when"),
    [("es", "mañana a las 9:00"), ("en", "tomorrow at 9:00 am"), ("pt", "amanhã às 9:00")],
)
def test_with_nobody_on_duty_it_waits_and_the_customer_hears_when_people_are_back(
    language: Any, when: str
) -> None:
    decision = decide(facts(language=language, opening=BACK))
    assert of(decision, Assign) == [Assign("support", 5)]
    (message,) = of(decision, SendMessage)
    assert when in message.text


def test_nothing_is_promised_when_the_hours_are_not_known() -> None:
    decision = decide(facts(opening=Opening(open_now=False)))
    assert of(decision, SendMessage) == []


def test_the_customer_hears_it_once() -> None:
    decision = decide(facts(opening=BACK, team="support", priority=5))
    assert decision.actions == ()


def test_an_easy_question_does_not_lose_the_place_in_the_queue() -> None:
    waiting = facts("product_info", "neutral", team="support", priority=5, opening=BACK)
    assert decide(waiting).actions == ()


def test_whoever_waits_gets_the_first_agent_who_comes() -> None:
    decision = decide(
        facts("product_info", "neutral", team="support", priority=5, agents=(agent("Diego"),))
    )
    assert of(decision, Assign) == [Assign("support", 5, "Diego")]


def test_spam_is_closed_but_not_for_somebody_who_waits_for_a_person() -> None:
    spam = Matter("spam", "neutral", score=0)
    assert of(decide(facts(matter=spam)), CloseConversation) == [CloseConversation("spam")]
    assert of(decide(facts(matter=spam, team="support")), CloseConversation) == []


@pytest.mark.parametrize(
    "taken", [{"with_person": True}, {"owner_id": "usr"}, {"handed_over": True}]
)
def test_a_conversation_that_somebody_has_is_left_alone(taken: dict[str, Any]) -> None:
    assert decide(facts(agents=(agent("Diego"),), **taken)).actions == ()


def test_the_assistant_keeps_what_is_its_own_at_the_right_priority() -> None:
    assert decide(facts("product_info", "neutral")).actions == (Assign(CHATBOT, 2),)
    assert decide(facts("product_info", "neutral", priority=2)).actions == ()


def test_the_score_of_this_very_turn_counts(turn: Make, reading: Make) -> None:
    scored = SetScore(91, "hot", {}, "assign_to_sales_immediately")
    seen = turn(
        reading=reading(intent="purchase_inquiry"),
        lead=Lead("lead_1", score=10),
        made={"lead_scoring": Decision((), actions=(scored,))},
    )
    (assigned,) = of(decide(observe(seen)), Assign)
    assert assigned == Assign("sales", 5, "usr_sales")
    assert observe(replace(seen, made={})).matter.score == 10
    assert observe(replace(seen, made={}, lead=Lead("lead_1"))).matter.score == 50


def test_a_hand_over_of_this_turn_is_respected(turn: Make, reading: Make) -> None:
    handed = HandOver("legal", "", 5, "support")
    seen = turn(
        reading=reading(intent="complaint", mood=Mood("negative", -0.9, 0.9)),
        conversation=Conversation("conv_1", "webchat"),
        made={"escalation": Decision((), actions=(handed,))},
    )
    assert decide(observe(seen)).actions == ()


def test_the_table_knows_only_real_intents() -> None:
    assert set(INTENTS) == set(get_args(Intent))


def test_asking_whether_a_machine_answers_is_no_complaint(turn: Make, reading: Make) -> None:
    asked = turn("você é um robô?", reading=reading(language="pt", intent="complaint"))
    assert not any(isinstance(one, Assign) for one in decide(observe(asked)).actions)


def test_who_neither_speaks_the_language_nor_is_of_the_team_takes_nothing() -> None:
    seller = agent("seller", teams=("sales",), languages=("en",))
    assert of(decide(facts(agents=(seller,))), Assign) == [Assign("support", 5)]


@pytest.mark.parametrize(
    "text",
    [
        "cual es su cuenta de banco para transferir",
        "vi en instagram un sorteo de ustedes, como participo?",
        "ya hice la transferencia, ahora les mando el comprobante",
    ],
)
def test_who_asks_or_pays_is_never_closed_however_it_was_read(
    turn: Make, reading: Make, text: str
) -> None:
    seen = turn(text, reading=reading(intent="spam"), lead=Lead("lead_1", score=0))
    assert of(decide(observe(seen)), CloseConversation) == []


def test_advertising_is_closed_only_when_it_is_surely_that(turn: Make, reading: Make) -> None:
    text = "Gana $500 diarios desde tu casa, sin experiencia, cupos limitados"
    lead = Lead("lead_1", score=0)
    surely = turn(text, reading=reading(intent="spam"), lead=lead)
    assert of(decide(observe(surely)), CloseConversation) == [CloseConversation("spam")]
    perhaps = turn(text, reading=reading(intent="spam", intent_confidence=0.44), lead=lead)
    assert of(decide(observe(perhaps)), CloseConversation) == []
    ordering = Conversation("conv_1", "webchat", memory=Memory(stage="ordering"))
    talking = turn(text, reading=reading(intent="spam"), lead=lead, conversation=ordering)
    assert of(decide(observe(talking)), CloseConversation) == []
