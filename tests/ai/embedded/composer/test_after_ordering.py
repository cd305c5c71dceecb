"""After an order, around a sold-out thing, and before a day: what is under way is understood."""

from datetime import UTC, datetime

import pytest

from tests.ai.embedded.composer.talking import Talk, talk

FRIDAY = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "cancelalo mejor"),
        ("es", "ya no lo quiero"),
        ("es", "cambia la cantidad a 2"),
        ("es", "mejor envíalo a Boquete"),
        ("es", "me arrepentí"),
        ("en", "Change the city to Boquete"),
        ("en", "cancel it please"),
        ("en", "I changed my mind"),
        ("pt", "muda a cidade para David"),
        ("pt", "não quero mais"),
    ],
)
def test_a_change_of_a_placed_order_goes_to_a_person(language: str, text: str) -> None:
    going = Talk(language=language)
    for said in ("quiero la laptop hp 15", "Colón", "confirmo"):
        placed = going.say(said)
    assert placed.order is not None
    draft = going.say(text)
    assert (draft.act, draft.order) == ("escalate", None)


@pytest.mark.parametrize(
    "text", ["gracias", "cuánto demora?", "qué horario tienen?", "tienen mouse?"]
)
def test_anything_else_after_an_order_is_answered(text: str) -> None:
    drafts = talk(["quiero la laptop hp 15", "Colón", "confirmo", text])
    assert drafts[-1].act != "escalate"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "avísame cuando llegue"),
        ("es", "si avisame cuando vuelva a haber"),
        ("en", "let me know when it's back"),
        ("pt", "me avisa quando chegar"),
    ],
)
def test_who_waits_for_a_sold_out_thing_is_not_asked_which(language: str, text: str) -> None:
    drafts = talk(["tienen la dell xps 14?", text], language=language)
    assert "Dell XPS 14" in drafts[-1].text
    assert drafts[-1].act == "escalate"
    assert "?" not in drafts[-1].text


def test_a_yes_to_another_option_shows_others_of_the_kind() -> None:
    drafts = talk(["tienen la dell xps 14?", "si"])
    assert drafts[-1].act == "offer"
    assert "LAP-DEL-XPS14" not in drafts[-1].cards
    assert all(sku.startswith("LAP-") for sku in drafts[-1].cards)


def test_telling_of_something_in_stock_waits_for_nothing() -> None:
    drafts = talk(["precio de la laptop hp 15", "avisame si hay descuento"])
    assert drafts[-1].act != "escalate"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("me llega mañana a David si compro hoy la laptop hp 15?", "Para ese día no alcanza"),
        (
            "si compro hoy la laptop hp 15 llega el domingo a Panamá?",
            "sábados, domingos y feriados",
        ),
        ("si compro hoy me llega el jueves a Panamá?", "no te lo puedo asegurar"),
        ("if I buy the hp 15 today will it arrive tomorrow in Colon?", "Para ese día no alcanza"),
    ],
)
def test_a_day_is_held_against_working_days(text: str, said: str) -> None:
    draft = Talk().say(text)
    assert said in draft.text
    assert draft.act == "answer"


def test_the_weekend_is_not_counted() -> None:
    monday = Talk(now=FRIDAY).say("si compro hoy me llega el lunes a David?")
    assert "Para ese día no alcanza" in monday.text
    assert "sábados, domingos y feriados" in monday.text


def test_an_order_under_way_to_us_is_still_looked_for() -> None:
    assert "número" in Talk().say("cuándo llega mi pedido?").text


@pytest.mark.parametrize(
    ("says", "act"),
    [
        (["quiero 3 carillas, cuanto seria"], "answer"),
        (["quiero 3 carillas, cuanto seria", "si"], "ask"),
        (["quiero 3 carillas, cuanto seria", "si", "el martes en la mañana"], "escalate"),
        (["quiero 2 limpiezas"], "offer"),
        (["quiero comprar 2 blanqueamientos"], "ask"),
        (["i want to buy two whitenings", "yes"], "ask"),
        (["quero comprar 2 clareamentos"], "ask"),
    ],
)
def test_treatments_are_agreed_on_and_never_ordered(says: list[str], act: str) -> None:
    going = Talk(business="clinica_sonrisa")
    for text in says:
        draft = going.say(text)
        assert draft.order is None
        assert going.memory.stage not in ("ordering", "confirming", "ordered")
        assert "envío" not in draft.text
        assert "pedido" not in draft.text
    assert draft.act == act, draft.text


@pytest.mark.parametrize(
    "text",
    [
        "quiero agendar una valoracion para el viernes 27 a las 4, soy Juan Torres",
        "me agendas una limpieza profunda para el jueves?",
    ],
)
def test_a_treatment_and_a_day_are_not_asked_again(reader: object, text: str) -> None:
    going = Talk(business="clinica_sonrisa", reader=reader)  # type: ignore[arg-type]
    assert going.say(text).act == "escalate"


@pytest.mark.parametrize(
    "text",
    [
        "what about December 8?",
        "how about the 8th of December?",
        "y hasta las 8?",
        "tengo 2 hijos y busco una tablet",
        "antes del 24 de diciembre?",
        "por volta das 10 horas?",
        "around 3 days?",
    ],
)
def test_a_date_an_hour_or_a_count_is_no_budget(text: str) -> None:
    going = Talk()
    going.say("busco una laptop")
    going.say(text)
    assert going.memory.budget is None


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("about 600", 600),
        ("around $800", 800),
        ("hasta 700 dolares", 700),
        ("tengo 900", 900),
        ("how about a laptop under 650?", 650),
        ("menos de 1.200", 1200),
    ],
)
def test_an_amount_is_a_budget(text: str, amount: int) -> None:
    going = Talk()
    going.say("busco una laptop")
    going.say(text)
    assert going.memory.budget is not None
    assert going.memory.budget.amount == amount
