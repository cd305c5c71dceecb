"""The demo shop tells delivery, returns, warranty and hours as its profile has them."""

import re
from decimal import Decimal

import pytest

from cauce.core.labels import Language
from cauce.knowledge.business_catalogue import ProductEntry
from cauce.knowledge.business_profile import ShippingRate
from tests.knowledge.demos import (
    LANGUAGES,
    SHOP,
    answer,
    clock,
    money,
    number,
    numbers,
    policy,
    product,
)

# Cities each shop answer is about; the answers that list every city have their own tests.
CITIES_ASKED = {
    "¿Cuánto cuesta y cuánto demora el envío en Ciudad de Panamá?": ["Ciudad de Panamá"],
    "¿Hacen envíos a San Miguelito?": ["San Miguelito"],
    "¿Hacen envíos a David, Chiriquí?": ["David"],
    "¿Hacen envíos a Boquete?": ["Boquete"],
    "¿Hacen envíos a Colón?": ["Colón"],
    "¿Hacen envíos a Chitré y Las Tablas?": ["Chitré", "Las Tablas"],
    "¿Hacen envíos a Santiago de Veraguas?": ["Santiago"],
    "¿Hacen envíos a Arraiján y La Chorrera?": ["Arraiján", "La Chorrera"],
    "¿Hacen envíos a Coronado y Penonomé?": ["Coronado", "Penonomé"],
    "¿Hacen envíos a Bocas del Toro?": ["Bocas del Toro"],
    "¿Llegan a otros lugares del interior del país?": ["*"],
}


def rate(city: str) -> ShippingRate:
    (found,) = [one for one in SHOP.profile.shipping if one.city == city]
    return found


def cities_in(text: str) -> list[str]:
    known = [one.city for one in SHOP.profile.shipping if one.city != "*"]
    rest = ["*"] if "resto del país" in text else []
    return [city for city in known if city in text] + rest


def in_category(*categories: str) -> list[ProductEntry]:
    return [one for one in SHOP.products if one.category in categories]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", CITIES_ASKED)
def test_a_shipping_answer_gives_the_rate_and_days_of_its_cities(
    question: str, language: Language
) -> None:
    text = answer(SHOP, question, language)
    rates = [rate(city) for city in CITIES_ASKED[question]]
    prices = {one.price for one in rates}
    free = {one.free_from for one in rates if one.free_from is not None}
    days = {number(day) for one in rates for day in (str(one.days_min), str(one.days_max))}
    assert money(text) == prices | free
    assert set(numbers(text)) - money(text) == days


def test_the_answer_about_the_cost_of_delivery_lists_every_city_with_its_price() -> None:
    said: dict[str, Decimal] = {}
    for names, price in re.findall(
        r"([^$]+)\$(\d+\.\d\d)", answer(SHOP, "¿Cuánto cuesta el envío?")
    ):
        said |= dict.fromkeys(cities_in(names), Decimal(price))
    assert said == {one.city: one.price for one in SHOP.profile.shipping}


def test_the_answer_about_free_delivery_lists_every_city_with_its_amount() -> None:
    text = answer(SHOP, "¿Desde qué monto el envío es gratis?")
    said: dict[str, Decimal | None] = {}
    for amount, names in re.findall(r"\$(\d+\.\d\d) en ([^;.]+)", text):
        said |= dict.fromkeys(cities_in(names), Decimal(amount))
    said |= dict.fromkeys(cities_in(text.rpartition(" En ")[2]), None)
    assert said == {one.city: one.free_from for one in SHOP.profile.shipping}


def test_the_answer_about_delivery_time_lists_every_city_with_its_days() -> None:
    text = answer(SHOP, "¿Cuánto demora el envío?")
    said: dict[str, tuple[int, int]] = {}
    for names, least, most in re.findall(r"([^;.]+?), (\d) a (\d)", text):
        said |= dict.fromkeys(cities_in(names), (int(least), int(most)))
    assert said == {one.city: (one.days_min, one.days_max) for one in SHOP.profile.shipping}


def test_every_percentage_the_shop_says_is_its_discount_or_the_tax() -> None:
    (volume,) = SHOP.profile.discount_rules
    texts = [one.answer for one in SHOP.faqs] + [one.text for one in SHOP.policies]
    said = {number(one) for text in texts for one in re.findall(r"(\d+) ?%", text)}
    assert said == {volume.percent, Decimal(7)}


