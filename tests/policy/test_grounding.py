"""A true text passes; a text with one figure wrong is caught, in three languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cauce.core.business import (
    DiscountRule,
    Faq,
    Holiday,
    PaymentMethod,
    Product,
    Profile,
    ShippingRate,
)
from cauce.core.dialogue import OrderDraft, OrderLine, OrderView, ReservedOrder
from cauce.core.money import Money
from cauce.policy.grounding import Backing, backing_of, unsupported


def _usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


DELL = Product(
    "p1",
    "LAP-1",
    'Laptop Dell 15 de 15.6"',
    "Laptops",
    _usd("849"),
    8,
    warranty_months=24,
    features=("16 GB de RAM", "Hasta 12 horas de batería"),
    names={"en": "Dell 15 laptop"},
)
HP = Product("p2", "LAP-2", "Laptop HP Plus", "Laptops", _usd("1099"), 2)
GONE = Product("p3", "LAP-3", "Laptop XPS", "Laptops", _usd("2299"), 0)
PROFILE = Profile(
    name="Tienda", kind="shop", language="es", currency="USD", country="PA",
    time_zone="America/Panama",
    contacts={"phone": "+507 200-0101", "email": "hola@tienda.example",
              "website": "https://tienda.example"},
    payment_methods=(PaymentMethod("card", "Tarjeta", instalments=12),),
    shipping=(
        ShippingRate("David", _usd("12"), 2, 4, _usd("300")),
        ShippingRate("Colón", _usd("9"), 2, 3),
        ShippingRate("*", _usd("15"), 3, 6),
    ),
    holidays=(Holiday(date(2026, 12, 25), "Navidad"),),
    returns_days=15, warranty_months=12,
    discount_rules=(DiscountRule("Volumen", Decimal(5), min_quantity=10),
                    DiscountRule("Verano", Decimal(10), code="VERANO10")),
)  # fmt: skip
FAQ = Faq("f1", "¿?", "La instalación cuesta $120 y demora 3 horas.", "es")
ORDER = OrderView(
    "PA-1042", "shipped", datetime(2026, 11, 20, tzinfo=UTC), _usd("561"),
    tracking="EI-880042", eta=datetime(2026, 11, 24, 16, tzinfo=UTC),
)  # fmt: skip
DRAFT = OrderDraft((OrderLine("LAP-1", 2),), "ship", "Colón", _usd("9"), _usd("1707"))
BACKING = backing_of(
    profile=PROFILE, products=(DELL, HP, GONE), faqs=(FAQ,), orders=(ORDER,), order_draft=DRAFT,
    reserved=ReservedOrder("ord_1", "T-77", "https://pay.example/abc"),
)  # fmt: skip
PLAIN = backing_of(profile=PROFILE, products=(DELL, HP, GONE), faqs=(FAQ,), orders=(ORDER,))

TRUE = (
    'Laptop Dell 15 de 15.6": $849, 8 disponibles. 16 GB de RAM, Hasta 12 horas de batería.',
    "Dell 15 laptop: $849.00, 8 in stock, with a 24-month warranty.",
    "Laptop HP Plus custa $1.099,00, últimas 2 unidades.",
    "Laptop HP Plus: solo quedan dos.",
    "Laptop XPS está agotada.",
    "El envío a David cuesta $12 y demora 2 a 4 días hábiles. Es gratis desde $300.",
    "Delivery to Colón costs 9 dollars and takes 2-3 working days.",
    "O frete para o resto do país custa US$ 15 (3 a 6 dias úteis).",
    "Tienes 15 días para devoluciones. Hasta 12 cuotas sin intereses.",
    "5 % de descuento desde 10 unidades del mismo producto. Con el código VERANO10, 10 %.",
    "Tu pedido PA-1042 llega el 24 de noviembre, guía EI-880042.",
    "Your order PA-1042 arrives on November 24.",
    "Escríbenos a hola@tienda.example o al +507 200-0101. https://tienda.example",
    "El 25 de diciembre no abrimos.",
    "La instalación cuesta $120 y demora 3 horas.",
)
FALSE = (
    ('Laptop Dell 15 de 15.6": $848, 8 disponibles.', "848"),
    ('Laptop Dell 15 de 15.6": $1,099.', "1,099"),
    ('Laptop Dell 15 de 15.6": $849, 7 disponibles.', "7"),
    ("Laptop HP Plus: solo queda 1.", "1"),
    ("Hurry, only 3 left!", "3"),
    ("Laptop XPS está disponible.", "disponible"),
    ("El envío a David cuesta $9.", "9"),
    ("El envío a David demora 2 a 3 días hábiles.", "2 a 3"),
    ("Delivery to Colón is free.", "free"),
    ("Entrega em Colón em 24 horas.", "24"),
    ("Te hago un 15 % de descuento.", "15"),
    ("Use o código VERANO20.", "VERANO20"),
    ("You have 30 days to return it.", "30"),
    ("Hasta 18 cuotas sin intereses.", "18"),
    ("Dell 15 laptop has a 36-month warranty.", "36"),
    ("Tu pedido PA-1042 llega el 25 de noviembre.", "25 de noviembre"),
    ("Tu pedido PA-1043 va en camino.", "PA-1043"),
    ("Paga aquí: https://pay.example/otro", "otro"),
    ("Escríbenos a ventas@tienda.example.", "ventas"),
    ("Llámanos al +507 200-0199.", "0199"),
    ("Abrimos a las 7:30.", "7:30"),
    ("Laptop HP Plus cuesta 1.099 euros.", "euros"),
    ("La instalación cuesta $1", "1"),
    ("Laptop HP Plus: quedan 10.", "10"),
    ("Quedan 10 unidades de la Laptop HP Plus.", "10"),
)


@pytest.mark.parametrize("text", TRUE)
def test_what_the_records_say_may_be_said(text: str) -> None:
    assert not [str(one.why) for one in unsupported(text, PLAIN)]


@pytest.mark.parametrize(("text", "part"), FALSE)
def test_a_price_that_is_not_in_the_catalogue_is_stopped(text: str, part: str) -> None:
    found = unsupported(text, PLAIN)
    assert any(part.casefold() in one.said.casefold() for one in found), (text, found)


def test_an_order_backs_its_own_figures_and_link_only() -> None:
    text = "2 × Laptop Dell 15: $1,698. Envío a Colón: $9. Total: $1,707."
    assert not unsupported(text, BACKING)
    assert not unsupported("Pedido T-77, paga aquí: https://pay.example/abc", BACKING)
    assert unsupported("Total: $1,706.", BACKING)
    assert unsupported("Pedido T-78, paga aquí: https://pay.example/abd", BACKING)


def test_without_rows_no_figure_may_be_said() -> None:
    assert unsupported("Cuesta $10 y quedan 3.", Backing())
    assert not unsupported("Con gusto te ayudo, ¿qué buscas?", Backing())
