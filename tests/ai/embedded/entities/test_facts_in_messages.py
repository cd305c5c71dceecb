"""Facts found in messages, in the customer's own words."""

from decimal import Decimal

import pytest

from cauce.ai.embedded.entities.finding import find_entities
from cauce.ai.embedded.sight import look
from cauce.core.reading import Entities


def facts(text: str) -> Entities:
    sight = look(text)
    return find_entities(sight.wording, sight.hits, ())


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("mi presupuesto es $500K", "500000", None),
        ("tengo máximo 300 mil pesos", "300000", None),
        ("hasta $1.200", "1200", None),
        ("my budget is 1,200.50 dollars", "1200.50", "USD"),
        ("mi tope son 2 millones de pesos colombianos", "2000000", "COP"),
        ("cuento con 1500 dólares", "1500", "USD"),
        ("tenho até R$ 900", "900", "BRL"),
        ("presupuesto de quinientos dólares", "500", "USD"),
        ("no más de 60 soles", "60", "PEN"),
    ],
)
def test_what_a_customer_can_spend_is_their_budget(
    text: str, amount: str, currency: str | None
) -> None:
    budget = facts(text).budget
    assert budget is not None
    assert (budget.amount, budget.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    "text",
    [
        "me cobraron 80 dólares dos veces",
        "en otra tienda cuesta 450 dólares",
        "compré un televisor de 55 pulgadas",
        "gana 500 dólares diarios desde tu casa",
        "mi pedido 88213 no llega",
    ],
)
def test_other_amounts_are_not_a_budget(text: str) -> None:
    assert facts(text).budget is None


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("necesito 10 laptops", 10),
        ("quiero media docena de empanadas", 6),
        ("dame dos pizzas", 2),
        ("quero uma dúzia de brigadeiros", 12),
        ("i need three chairs", 3),
        ("mándame 1.500 bolsas", 1500),
    ],
)
def test_numbers_and_number_words_count_goods(text: str, quantity: int) -> None:
    assert facts(text).quantity == quantity


@pytest.mark.parametrize(
    "text", ["hace 3 días espero", "una tele de 55 pulgadas", "a las 5 paso", "el iPhone 13"]
)
def test_measures_times_and_models_do_not_count_goods(text: str) -> None:
    assert facts(text).quantity is None


def test_several_goods_keep_their_own_numbers() -> None:
    items = facts("quiero 3 camisas y 2 pantalones").items
    assert [(item.product, item.quantity) for item in items] == [("camisas", 3), ("pantalones", 2)]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("lo necesito para mañana", "mañana"),
        ("llega el viernes?", "el viernes"),
        ("es para el 15 de marzo", "15 de marzo"),
        ("preciso pra sexta", "pra sexta"),
        ("can it come next Monday", "next Monday"),
        ("antes del 12/05", "12/05"),
    ],
)
def test_dates_are_found_as_they_were_written(text: str, date: str) -> None:
    found = facts(text).date
    assert found is not None
    assert date in found


def test_a_morning_is_not_tomorrow() -> None:
    assert facts("atienden en la mañana?").date is None


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("envían a Arraiján?", "Arraiján"),
        ("hacen envíos a santa marta", "santa marta"),
        ("entregam em Campinas?", "Campinas"),
        ("do you ship to Miami?", "Miami"),
        ("mandan a Villa El Carmen?", "Villa El Carmen"),
    ],
)
def test_cities_known_or_sent_to_are_found(text: str, city: str) -> None:
    assert facts(text).city == city


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("mi pedido 88213 dónde viene", "88213"),
        ("where is order #A-119", "A-119"),
        ("el pedido número 55102", "55102"),
        ("nota OC-2291 por favor", "OC-2291"),
    ],
)
def test_order_numbers_are_found(text: str, number: str) -> None:
    assert facts(text).order_number == number


def test_people_companies_phones_and_addresses_are_found() -> None:
    found = facts(
        "Hola, soy Mariela Torres de Constructora Peñalba, mi correo es mtorres@penalba.com.pa "
        "y mi celular +507 6612-3344"
    )
    assert found.person == "Mariela Torres"
    assert found.company is not None
    assert "Peñalba" in found.company
    assert found.email == "mtorres@penalba.com.pa"
    assert found.phone == "+507 6612-3344"


@pytest.mark.parametrize("text", ["soy cliente de ustedes", "Soy Gerente de compras", "i am angry"])
def test_what_somebody_is_is_not_their_name(text: str) -> None:
    assert facts(text).person is None
