"""A vendor that keeps failing is left alone, and asked again when the pause is over."""

import pytest

from cauce.ai.breaker import Breaker, Patience
from cauce.ai.failures import FailureKind


class Watch:
    """Seconds that pass when somebody says so."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def breaker(watch: Watch) -> Breaker:
    return Breaker(watch, Patience(failures=3, pause=30, lasting=900))


def test_it_opens_after_three_failures_in_a_row(breaker: Breaker) -> None:
    for _ in range(2):
        breaker.failed("server")
        assert breaker.lets_through()
    breaker.failed("timeout")
    assert breaker.state == "open"
    assert not breaker.lets_through()


def test_an_answer_between_two_failures_forgives_the_first(breaker: Breaker) -> None:
    for _ in range(5):
        breaker.failed("network")
        breaker.answered()
    assert breaker.state == "closed"


def test_half_open_lets_one_try_and_closes_on_success(breaker: Breaker, watch: Watch) -> None:
    for _ in range(3):
        breaker.failed("overloaded")
    watch.seconds += 31
    assert breaker.state == "half_open"
    assert breaker.lets_through()
    assert not breaker.lets_through()
    breaker.answered()
    assert breaker.lets_through()
    assert breaker.lets_through()


def test_a_failed_trial_opens_it_again_at_once(breaker: Breaker, watch: Watch) -> None:
    for _ in range(3):
        breaker.failed("server")
    watch.seconds += 31
    assert breaker.lets_through()
    breaker.failed("server")
    assert breaker.state == "open"


@pytest.mark.parametrize("kind", ["quota", "key", "unknown_model"])
def test_what_only_a_person_can_mend_opens_it_for_long(
    breaker: Breaker, watch: Watch, kind: FailureKind
) -> None:
    breaker.failed(kind)
    watch.seconds += 899
    assert not breaker.lets_through()
    watch.seconds += 2
    assert breaker.lets_through()


def test_a_wish_to_be_left_alone_is_granted(breaker: Breaker, watch: Watch) -> None:
    breaker.failed("rate_limit", retry_after=5)
    assert breaker.state == "open"
    watch.seconds += 5
    assert breaker.lets_through()


@pytest.mark.parametrize("kind", ["refusal", "untrue", "cut_short", "rejected", "unreadable"])
def test_what_a_customer_can_cause_is_not_held_against_it(
    breaker: Breaker, kind: FailureKind
) -> None:
    for _ in range(9):
        breaker.failed(kind)
    assert breaker.state == "closed"


def test_a_trial_that_told_nothing_leaves_room_for_another(breaker: Breaker, watch: Watch) -> None:
    for _ in range(3):
        breaker.failed("server")
    watch.seconds += 31
    assert breaker.lets_through()
    breaker.let_go()
    assert breaker.lets_through()
