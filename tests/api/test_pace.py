"""Counting how often somebody does something."""

from datetime import UTC, datetime, timedelta

from cauce.api.chat import pace as paces
from cauce.api.chat.pace import Pace

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def test_the_limit_holds_for_each_by_themselves() -> None:
    pace = Pace(2, 60)
    assert [pace.wait("ana", NOON) for _ in range(3)] == [0, 0, 60]
    assert pace.wait("luis", NOON) == 0


def test_a_refused_try_does_not_make_the_wait_longer() -> None:
    pace = Pace(1, 60)
    pace.wait("ana", NOON)
    assert pace.wait("ana", NOON + timedelta(seconds=59)) == 1
    assert pace.wait("ana", NOON + timedelta(seconds=60)) == 0


def test_those_who_left_are_forgotten(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(paces, "_MANY", 3)
    pace = Pace(1, 60)
    for number in range(3):
        pace.wait(f"gone{number}", NOON)
    pace.wait("here", NOON + timedelta(seconds=90))
    assert list(pace._times) == ["here"]
