"""One telephone however its country writes it, and never two telephones taken for one."""

import pytest

from cauce.core.phones import canonical, spellings, variants


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("+55 11 98765-4321", "551187654321"),
        ("+52 55 1234 5678", "5215512345678"),
        ("+54 9 11 2345-6789", "541123456789"),
        ("+507 6000-0001", "50760000001"),
    ],
)
def test_all_ways_of_writing_a_number_are_one(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)
    assert set(variants(one)) == set(variants(other))
    assert canonical(other) in variants(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # A fixed line in São Paulo has no ninth digit to lose.
        ("+55 11 3456-7890", "+55 11 93456-7890"),
        # A 9 in another country is a digit like any other.
        ("+507 9600-0001", "+507 600-0001"),
        ("+1 212 555 0100", "+52 1 212 555 0100"),
        ("+54 9 11 2345 6789", "+54 9 11 2345 6780"),
    ],
)
def test_other_numbers_stay_others(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)
    assert not set(variants(one)) & set(variants(other))


def test_a_number_that_is_spelled_one_way_has_one_form() -> None:
    assert variants("50760000001") == ("+50760000001",)


def test_the_first_form_is_the_one_all_share() -> None:
    assert variants("5215512345678") == ("+525512345678", "+5215512345678")
    assert variants("551187654321")[0] == "+5511987654321"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("5511987654321", "551187654321"),
        ("11987654321", "551187654321"),
        ("1187654321", "5511987654321"),
        ("525512345678", "5215512345678"),
        ("541123456789", "5491123456789"),
    ],
)
def test_who_types_a_number_finds_it_however_it_is_stored(typed: str, stored: str) -> None:
    assert any(spelled in stored for spelled in spellings(typed))
