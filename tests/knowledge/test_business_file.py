"""The business file takes what is right, and names the field of what is wrong."""

import json
import re
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from cauce.knowledge.business_file import BusinessFile, json_schema

REPOSITORY = Path(__file__).parents[2]
DEMOS = ("electro_istmo", "clinica_sonrisa")

SMALL: dict[str, Any] = {
    "profile": {
        "name": "La Esquina",
        "kind": "shop",
        "description": {"es": "Tienda de barrio."},
        "currency": "USD",
        "country": "PA",
        "time_zone": "America/Panama",
        "hours": [{"days": ["mon", "tue"], "opens": "09:00", "closes": "18:00"}],
        "holidays": [{"date": "2026-12-25", "name": "Navidad"}],
        "branches": [{"name": "Centro", "address": "Calle 1", "city": "David"}],
        "contacts": {"phone": "+507 200-0101", "email": "Hola@Esquina.example"},
        "payment_methods": [{"code": "cash", "name": "Efectivo"}],
        "shipping": [{"city": "David", "price": "5.00", "days_min": 1, "days_max": 2}],
        "returns": {"days": 7, "conditions": "Con factura."},
        "warranty": {"default_months": 6, "conditions": "Defectos de fábrica."},
        "discount_rules": [{"name": "Volumen", "percent": "5", "min_quantity": 10}],
    },
    "products": [
        {
            "sku": "A-1",
            "name": "Abanico",
            "category": "Hogar",
            "description": "De mesa.",
            "price": "19.90",
            "stock": 4,
        }
    ],
    "faqs": [{"question": "¿Abren hoy?", "answer": "Sí.", "alternatives": ["están abiertos?"]}],
    "policies": [{"kind": "returns", "title": "Devoluciones", "text": "Siete días."}],
    "team": [{"name": "Ana", "email": "ana@esquina.example", "team": "sales", "languages": ["es"]}],
    "demo": {
        "customers": [{"name": "Luz", "email": "luz@correo.example"}],
        "orders": [
            {
                "number": "PA-1",
                "customer_email": "luz@correo.example",
                "items": [{"sku": "A-1", "quantity": 1}],
                "status": "shipped",
                "placed_days_ago": 2,
                "delivery": {"city": "David", "eta_days": 1},
            }
        ],
    },
}

Place = tuple[str | int, ...]

# Where the small file is spoiled, what is written there, and what the message must name.
WRONG: tuple[tuple[Place, Any, str], ...] = (
    (("profile", "currency"), "DOL", "profile.currency"),
    (("profile", "country"), "QQ", "profile.country"),
    (("profile", "time_zone"), "Panama/City", "profile.time_zone"),
    (("profile", "name"), "  ", "profile.name"),
    (("profile", "name"), "x" * 161, "profile.name"),
    (("profile", "nombre"), "La Esquina", "profile.nombre"),
    (("profile", "description"), {"en": "A shop."}, "description"),
    (("profile", "contacts", "phone"), "200-0101", "profile.contacts.phone"),
    (("profile", "contacts", "phone"), "+507 12", "profile.contacts.phone"),
    (("profile", "contacts", "email"), "hola@esquina", "profile.contacts.email"),
    (("profile", "hours", 0, "closes"), "08:00", "closes"),
    (("profile", "hours", 0, "closes"), "6pm", "profile.hours.0.closes"),
    (("profile", "hours", 0, "opens"), 9, "profile.hours.0.opens"),
    (("profile", "hours", 0, "days"), ["mon", "mon"], "profile.hours.0.days"),
    (("profile", "holidays", 0, "opens"), "09:00", "opens and closes"),
    (("profile", "shipping", 0, "days_max"), 0, "days_max"),
    (("profile", "shipping", 0, "price"), "-5.00", "profile.shipping.0.price"),
    (("profile", "payment_methods", 0, "installments"), 1, "installments"),
    (("profile", "warranty", "default_months"), "6", "profile.warranty.default_months"),
    (("profile", "discount_rules", 0, "percent"), "101", "profile.discount_rules.0.percent"),
    (("profile", "discount_rules", 0, "percent"), "0", "profile.discount_rules.0.percent"),
    (("profile", "discount_rules", 0, "min_quantity"), None, "min_quantity"),
    (("profile", "discount_rules", 0, "product_skus"), ["Z"], "discount_rules[0].product_skus"),
    (("profile", "discount_rules", 0, "categories"), ["Z"], "discount_rules[0].categories"),
    (("products", 0, "price"), "1,299.00", "products.0.price"),
    (("products", 0, "price"), "$19.90", "products.0.price"),
    (("products", 0, "price"), 19.905, "products.0.price"),
    (("products", 0, "price"), True, "products.0.price"),
    (("products", 0, "stock"), -1, "products.0.stock"),
    (("products", 0, "stock"), 2.5, "products.0.stock"),
    (("products", 0, "sku"), "A 1", "products.0.sku"),
    (("products", 0, "duration_minutes"), 30, "duration_minutes"),
    (("products", 0, "attributes"), {"RAM": 16}, "products.0.attributes"),
    (("products", 0, "attributes"), {"ram_gb": [16]}, "products.0.attributes"),
    (("products", 0, "link"), "esquina.example/a1", "products.0.link"),
    (("faqs", 0, "alternatives"), ["¿abren  HOY?"], "alternatives"),
    (("faqs", 0, "translations"), {"es": {"question": "¿?", "answer": "Sí."}}, "translations"),
    (("faqs", 0, "topic"), "envíos", "faqs.0.topic"),
    (("faqs", 0, "answer"), "x" * 2_001, "faqs.0.answer"),
    (("team", 0, "languages"), [], "team.0.languages"),
    (("demo", "orders", 0, "customer_email"), "otra@correo.example", "customer_email"),
    (("demo", "orders", 0, "items", 0, "sku"), "Z", "demo.orders[0].items"),
    (("demo", "orders", 0, "items", 0, "quantity"), 0, "demo.orders.0.items.0.quantity"),
    (("demo", "orders", 0, "status"), "delivered", "eta_days"),
)

