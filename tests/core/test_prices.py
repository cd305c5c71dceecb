"""What messages cost, by the list of the settings: a price nobody wrote down is not nothing."""

import pytest
from pydantic import ValidationError

from cauce.core.prices import Charge, PriceList, price_list
from cauce.settings import Settings

WRITTEN = "USD marketing=0.0625 utility=0.0068 service=0"


@pytest.mark.parametrize(
    ("charge", "micros"),
    [
        (Charge("marketing", "regular", True), 62_500),
        (Charge("utility", None, True), 6_800),
        (Charge("service", None, True), 0),
        (Charge("marketing", "free_entry_point", False), 0),
        (Charge("authentication", "regular", True), None),
        (Charge("a_kind_of_tomorrow", None, True), None),
    ],
)
def test_a_message_costs_what_the_list_says(charge: Charge, micros: int | None) -> None:
    listed = price_list(WRITTEN)
    assert listed.currency == "USD"
    assert listed.micros(charge) == micros


def test_an_empty_list_knows_no_price() -> None:
    assert price_list(" ") == PriceList()
    assert price_list("").micros(Charge("utility", None, True)) is None


@pytest.mark.parametrize("written", ["", WRITTEN, "PAB utility=1"])
def test_a_list_like_these_is_taken(written: str) -> None:
    assert Settings(_env_file=None, message_prices=written).message_prices == written


@pytest.mark.parametrize(
    "written", ["utility=1", "USD utility", "USD utility=-1", "usd a=1", "USD"]
)
def test_a_list_nobody_can_read_stops_the_start(written: str) -> None:
    with pytest.raises(ValidationError):
        Settings(_env_file=None, message_prices=written)
