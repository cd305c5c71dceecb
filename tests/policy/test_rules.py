"""Every rule by itself, at its edges."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cauce.core.actions import (
    Assign,
    CloseConversation,
    HandOver,
    RaiseAlert,
    Remember,
    SetConsent,
    SetScore,
)
from cauce.core.decisions import Ask, Go, Stop, Wait
from cauce.core.dialogue import Memory
from cauce.core.reply_window import MARGIN, Window
from cauce.policy import (
    approval,
    autonomy,
    consent,
    frequency,
    grounding_rule,
    loop,
    ownership,
    quiet_hours,
    reply_window,
)
from cauce.policy.situation import QuietHours

Make = Callable[..., Any]
NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LEAVE = SetConsent("all", granted=False, evidence="basta")
RECORDS = (
    SetScore(50, "warm", {}, "follow_up_within_24h"),
    Remember(Memory()),
    Assign("sales", 3),
    RaiseAlert("angry_customer", "high", "", "cause"),
    HandOver("legal", "", 5, "support"),
    LEAVE,
)


@pytest.mark.parametrize("freedom", ["off", "shadow"])
def test_a_flow_that_is_off_or_in_the_shadow_does_nothing(
    situation: Make, message: Make, order: Make, freedom: str
) -> None:
    for action in (message(), order(), RECORDS[0], RECORDS[4]):
        assert isinstance(autonomy.rule(action, situation(autonomy=freedom)), Stop)


def test_a_wish_to_be_left_alone_cannot_be_switched_off(situation: Make) -> None:
    assert autonomy.rule(LEAVE, situation(autonomy="off")) == Go()
    back = SetConsent("all", granted=True, evidence="quiero ofertas")
    assert isinstance(autonomy.rule(back, situation(autonomy="off")), Stop)


def test_a_flow_that_asks_asks_for_what_is_seen_outside(
    situation: Make, message: Make, order: Make
) -> None:
    asking = situation(autonomy="ask")
    for action in (message(), order(), CloseConversation("spam")):
        assert isinstance(approval.rule(action, asking), Ask)
    for action in (*RECORDS, message("handover")):
        assert approval.rule(action, asking) == Go()


def test_a_yes_sets_it_free(situation: Make, message: Make) -> None:
    assert approval.rule(message(), situation(autonomy="ask", approved=True)) == Go()


@pytest.mark.parametrize(
    ("total", "limit", "asked"),
    [("100.00", 10_000, False), ("100.01", 10_000, True), ("9999.00", None, False)],
)
def test_an_order_over_the_limit_is_asked(
    situation: Make, order: Make, total: str, limit: int | None, asked: bool
) -> None:
    verdict = approval.rule(order(total), situation(limit_minor=limit))
    assert isinstance(verdict, Ask) is asked
    if isinstance(verdict, Ask):
        assert str(verdict.reason) == "an order of 100.01 USD is over the limit of 100.00 USD"


def test_where_a_person_attends_the_machine_is_silent_and_keeps_its_hands_off(
    situation: Make, message: Make, order: Make
) -> None:
    attended = situation(silenced=True)
    for action in (message(), order(), Assign("sales", 3), CloseConversation("spam"), RECORDS[4]):
        assert isinstance(ownership.rule(action, attended), Stop)
    for action in (RECORDS[0], RECORDS[1], RECORDS[3], LEAVE):
        assert ownership.rule(action, attended) == Go()


@pytest.mark.parametrize("purpose", ["reply", "handover", "follow_up", "marketing", "collection"])
def test_who_asked_us_to_stop_hears_nothing_more(
    situation: Make, message: Make, purpose: str
) -> None:
    left = situation(opted_out_at=NOW, customer_wrote_at=NOW - HOUR)
    assert isinstance(consent.rule(message(purpose), left), Stop)


def test_only_one_confirmation_leaves_after_an_opt_out(situation: Make, message: Make) -> None:
    left = {"opted_out_at": NOW, "customer_wrote_at": NOW - HOUR, "flow": "reception"}
    assert consent.rule(message("notice"), situation(**left)) == Go()
    again = situation(**left, opt_out_confirmed=True)
    assert isinstance(consent.rule(message("notice"), again), Stop)


def test_who_writes_again_is_answered_and_still_not_sold_to(situation: Make, message: Make) -> None:
    back = situation(opted_out_at=NOW - HOUR, customer_wrote_at=NOW, marketing_allowed=True)
    assert consent.rule(message("reply"), back) == Go()
    assert consent.rule(message("handover"), back) == Go()
    for purpose in ("marketing", "follow_up", "collection"):
        assert isinstance(consent.rule(message(purpose), back), Stop)


def test_offers_need_a_yes_and_answers_do_not(situation: Make, message: Make) -> None:
    assert isinstance(consent.rule(message("marketing"), situation()), Stop)
    assert consent.rule(message("marketing"), situation(marketing_allowed=True)) == Go()
    assert consent.rule(message("reply"), situation(marketing_refused=True)) == Go()
    assert isinstance(consent.rule(message("follow_up"), situation(marketing_refused=True)), Stop)
    assert consent.rule(message("follow_up"), situation()) == Go()


@pytest.mark.parametrize(
    ("ends", "goes"),
    [
        (None, True),
        (NOW + MARGIN + timedelta(seconds=1), True),
        (NOW + MARGIN, False),
        (NOW - HOUR, False),
    ],
)
def test_free_text_ends_with_the_reply_window(
    situation: Make, message: Make, ends: datetime | None, goes: bool
) -> None:
    window = Window(ends)
    assert (reply_window.rule(message(), situation(window=window)) == Go()) is goes
    assert reply_window.rule(RECORDS[0], situation(window=window)) == Go()


def test_a_price_that_nothing_backs_is_stopped_even_when_approved(
    situation: Make, message: Make
) -> None:
    verdict = grounding_rule.rule(message(), situation(unsupported=("$5", "hoy"), approved=True))
    assert isinstance(verdict, Stop)
    assert str(verdict.reason) == "nothing in the records backs this: $5; hoy"
    assert grounding_rule.rule(RECORDS[0], situation(unsupported=("$5",))) == Go()


@pytest.mark.parametrize(("sent", "goes"), [(19, True), (20, False), (400, False)])
def test_going_round_in_circles_is_stopped(
    situation: Make, message: Make, sent: int, goes: bool
) -> None:
    seen = situation(bot_messages_lately=sent)
    assert (loop.rule(message(), seen) == Go()) is goes
    assert loop.rule(message("handover"), seen) == Go()


def test_one_answer_a_turn(situation: Make, message: Make) -> None:
    assert isinstance(frequency.rule(message(), situation(answered=True)), Stop)
    assert frequency.rule(message(), situation()) == Go()
    assert frequency.rule(message("follow_up"), situation(answered=True)) == Go()


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (datetime(2026, 3, 10, 15, 0, tzinfo=UTC), None),
        (datetime(2026, 3, 10, 13, 0, tzinfo=UTC), None),
        (
            datetime(2026, 3, 10, 12, 59, tzinfo=UTC),
            datetime(2026, 3, 10, 13, 0, tzinfo=UTC),
        ),
        (datetime(2026, 3, 11, 1, 0, tzinfo=UTC), datetime(2026, 3, 11, 13, 0, tzinfo=UTC)),
        # Saturday night: Sunday is a day of rest.
        (datetime(2026, 3, 15, 2, 0, tzinfo=UTC), datetime(2026, 3, 16, 13, 0, tzinfo=UTC)),
    ],
    ids=["morning", "eight sharp", "before eight", "eight at night", "over sunday"],
)
def test_what_nobody_asked_for_waits_for_the_customers_day(
    situation: Make, message: Make, now: datetime, until: datetime | None
) -> None:
    verdict = quiet_hours.rule(message("marketing"), situation(now=now))
    assert getattr(verdict, "until", None) == until
    for purpose in ("reply", "handover", "notice"):
        assert quiet_hours.rule(message(purpose), situation(now=now)) == Go()


def test_a_holiday_is_a_day_of_rest(situation: Make, message: Make) -> None:
    quiet = QuietHours(rest_days=frozenset({date(2026, 3, 10)}))
    verdict = quiet_hours.rule(message("collection"), situation(quiet=quiet))
    assert isinstance(verdict, Wait)
    assert verdict.until == datetime(2026, 3, 11, 13, 0, tzinfo=UTC)


def test_a_calendar_without_a_working_day_stops(situation: Make, message: Make) -> None:
    rest = frozenset(date(2026, 3, 10) + timedelta(days=day) for day in range(30))
    verdict = quiet_hours.rule(message("collection"), situation(quiet=QuietHours(rest_days=rest)))
    assert isinstance(verdict, Stop)


def test_who_waits_unanswered_may_be_told_that_it_arrived(situation: Make, message: Make) -> None:
    waits = situation(silenced=True, waiting_since=NOW - timedelta(minutes=10))
    assert ownership.rule(message("notice"), waits) == Go()
    assert isinstance(ownership.rule(message("reply"), waits), Stop)
    soon = situation(silenced=True, waiting_since=NOW - timedelta(minutes=9))
    assert isinstance(ownership.rule(message("notice"), soon), Stop)
    assert isinstance(ownership.rule(message("notice"), situation(silenced=True)), Stop)