# Lists in which the same entry twice is a contradiction, and what the message must name.
TWICE: tuple[tuple[Place, str], ...] = (
    (("profile", "hours"), "profile.hours"),
    (("profile", "holidays"), "profile.holidays"),
    (("profile", "branches"), "profile.branches"),
    (("profile", "payment_methods"), "profile.payment_methods"),
    (("profile", "shipping"), "profile.shipping"),
    (("products",), "products: the sku 'A-1'"),
    (("faqs",), "faqs: '¿Abren hoy?'"),
    (("policies",), "policies: there are two of kind 'returns'"),
    (("team",), "team: the email 'ana@esquina.example'"),
    (("demo", "customers"), "customers: the email"),
    (("demo", "orders"), "orders: the number"),
)


def read(document: dict[str, Any]) -> BusinessFile:
    return BusinessFile.model_validate_json(json.dumps(document))


def at(document: Any, place: Place) -> Any:
    for step in place:
        document = document[step]
    return document


def with_value(place: Place, value: Any) -> dict[str, Any]:
    document = deepcopy(SMALL)
    at(document, place[:-1])[place[-1]] = value
    return document


def complaints(document: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as refused:
        read(document)
    return "\n".join(
        f"{'.'.join(str(step) for step in one['loc'])}: {one['msg']}"
        for one in refused.value.errors()
    )


def test_the_small_file_is_accepted() -> None:
    file = read(SMALL)
    assert file.profile.contacts.phone == "+5072000101"
    assert file.profile.contacts.email == "hola@esquina.example"
    assert file.products[0].price == Decimal("19.90")
    assert file.products[0].low_stock_level == 3


@pytest.mark.parametrize(("place", "value", "named"), WRONG)
def test_a_wrong_value_is_refused_and_the_message_names_the_field(
    place: Place, value: Any, named: str
) -> None:
    assert named in complaints(with_value(place, value))


@pytest.mark.parametrize(("place", "named"), TWICE)
def test_an_entry_written_twice_is_refused_and_the_message_names_the_list(
    place: Place, named: str
) -> None:
    document = deepcopy(SMALL)
    entries = at(document, place)
    entries.append(deepcopy(entries[0]))
    assert named in complaints(document)


def test_a_discount_code_written_twice_is_refused() -> None:
    rules = [{"name": name, "percent": 5, "code": "HOLA"} for name in ("Uno", "Dos")]
    assert "'HOLA'" in complaints(with_value(("profile", "discount_rules"), rules))


def test_a_discount_that_ends_before_it_starts_is_refused() -> None:
    rule = {"name": "Uno", "percent": 5, "code": "HOLA"}
    dates = {"valid_from": "2026-12-31", "valid_to": "2026-12-01"}
    document = with_value(("profile", "discount_rules"), [{**rule, **dates}])
    assert "valid_to must not be before valid_from" in complaints(document)


def test_a_holiday_that_closes_before_it_opens_is_refused() -> None:
    holiday = {"date": "2026-12-24", "name": "Nochebuena", "opens": "15:00", "closes": "09:00"}
    document = with_value(("profile", "holidays"), [holiday])
    assert "closes must be later than opens" in complaints(document)


def test_hours_before_and_after_lunch_are_accepted() -> None:
    hours = [
        {"days": ["mon"], "opens": "14:00", "closes": "18:00"},
        {"days": ["mon"], "opens": "08:00", "closes": "14:00"},
    ]
    assert len(read(with_value(("profile", "hours"), hours)).profile.hours) == 2


def test_overlapping_hours_of_a_branch_are_refused() -> None:
    hours = [
        {"days": ["mon", "tue"], "opens": "08:00", "closes": "14:00"},
        {"days": ["tue"], "opens": "13:59", "closes": "18:00"},
    ]
    document = with_value(("profile", "branches", 0, "hours"), hours)
    assert "profile.branches.0.hours" in complaints(document)


def test_a_sku_that_differs_only_in_capitals_is_the_same_sku() -> None:
    document = deepcopy(SMALL)
    document["products"].append({**document["products"][0], "sku": "a-1"})
    assert "products: the sku 'a-1' is written twice" in complaints(document)


def test_a_question_that_another_entry_already_answers_is_refused() -> None:
    document = deepcopy(SMALL)
    document["faqs"].append({"question": "¿Estan abiertos?", "answer": "No."})
    document["faqs"].append({"question": "Están abiertos?", "answer": "No."})
    assert "faqs: 'Están abiertos?'" in complaints(document)


def test_cents_are_refused_in_a_currency_without_cents() -> None:
    document = with_value(("profile", "currency"), "CLP")
    document["profile"]["shipping"][0]["price"] = "5.50"
    told = complaints(document)
    assert "products[0].price: 19.90 has more decimals than CLP has" in told
    assert "profile.shipping[0].price: 5.50 has more decimals than CLP has" in told


def test_several_contradictions_are_told_at_once() -> None:
    document = with_value(("profile", "discount_rules", 0, "product_skus"), ["Z"])
    document["demo"]["orders"][0]["items"][0]["sku"] = "Y"
    told = complaints(document)
    assert "'Z'" in told
    assert "'Y'" in told


@pytest.mark.parametrize("price", ["899", "899.0", "899.00", 899, 899.0])
def test_a_price_may_be_text_or_a_number(price: str | float) -> None:
    file = read(with_value(("products", 0, "price"), price))
    assert file.products[0].price == Decimal(899)


def test_a_price_written_as_a_number_keeps_its_cents_exactly() -> None:
    assert read(with_value(("products", 0, "price"), 1049.1)).products[0].price == Decimal("1049.1")


def test_attributes_keep_their_kinds() -> None:
    written = {"brand": "Dell", "ram_gb": 16, "screen_in": 15.6, "smart": True, "channels": "2.1"}
    read_back = read(with_value(("products", 0, "attributes"), written)).products[0].attributes
    assert {name: (type(value), value) for name, value in read_back.items()} == {
        name: (type(value), value) for name, value in written.items()
    }


@pytest.mark.parametrize("demo", DEMOS)
def test_a_demo_business_survives_being_written_and_read_again(demo: str) -> None:
    path = REPOSITORY / "cauce" / "demo" / f"{demo}.json"
    file = BusinessFile.model_validate_json(path.read_bytes())
    again = BusinessFile.model_validate_json(file.model_dump_json(by_alias=True))
    assert again == file


def test_the_json_schema_is_valid_and_accepts_the_small_file_and_both_demos() -> None:
    schema = json_schema()
    Draft202012Validator.check_schema(schema)
    checker = Draft202012Validator(schema)
    documents = [SMALL] + [
        json.loads((REPOSITORY / "cauce" / "demo" / f"{demo}.json").read_text("utf-8"))
        for demo in DEMOS
    ]
    assert [error.message for one in documents for error in checker.iter_errors(one)] == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("products", 0, "price"), "$19.90"),
        (("products", 0, "stock"), -1),
        (("products", 0, "colour"), "rojo"),
        (("profile", "hours", 0, "opens"), "9am"),
    ],
)
def test_the_json_schema_refuses_what_can_be_seen_without_us(place: Place, value: Any) -> None:
    assert not Draft202012Validator(json_schema()).is_valid(with_value(place, value))


def test_the_published_schema_is_the_one_of_the_code() -> None:
    published = (REPOSITORY / "docs" / "business-file.schema.json").read_text("utf-8")
    assert json.loads(published) == json_schema(), (
        "docs/business-file.schema.json is out of date: write json_schema() there"
    )


def test_the_example_of_the_guide_is_a_valid_business_file() -> None:
    guide = (REPOSITORY / "docs" / "business-file.md").read_text("utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", guide, flags=re.DOTALL)
    assert BusinessFile.model_validate_json(example).products[0].sku == "TAL-650"
