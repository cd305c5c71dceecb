"""How fast a number may write: slower after a refusal, and slowly back again."""

from datetime import UTC, datetime, timedelta

import pytest

from cauce.policy.pacing import Pace, Strain, lowered, number_pace, person_pace, under

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def test_a_number_goes_at_its_limit_in_small_handfuls() -> None:
    assert number_pace(80.0, None, None, NOW) == Pace(1 / 80, 8)
    assert number_pace(5.0, None, None, NOW) == Pace(1 / 5, 1)


def test_nobody_counts_where_there_is_no_limit() -> None:
    assert number_pace(None, None, None, NOW) is None
    assert person_pace("messenger") is None
    assert person_pace("instagram") is None


def test_after_a_refusal_it_is_half_and_doubles_every_minute() -> None:
    assert lowered(number_pace(80.0, None, None, NOW)) == 40
    assert lowered(Pace(1.0, 1)) == 1
    paces = [number_pace(80.0, 20.0, NOW - timedelta(minutes=minutes), NOW) for minutes in range(4)]
    assert [1 / pace.gap for pace in paces if pace] == [20, 40, 80, 80]


def test_a_page_that_came_near_its_limit_is_counted_until_it_has_recovered() -> None:
    assert number_pace(None, 2.0, NOW, NOW) == Pace(0.5, 1)
    assert number_pace(None, 2.0, NOW - timedelta(minutes=10), NOW) is None
    assert number_pace(None, 2.0, NOW - timedelta(days=365), NOW) is None


@pytest.mark.parametrize(
    ("strain", "rest", "asked"),
    [
        (0.0, 0.0, Strain()),
        (0.79, 0.0, Strain()),
        (0.8, 0.0, Strain(2.0)),
        (0.97, 0.0, Strain(2.0, 60.0)),
        (0.1, 1140.0, Strain(2.0, 1140.0)),
    ],
)
def test_a_limit_that_is_nearly_used_up_slows_down_before_it_is(
    strain: float, rest: float, asked: Strain
) -> None:
    assert under(strain, rest) == asked
