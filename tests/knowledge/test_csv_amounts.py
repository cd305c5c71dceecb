"""Amounts as people type them: read right, or refused; never a thousand times wrong."""

import pytest

from cauce.knowledge.csv_amounts import amount, count, decimal_mark, stock


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1299", "1299"),
        ("1299.00", "1299.00"),
        ("1299,5", "1299.5"),
        ("1.299,00", "1299.00"),
        ("1,299.00", "1299.00"),
        ("$ 1,299.00", "1299.00"),
        ("B/.5.50", "5.50"),
        ("R$ 2.599,90", "2599.90"),
        ("USD 20", "20"),
        ("20 USD", "20"),
        ("1 299,00 €", "1299.00"),
        ("1.250.000", "1250000"),
        ("1,250,000.5", "1250000.5"),
    ],
)
def test_an_amount_that_can_be_read_one_way_is_read(cell: str, value: str) -> None:
    assert amount(cell, None) == value


@pytest.mark.parametrize("cell", ["1.299", "1,299"])
def test_a_lone_mark_before_three_digits_is_not_guessed(cell: str) -> None:
    with pytest.raises(ValueError, match=r"can be read as 1299 or as 1\.299"):
        amount(cell, None)


def test_the_other_rows_settle_what_a_mark_means() -> None:
    assert decimal_mark(["5,90", "1.299", "12"]) == ","
    assert amount("1.299", ",") == "1299"
    assert decimal_mark(["5.90", "1,299"]) == "."
    assert amount("1,299", ".") == "1299"


def test_a_file_that_writes_cents_both_ways_settles_nothing() -> None:
    assert decimal_mark(["5.90", "5,90"]) is None


@pytest.mark.parametrize(
    "cell",
    ["", "gratis", "-5", "1.2.3,4,5", "1,29,9", "5.999,1.2", "1e5", "NaN", "∞", "12.345,678", "٣"],
)
def test_what_is_not_an_amount_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        amount(cell, None)


def test_an_absurd_amount_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        amount("9" * 13, None)


def test_stock_is_a_number_or_the_word_service() -> None:
    assert stock("12") == 12
    assert stock("12,0") == 12
    assert stock("Servicio") is None
    with pytest.raises(ValueError, match="or the word service"):
        stock("muchos")


def test_a_count_has_no_fraction_and_no_sign() -> None:
    assert count("3") == 3
    for cell in ("3.5", "-1", "tres"):
        with pytest.raises(ValueError, match="whole number"):
            count(cell)