def test_the_volume_discount_is_told_as_the_rule_says() -> None:
    (volume,) = SHOP.profile.discount_rules
    told = f"{volume.percent:.0f} % de descuento desde {volume.min_quantity} unidades"
    assert volume.code is None
    assert told in answer(SHOP, "¿Dan descuento por comprar varias unidades?")
    assert told in answer(SHOP, "¿Tienen promociones o códigos de descuento?")


def test_the_return_days_are_the_same_in_answers_policy_and_profile() -> None:
    assert SHOP.profile.returns is not None
    days = f"{SHOP.profile.returns.days} días"
    assert days in answer(SHOP, "¿Cuántos días tengo para devolver un producto?")
    assert days in policy(SHOP, "returns")


def test_damage_and_refund_times_are_the_same_wherever_they_are_told() -> None:
    assert SHOP.profile.returns is not None
    places = [SHOP.profile.returns.conditions, policy(SHOP, "returns")]
    damaged = answer(SHOP, "Mi producto llegó dañado, ¿qué hago?")
    assert all("3 días siguientes a la entrega" in text for text in [*places, damaged])
    cancelled = [answer(SHOP, "¿Puedo cancelar mi pedido?"), policy(SHOP, "cancellation")]
    assert all("5 a 10 días hábiles" in text for text in [*places, *cancelled])
    assert numbers(answer(SHOP, "¿Cuánto demora el reembolso?")) == [5, 10]


def test_the_warranty_told_by_the_shop_is_the_one_of_each_product() -> None:
    assert SHOP.profile.warranty is not None
    general = SHOP.profile.warranty.default_months
    stoves = {one.sku for one in SHOP.products if one.name.startswith("Estufa")}
    splits = {one.sku for one in SHOP.products if "split" in one.name and one.stock is not None}
    large = (
        stoves | splits | {one.sku for one in in_category("Televisores", "Lavado", "Refrigeración")}
    )
    small = {one.sku for one in in_category("Accesorios")}
    for one in SHOP.products:
        told = 24 if one.sku in large else 6 if one.sku in small else general
        told = 3 if one.sku == "SRV-INST-AC" else told
        assert (general if one.warranty_months is None else one.warranty_months) == told, one.sku
    for text in (answer(SHOP, "¿Cuánto dura la garantía?"), policy(SHOP, "warranty")):
        assert numbers(text) == sorted([general, 24, 6, 3])
    assert numbers(answer(SHOP, "¿Qué garantía tienen las laptops?")) == [general]
    assert numbers(answer(SHOP, "¿Qué garantía tienen las neveras y lavadoras?")) == [24]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shop_tells_the_hours_of_its_branches(language: Language) -> None:
    hours = [
        clock(hour)
        for branch in SHOP.profile.branches
        for one in branch.hours
        for hour in (one.opens, one.closes)
    ]
    assert re.findall(r"\d+:\d\d", answer(SHOP, "¿Cuál es su horario?", language)) == hours
    sunday = answer(SHOP, "¿Abren los domingos?", language)
    assert re.findall(r"\d+:\d\d", sunday) == hours[2:4] + hours[6:8]


def test_no_address_is_promised_for_the_payment_link_which_only_the_server_knows() -> None:
    assert "http" not in answer(SHOP, "¿Es seguro pagar por el enlace?")


def test_the_shop_tells_price_and_pipe_of_the_installation_service() -> None:
    service = product(SHOP, "SRV-INST-AC")
    told = answer(SHOP, "¿Instalan los aires acondicionados?")
    assert numbers(told) == sorted([service.price, number(str(service.attributes["pipe_m"]))])


def test_the_guide_to_btu_is_the_one_of_the_air_conditioners() -> None:
    told = answer(SHOP, "¿Cuántos BTU necesito para mi cuarto?")
    pairs = re.findall(r"(\d+,\d+) BTU hasta (\d+) m²", told)
    sold = [one.attributes for one in SHOP.products if "btu" in one.attributes]
    assert {(int(number(btu)), int(area)) for btu, area in pairs} == {
        (one["btu"], one["area_m2"]) for one in sold
    }
