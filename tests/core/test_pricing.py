"""An order costs what the catalogue, the discount rules and the delivery list say."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cauce.core.business import DiscountRule, Product, Profile, ShippingRate
from cauce.core.dialogue import OrderLine
from cauce.core.money import Money
from cauce.core.pricing import Pricing, price_order, rate_for


def _usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


MOUSE = Product("p1", "MOUSE", "Mouse", "Accesorios", _usd("14.99"), 40)
TV = Product("p2", "TV", "Televisor", "Televisores", _usd("449"), 7)
FITTING = Product("p3", "FIT", "Instalación", "Servicios", _usd("120"), None)
PRODUCTS = {one.sku: one for one in (MOUSE, TV, FITTING)}
DAVID = ShippingRate("David", _usd("12"), 2, 4, _usd("300"))
SHOP = Profile(
    name="Tienda",
    kind="shop",
    language="es",
    currency="USD",
    country="PA",
    time_zone="America/Panama",
    shipping=(DAVID, ShippingRate("*", _usd("15"), 3, 6)),
    discount_rules=(DiscountRule("Volumen", Decimal(5), min_quantity=10),),
)
DAY = date(2026, 11, 23)


def _price(*lines: OrderLine, profile: Profile = SHOP, **parts: Any) -> Pricing:
    given: dict[str, Any] = {"delivery": "ship", "city": "David", "day": DAY, **parts}
    return price_order(lines, PRODUCTS, profile, **given)


def test_delivery_is_added_below_the_free_amount_and_not_from_it() -> None:
    assert _price(OrderLine("MOUSE")).total == _usd("26.99")
    assert _price(OrderLine("TV")).total == _usd("449")


@pytest.mark.parametrize("city", ["Bogotá", "Medellín", "Miami", "São Paulo", "San José"])
def test_the_rest_of_the_country_is_not_the_rest_of_the_world(city: str) -> None:
    assert rate_for(SHOP, city) is None


@pytest.mark.parametrize("city", ["Volcán", "Quebrada Honda", "San Francisco"])
def test_the_rest_of_the_country_has_its_rate(city: str) -> None:
    rate = rate_for(SHOP, city)
    assert rate is not None
    assert rate.price == _usd("15")


def test_a_town_the_business_listed_has_its_rate_wherever_it_is() -> None:
    shop = replace(SHOP, shipping=(*SHOP.shipping, ShippingRate("Miami", _usd("60"), 5, 9)))
    rate = rate_for(shop, "miami")
    assert rate is not None
    assert rate.price == _usd("60")


def test_the_volume_discount_needs_the_units_of_one_product() -> None:
    assert _price(OrderLine("MOUSE", 9)).rule is None
    ten = _price(OrderLine("MOUSE", 10))
    assert (ten.discount, ten.total) == (_usd("7.50"), _usd("154.40"))
    assert _price(OrderLine("MOUSE", 9), OrderLine("TV")).rule is None


def test_a_code_must_be_typed_and_valid_on_the_day() -> None:
    rule = DiscountRule(
        "Verano", Decimal(10), code="VERANO", valid_from=DAY, valid_to=date(2026, 11, 30)
    )
    shop = replace(SHOP, discount_rules=(rule,))
    assert _price(OrderLine("TV"), profile=shop).rule is None
    assert _price(OrderLine("TV"), profile=shop, code="verano").discount == _usd("44.90")
    late = _price(OrderLine("TV"), profile=shop, code="VERANO", day=date(2026, 12, 1))
    assert late.rule is None


def test_discounts_never_add_up() -> None:
    both = (
        DiscountRule("A", Decimal(5), skus=("TV",)),
        DiscountRule("B", Decimal(8), skus=("TV",)),
    )
    assert _price(OrderLine("TV"), profile=replace(SHOP, discount_rules=both)).discount == _usd(
        "35.92"
    )


def test_a_discount_of_a_category_leaves_other_products_alone() -> None:
    rule = DiscountRule("Audio", Decimal(50), categories=("accesorios",))
    priced = _price(
        OrderLine("MOUSE"), OrderLine("TV"), profile=replace(SHOP, discount_rules=(rule,))
    )
    assert priced.discount == _usd("7.50") or priced.discount == _usd("7.49")


def test_services_go_nowhere_and_pick_up_is_free() -> None:
    assert _price(OrderLine("FIT")).shipping == _usd("0")
    assert _price(OrderLine("MOUSE"), delivery="pickup", city=None).total == _usd("14.99")


@pytest.mark.parametrize("city", ["david", "DAVID", "Dávid"])
def test_a_city_is_known_however_it_is_spelt(city: str) -> None:
    assert rate_for(SHOP, city) == DAVID


def test_an_unlisted_city_has_the_rate_of_the_rest_of_the_country_if_there_is_one() -> None:
    rest = rate_for(SHOP, "Metetí")
    assert rest is not None
    assert rest.price == _usd("15")
    assert rate_for(replace(SHOP, shipping=(DAVID,)), "Metetí") is None
