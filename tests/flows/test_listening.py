"""How long an answer waits for the words of voice notes."""

from datetime import UTC, datetime, timedelta

from cauce.flows.reception.listening import listening_until

NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def test_nothing_to_hear_is_nothing_to_wait_for() -> None:
    assert listening_until((), NOW, 20) is None


def test_it_waits_from_the_last_note_on() -> None:
    arrived = (NOW - seconds(15), NOW - seconds(5))
    assert listening_until(arrived, NOW, 20) == NOW + seconds(15)


def test_after_its_time_it_goes_on_without_the_words() -> None:
    assert listening_until((NOW - seconds(20),), NOW, 20) is None
    assert listening_until((NOW,), NOW, 0) is None
