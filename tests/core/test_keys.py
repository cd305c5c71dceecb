"""Ids sort by time, also inside a millisecond; idempotency keys depend on every part."""

from datetime import UTC, datetime, timedelta

from cauce.core.clock import FixedClock
from cauce.core.keys import Keys, idempotency_key

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def test_ids_of_one_millisecond_sort_in_the_order_they_were_made() -> None:
    keys = Keys(FixedClock(NOON))
    made = [keys.new("msg") for _ in range(1000)]
    assert made == sorted(made)
    assert len(set(made)) == 1000


def test_later_ids_sort_after_earlier_ones_whatever_chance_says() -> None:
    clock = FixedClock(NOON)
    chances = iter([b"\xff" * 10, b"\x00" * 10])
    keys = Keys(clock, lambda _: next(chances))
    first = keys.new("msg")
    clock.at += timedelta(milliseconds=1)
    assert first < keys.new("msg")


def test_a_number_that_cannot_grow_starts_again_at_nothing() -> None:
    keys = Keys(FixedClock(NOON), lambda size: b"\xff" * size)
    assert keys.new("msg") != keys.new("msg")


def test_parts_that_only_look_alike_when_joined_give_different_keys() -> None:
    assert idempotency_key("a", "bc") != idempotency_key("ab", "c")
    assert idempotency_key("a", 1) == idempotency_key("a", 1)


def test_text_no_encoding_can_hold_still_has_a_key() -> None:
    assert len(idempotency_key("\ud800")) == 40
