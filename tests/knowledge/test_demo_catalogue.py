"""The demo shop and clinic sell enough, and their products are described without contradiction."""

import re
from pathlib import Path

from cauce.knowledge.business_catalogue import ProductEntry
from cauce.knowledge.business_file import BusinessFile

FOLDER = Path(__file__).parents[2] / "cauce" / "demo"
SHOP = BusinessFile.model_validate_json((FOLDER / "electro_istmo.json").read_bytes())
CLINIC = BusinessFile.model_validate_json((FOLDER / "clinica_sonrisa.json").read_bytes())


def in_category(category: str) -> list[ProductEntry]:
    return [one for one in SHOP.products if one.category == category]


def test_the_shop_and_the_clinic_are_big_enough_to_be_convincing() -> None:
    assert (len(SHOP.products), len(SHOP.faqs), len(SHOP.team)) == (60, 60, 5)
    assert SHOP.demo is not None
    assert (len(SHOP.demo.customers), len(SHOP.demo.orders)) == (6, 8)
    assert len(CLINIC.faqs) >= 30
    assert all(one.stock is None and one.duration_minutes for one in CLINIC.products)


def test_two_laptops_for_web_programming_fit_in_1200_dollars_and_one_is_a_dell() -> None:
    fitting = [
        one
        for one in in_category("Laptops")
        if one.price <= 1200 and one.stock and "programación web" in one.uses
    ]
    assert len(fitting) >= 2
    assert any(one.attributes["brand"] == "Dell" for one in fitting)


def test_some_products_are_sold_out_and_some_nearly() -> None:
    assert len([one for one in SHOP.products if one.stock == 0]) >= 3
    assert len([one for one in SHOP.products if one.stock in (1, 2)]) >= 3


def test_the_features_of_a_laptop_repeat_its_attributes() -> None:
    for one in in_category("Laptops"):
        features = " · ".join(one.features)
        gigabytes = one.attributes["storage_gb"]
        disk = "1 TB SSD" if gigabytes == 1000 else f"{gigabytes} GB SSD"
        assert f"{one.attributes['ram_gb']} GB de RAM" in features, one.sku
        assert disk in features, one.sku
        assert f'{one.attributes["screen_in"]:g}"' in features, one.sku
        assert str(one.attributes["cpu"]) in features, one.sku
        assert str(one.attributes["brand"]) in one.name, one.sku


def test_what_needs_220_volts_is_what_the_answer_says() -> None:
    needing = {
        one.name.split()[0] for one in SHOP.products if one.attributes.get("voltage_v") == 220
    }
    assert needing == {"Aire", "Secadora"}


def test_no_demo_order_asks_for_more_money_than_a_person_must_approve() -> None:
    assert SHOP.demo is not None
    assert SHOP.profile.escalation is not None
    prices = {one.sku: one.price for one in SHOP.products}
    totals = [
        sum(prices[item.sku] * item.quantity for item in order.items) for order in SHOP.demo.orders
    ]
    assert max(totals) < SHOP.profile.escalation.high_value


def test_demo_deliveries_go_to_cities_with_a_rate() -> None:
    assert SHOP.demo is not None
    cities = {one.city for one in SHOP.profile.shipping}
    deliveries = [order.delivery for order in SHOP.demo.orders if order.delivery]
    assert {one.city for one in deliveries} <= cities


def test_nothing_in_the_demos_can_reach_a_real_person() -> None:
    for name in ("electro_istmo", "clinica_sonrisa"):
        text = (FOLDER / f"{name}.json").read_text("utf-8")
        hosts = re.findall(r"https?://([^/\"\s]+)|[\w.]+@([\w.]+\.\w+)", text)
        found = {link or mail for link, mail in hosts}
        assert found
        assert {host for host in found if not host.endswith(".example")} == set()
