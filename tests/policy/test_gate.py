"""The gate as a whole: total, in order, and deaf to everybody where a person attends."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.core.actions import (
    Action,
    Assign,
    CloseConversation,
    HandOver,
    NotifyTeam,
    RaiseAlert,
    RecordUnanswered,
    Remember,
    SendMessage,
    SendTemplate,
    SetConsent,
    SetScore,
    TakeOrder,
)
from cauce.core.decisions import AUTONOMIES, Ask, Go, Stop, Verdict, Wait
from cauce.core.delivery import OutTemplate
from cauce.core.dialogue import Memory, OrderDraft, OrderLine
from cauce.core.money import Money
from cauce.core.reply_window import Window
from cauce.policy.gate import RULES, examine, judge, judge_together, needs_person
from cauce.policy.situation import QuietHours, Situation

Make = Callable[..., Any]
NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
FREE = Money(Decimal(0), "USD")

# Any minute of about two years around a known day.
moments = st.integers(-500_000, 500_000).map(lambda minute: NOW + timedelta(minutes=minute))
purposes = st.sampled_from(["reply", "handover", "notice", "follow_up", "marketing", "collection"])
messages = st.builds(SendMessage, st.text(max_size=20), st.just("es"), purposes)
orders = st.integers(0, 10**9).map(
    lambda minor: TakeOrder(
        "ord",
        "1",
        "",
        OrderDraft((OrderLine("a"),), "pickup", None, FREE, Money.of_minor(minor, "USD")),
    )
)
actions: st.SearchStrategy[Action] = st.one_of(
    messages,
    orders,
    st.sampled_from(
        [
            SendTemplate("tmpl", "MARKETING", "Hola", OutTemplate("hello", "es")),
            SetScore(1, "cold", {}, ""),
            Assign("sales", 3),
            HandOver("legal", "", 5, "support"),
            Remember(Memory()),
            RecordUnanswered("?", "es"),
            SetConsent("all", granted=False, evidence=""),
            SetConsent("marketing", granted=True, evidence=""),
            RaiseAlert("a", "low", "", "c"),
            NotifyTeam("sales", "", ""),
            CloseConversation("spam"),
        ]
    ),
)
quiet = st.builds(
    QuietHours,
    st.times(),
    st.times(),
    st.frozensets(st.dates(), max_size=5),
    st.booleans(),
)
situations = st.builds(
    Situation,
    now=moments,
    flow=st.sampled_from(["reception", "chatbot", "escalation"]),
    autonomy=st.sampled_from(AUTONOMIES),
    limit_minor=st.none() | st.integers(0, 10**9),
    confidence=st.floats(0, 1),
    silenced=st.booleans(),
    opted_out_at=st.none() | moments,
    opt_out_confirmed=st.booleans(),
    customer_wrote_at=st.none() | moments,
    marketing_allowed=st.booleans(),
    marketing_refused=st.booleans(),
    answered=st.booleans(),
    bot_messages_lately=st.integers(0, 50),
    window=st.builds(Window, st.none() | moments),
    time_zone=st.sampled_from(["America/Panama", "America/Sao_Paulo", "America/Santiago"]),
    quiet=quiet,
    unsupported=st.lists(st.text(max_size=5), max_size=2).map(tuple),
    approved=st.booleans(),
)


@given(actions, situations)
def test_the_gate_always_answers_and_says_why(action: Action, situation: Situation) -> None:
    judgement = examine(action, situation)
    verdict = judgement.verdict
    assert isinstance(verdict, get_args(Verdict))
    if isinstance(verdict, Go):
        assert judgement.rule == ""
    else:
        assert judgement.rule in dict(RULES)
        assert str(verdict.reason)
    if isinstance(verdict, Wait):
        assert verdict.until > situation.now


@given(messages, situations.filter(lambda situation: situation.silenced))
def test_where_a_person_attends_no_message_of_the_machine_leaves(
    message: SendMessage, situation: Situation
) -> None:
    assert isinstance(judge(message, situation), Stop)


@given(actions, situations.filter(lambda one: one.autonomy in ("off", "shadow")))
def test_nothing_is_done_by_a_flow_that_may_not_act(action: Action, situation: Situation) -> None:
    if isinstance(action, SetConsent) and not action.granted:
        assert judge(action, situation) == Go()
    else:
        assert isinstance(judge(action, situation), Stop)


@given(messages, situations.filter(lambda one: bool(one.unsupported)))
def test_nothing_untrue_ever_goes(message: SendMessage, situation: Situation) -> None:
    assert not isinstance(judge(message, situation), Go | Ask)


@given(st.lists(actions, max_size=4), situations)
def test_an_order_never_goes_without_its_message_nor_the_message_without_the_order(
    together: list[Action], situation: Situation
) -> None:
    judged = judge_together(together, situation)
    assert len(judged) == len(together)
    if any(isinstance(action, TakeOrder) for action in together):
        bound = {
            isinstance(judgement.verdict, Go)
            for action, judgement in zip(together, judged, strict=True)
            if isinstance(action, TakeOrder | SendMessage)
        }
        assert len(bound) == 1


def test_an_answer_in_a_free_conversation_goes(situation: Make, message: Make) -> None:
    assert judge(message(), situation()) == Go()


def test_what_may_never_leave_is_not_asked_about(situation: Make, message: Make) -> None:
    asked = situation(autonomy="ask", unsupported=("$5",))
    assert isinstance(judge(message(), asked), Stop)


def test_a_yes_does_not_outlive_a_person_taking_over(situation: Make, message: Make) -> None:
    approved = situation(autonomy="ask", approved=True)
    assert judge(message(), approved) == Go()
    assert isinstance(judge(message(), situation(approved=True, silenced=True)), Stop)


def test_an_order_that_is_asked_keeps_its_message_back(
    situation: Make, message: Make, order: Make
) -> None:
    said, placed, scored = judge_together(
        (message(), order("900.00"), SetScore(90, "hot", {}, "")), situation(limit_minor=100)
    )
    assert isinstance(said.verdict, Ask)
    assert isinstance(placed.verdict, Ask)
    assert scored.verdict == Go()


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"unsupported": ("$5",)}, "outside_authority"),
        ({"bot_messages_lately": 20}, "failed_attempts"),
        ({"silenced": True}, None),
        ({"autonomy": "shadow"}, None),
        ({"answered": True}, None),
        ({"window": Window(NOW - timedelta(hours=1))}, None),
        ({}, None),
    ],
)
def test_an_answer_that_was_untrue_or_ran_in_circles_needs_a_person(
    situation: Make, message: Make, parts: dict[str, Any], reason: str | None
) -> None:
    action = message()
    assert needs_person(action, examine(action, situation(**parts))) == reason


def test_the_message_of_a_hand_over_needs_no_second_person(situation: Make, message: Make) -> None:
    action = message("handover")
    assert needs_person(action, examine(action, situation(unsupported=("$5",)))) is None
