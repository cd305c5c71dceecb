"""The arithmetic of the figures, on numbers small enough to check by hand."""

import pytest

from cauce.ai.evaluate.metrics import (
    Outcome,
    SetTally,
    calibration_error,
    class_figures,
    macro_f1,
    percentile,
)
from cauce.ai.evaluate.saying import appears, appears_verbatim


def outcome(gold: str, predicted: str, confidence: float | None = None) -> Outcome:
    return Outcome("x", "es", (gold,), predicted, confidence)


def test_precision_and_recall_per_class() -> None:
    figures = class_figures([outcome("a", "a"), outcome("a", "b"), outcome("b", "b")])
    assert (figures["a"].precision, figures["a"].recall) == (1.0, 0.5)
    assert (figures["b"].precision, figures["b"].recall) == (0.5, 1.0)


def test_macro_f1_is_over_the_classes_of_the_gold_file() -> None:
    assert macro_f1([outcome("a", "a"), outcome("a", "c")]) == pytest.approx(2 / 3)


def test_full_confidence_that_is_half_right_is_half_wrong() -> None:
    assert calibration_error([outcome("a", "a", 1.0), outcome("a", "b", 1.0)]) == 0.5
    assert calibration_error([outcome("a", "a")]) is None


def test_percentiles_of_few_values() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile([], 0.5) == 0.0


def test_nothing_wanted_and_nothing_said_is_perfect() -> None:
    tally = SetTally()
    tally.add(frozenset(), frozenset())
    assert tally.micro_f1 == 1.0


@pytest.mark.parametrize(
    ("phrase", "reply", "there"),
    [
        ("1200", "cuesta $1,200.00", True),
        ("1.200", "son 1200 pesos", True),
        ("12", "son 1.200 pesos", False),
        ("200", "son 1.200 pesos", False),
        ("$45", "vale $45.00", True),
        ("10%", "un 10 % menos", True),
        ("10%", "un 110% más", False),
        ("si", "así es", False),
        ("si", "Sí, claro", True),
        ("envio", "El ENVÍO sale mañana", True),
        ("dell", "la Dell Inspiron", True),
        ("", "hola", False),
    ],
)
def test_what_a_reply_says_by_value_and_by_word(phrase: str, reply: str, there: bool) -> None:
    assert appears(phrase, reply) is there


def test_forbidden_words_keep_their_accents() -> None:
    assert appears_verbatim("ENVÍO", "el envío")
    assert not appears_verbatim("envío", "el envio")
