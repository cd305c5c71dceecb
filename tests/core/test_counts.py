"""Lots and numbers people write out, read as how many they are."""

import pytest

from cauce.core.counts import counts_in, lot_at
from cauce.core.numerals import value_of


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("media docena", 6),
        ("half a dozen", 6),
        ("half dozen", 6),
        ("meia duzia", 6),
        ("una docena", 12),
        ("docena", 12),
        ("2 docenas", 24),
        ("dos docenas", 24),
        ("un par", 2),
        ("a couple", 2),
        ("una decena", 10),
        ("uma dezena", 10),
        ("un ciento", 100),
        ("medio ciento", 50),
    ],
)
def test_a_lot_is_read_as_how_many_it_is(text: str, count: int) -> None:
    words = text.split()
    assert lot_at(words, 0) == (count, len(words) - 1)


@pytest.mark.parametrize("text", ["media nevera", "ciento veinte", "half price", "un mouse", "mil"])
def test_what_is_no_lot_counts_nothing(text: str) -> None:
    assert lot_at(text.split(), 0) is None


def test_numbers_and_lots_of_one_text_are_each_found_once() -> None:
    words = ["tres", "licuadoras", "y", "media", "docena", "de", "mouse"]
    assert counts_in(words) == [(3, 0, 0), (6, 3, 4)]


@pytest.mark.parametrize(
    ("spelled", "figure"),
    [
        ("veinte", 20),
        ("veinticinco", 25),
        ("treinta y cinco", 35),
        ("ciento veinte", 120),
        ("two hundred and five", 205),
        ("dos mil quinientos", 2500),
        ("mil", 1000),
        ("vinte e dois", 22),
    ],
)
def test_number_words_mean_their_figure(spelled: str, figure: int) -> None:
    assert value_of(spelled) == figure
