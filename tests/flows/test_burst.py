"""A whole thought is answered at once, a fragment waits, and nobody waits longer than the limit."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.flows.reception.burst import burst_wait, unfinished

NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
LONGEST = 2.0
LATEST = NOW + timedelta(seconds=LONGEST)

WHOLE = [
    "¿Tienen laptops?",
    "tienen iphone 13",
    "precio?",
    "sí",
    "no",
    "Dell",
    "2",
    "gracias",
    "cuánto es",
    "creo que no",
    "la de 620",
    "hola, tienen nevera de 14 pies?",
    "I want the blue one",
    "how much is shipping to Colón",
    "ok",
    "quanto custa o frete",
    "quero levar a câmera",
    "👍",
]
FRAGMENTS = [
    "hola",
    "Hola!",
    "buenas tardes",
    "hola, tengo una consulta",
    "quería",
    "hola quisiera",
    "busco una laptop para",
    "tienen en azul y",
    "quiero la nevera,",
    "es que...",
    "hi there",
    "I would like",
    "do you have the",
    "it broke because",
    "oi, tudo bem?",
    "bom dia, gostaria",
    "quero uma câmera com",
]


@pytest.mark.parametrize("text", WHOLE)
def test_a_whole_thought_is_answered_at_once(text: str) -> None:
    assert burst_wait([text], NOW, None, NOW, LONGEST) is None


@pytest.mark.parametrize("text", FRAGMENTS)
def test_a_fragment_waits_for_the_rest(text: str) -> None:
    assert burst_wait([text], NOW, None, NOW, LONGEST) == LATEST


def test_a_greeting_followed_by_a_question_does_not_wait() -> None:
    assert burst_wait(["hola", "tienen laptops"], NOW, None, NOW, LONGEST) is None


def test_somebody_who_is_typing_is_waited_for() -> None:
    soon = NOW + timedelta(seconds=1)
    assert burst_wait(["tienen laptops?"], NOW, soon, NOW, LONGEST) == soon


def test_typing_that_ended_is_not_waited_for() -> None:
    assert burst_wait(["tienen laptops?"], NOW, NOW, NOW, LONGEST) is None


@given(
    texts=st.lists(st.text(max_size=60), max_size=4),
    waited=st.floats(0, 10),
    typing=st.none() | st.floats(-5, 30),
    longest=st.floats(0, 30),
)
def test_nobody_waits_longer_than_the_limit(
    texts: list[str], waited: float, typing: float | None, longest: float
) -> None:
    now = NOW + timedelta(seconds=waited)
    typing_until = None if typing is None else now + timedelta(seconds=typing)
    until = burst_wait(texts, NOW, typing_until, now, longest)
    assert until is None or now < until <= NOW + timedelta(seconds=longest)


@given(st.lists(st.text(max_size=200), max_size=5))
def test_any_text_has_an_answer(texts: list[str]) -> None:
    assert unfinished(texts) in (True, False)
