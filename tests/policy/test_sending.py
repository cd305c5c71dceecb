"""What a refusal asks for, how patient we are, and what keeps a message from leaving."""

from datetime import UTC, datetime, timedelta

import pytest

from cauce.core.actions import Purpose
from cauce.core.delivery import REMEDIES, Remedy
from cauce.policy.sending import (
    BACKOFF,
    Again,
    Standing,
    Stop,
    after_taken,
    next_step,
    why_not_now,
)

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("remedy", REMEDIES)
def test_whatever_is_asked_for_ends_some_day(remedy: Remedy) -> None:
    assert isinstance(next_step(remedy, len(BACKOFF) + 1, 0.0, 1.0), Stop)
    step = next_step(remedy, 1, 0.0, 1.0)
    assert isinstance(step, Stop) or 0 < step.seconds <= 3600


@pytest.mark.parametrize("attempt", range(1, len(BACKOFF) + 1))
def test_tries_are_spread_over_the_whole_wait(attempt: int) -> None:
    assert next_step("retry", attempt, 0.0, 0.0) == Again(0.0)
    assert next_step("retry", attempt, 0.0, 0.5) == Again(BACKOFF[attempt - 1] / 2)
    assert next_step("retry", attempt, 0.0, 1.0) == Again(BACKOFF[attempt - 1])


def test_a_platform_that_names_its_wait_is_never_asked_sooner() -> None:
    for chance in (0.0, 0.3, 1.0):
        for remedy in ("slow_account", "slow_number", "slow_person", "pause", "retry"):
            step = next_step(remedy, 1, 300.0, chance)
            assert isinstance(step, Again)
            assert step.seconds >= 300


def test_one_person_waits_six_seconds_and_four_times_as_long_each_time() -> None:
    waits = [next_step("slow_person", attempt, 6.0, 0.0) for attempt in range(1, 7)]
    assert waits == [Again(one) for one in (6.0, 24.0, 96.0, 384.0, 1536.0, 3600.0)]


@pytest.mark.parametrize("remedy", ["upload_again", "fetch_again"])
def test_a_file_is_tried_once_more_and_no_oftener(remedy: Remedy) -> None:
    assert isinstance(next_step(remedy, 1, 0.0, 1.0), Again)
    assert next_step(remedy, 2, 0.0, 1.0) == Stop("failed")


@pytest.mark.parametrize("remedy", REMEDIES)
def test_what_may_have_arrived_is_never_sent_again(remedy: Remedy) -> None:
    assert isinstance(after_taken(remedy, 1, never_arrived=False, chance=1.0), Stop)


MARKETING: Purpose = "marketing"


@pytest.mark.parametrize(
    ("standing", "held"),
    [
        (Standing(), False),
        (Standing(unreachable_at=NOW - HOUR), True),
        (Standing(unreachable_at=NOW - HOUR, last_inbound_at=NOW), False),
        (Standing(unreachable_at=NOW, last_inbound_at=NOW - HOUR), True),
        (Standing(not_before=NOW + HOUR), True),
        (Standing(not_before=NOW), False),
        (Standing(paused_until=NOW + HOUR), True),
        (Standing(paused_until=NOW - HOUR), False),
    ],
)
def test_what_nobody_asked_for_waits_where_the_platform_said_so(
    standing: Standing, held: bool
) -> None:
    assert (why_not_now(MARKETING, standing, NOW, NOW) is not None) is held
    assert why_not_now("reply", standing, NOW, NOW) is None


def test_an_answer_that_is_a_day_old_answers_nobody() -> None:
    day = timedelta(hours=24)
    assert why_not_now("reply", Standing(), NOW - day, NOW) is None
    assert why_not_now("reply", Standing(), NOW - day - timedelta(seconds=1), NOW) is not None
