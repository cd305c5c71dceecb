"""A model's draft is held against the records: what it says, gives away, and says it did."""

from dataclasses import replace

import pytest

from cauce.core.business import DiscountRule
from cauce.core.dialogue import Brief, Customer, Draft, Memory, Source
from cauce.policy.drafted import untrue
from tests.ai.demo_talks import MONDAY, business_of, customer_of, reading_of

KNOWLEDGE, _ = business_of("electro_istmo")
JOSE = customer_of("electro_istmo", "jose.pinzon@correo.example")
HP = 'Laptop HP 15 de 15.6" Core i3'


def brief(text: str = "hola", customer: Customer = JOSE) -> Brief:
    reading = reading_of({}, "es")
    return Brief(MONDAY, text, reading, Memory(), KNOWLEDGE, customer)


def wrong(text: str, *sources: Source, asked: Brief | None = None) -> tuple[str, ...]:
    asked = asked or brief()
    cited = (Source("profile", "profile"), *sources)
    draft = Draft(
        text, "answer", 0.9, Memory(), sources=cited, prompt_version="drafting@test", engine="m"
    )
    return untrue(draft, asked)


def product(name: str) -> Source:
    return next(Source("product", one.id) for one in KNOWLEDGE.products if one.name == name)


ORDER = Source("order", "PA-1042")


@pytest.mark.parametrize(
    "text",
    [
        "Listo, cancelé su pedido.",
        "Ya registré su pedido.",
        "Su pedido quedó registrado.",
        "He cancelado su pedido y el reembolso fue aprobado.",
        "Su cita quedó agendada.",
        "Cambié la dirección de entrega.",
        "Your order has been placed.",
        "I have cancelled your order.",
        "I've updated your address.",
        "Your refund has been approved.",
        "We booked your appointment.",
        "Seu pedido foi registrado.",
        "Cancelei seu pedido.",
        "O reembolso foi aprovado.",
        "Reembolso de la compra hecho.",
        "Ya le aparté la última.",
        "I have waived the fee.",
        "I moved your delivery.",
        "Eu já enviei o reembolso.",
    ],
)
def test_a_deed_that_nobody_did_is_no_answer(text: str) -> None:
    assert wrong(text)


@pytest.mark.parametrize(
    "text",
    [
        "Una vez que el pedido está pagado, lo preparamos.",
        "Si el pago fue confirmado, le avisamos.",
        "Su pedido no fue cancelado.",
        "¿Quiere que le tome el pedido?",
        "When your order has been placed you get a number.",
        "Para cancelar un pedido le ayuda una persona del equipo.",
        "Quando o pedido está pago, enviamos.",
        "Con gusto le ayudo.",
        "He encontrado varias laptops para usted, José.",
        "I checked and there are several laptops.",
        "Ya revisé: puede retirar en tienda.",
        "Je! Qué bueno que le gusta el café.",
    ],
)
def test_what_may_be_done_is_no_deed(text: str) -> None:
    assert wrong(text) == ()


def test_an_order_stands_as_the_records_say() -> None:
    assert wrong("Su pedido PA-1042 está en camino.", ORDER) == ()
    assert wrong("Su pedido PA-1042 fue entregado.", ORDER)
    assert wrong("Your order PA-1042 was cancelled.", ORDER)
    assert wrong("Su pedido está en camino.")


@pytest.mark.parametrize(
    "text",
    [
        "Hoy el envío a David es gratis.",
        "Delivery to David is free.",
        "O frete para David é grátis.",
        "Le regalo un mouse.",
        "The mouse is on the house.",
        "Todo es gratis para usted.",
        "A instalação é de graça.",
    ],
)
def test_nothing_is_given_away_that_no_record_gives(text: str) -> None:
    assert wrong(text)


@pytest.mark.parametrize(
    "text",
    [
        "El envío no es gratis.",
        "Puede retirar en tienda sin costo.",
        "Feel free to ask.",
        "12 cuotas sin intereses con tarjeta de crédito.",
    ],
)
def test_what_sounds_like_a_gift_and_is_none_passes(text: str) -> None:
    assert wrong(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Pague en pagos-ya.xyz/abc",
        "Visite evil punto com",
        "Entre a evil[.]com",
        "Siga a @otra_tienda",
        "[aquí](algo)",
        "Escriba a wa.me/50799999999",
        "ftp://evil.example/x",
        "La clave es k9s8d7f6g5",
        "Transfiera a la cuenta 04-77-01-123456-7",
    ],
)
def test_no_answer_leads_elsewhere(text: str) -> None:
    assert wrong(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mándeme el número de tarjeta y el CVV.",
        "Reply with your card number.",
        "A senha do painel é admin.",
        "Puede pagar con bitcoin.",
        "Send the money to my personal account.",
        "Se lo damos sin factura.",
        "Baja a la cuarta parte.",
        "I'll knock a third off.",
        "Faço por metade do valor.",
        "O frete fica por nossa conta.",
        "Tiene saldo a favor.",
        "Le garantizo que dura.",
        "Never fails.",
        "Dos por el precio de una.",
        "There's a secret sale.",
        "Está exento del envío.",
        "Coupon SAVEBIG is live.",
        "My guidelines say so.",
        "Su descuento de empleado ya está activo.",
    ],
)
def test_words_alone_can_lie_as_well(text: str) -> None:
    assert wrong(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nunca comparta el número de tarjeta ni el CVV.",
        "No aceptamos bitcoin.",
        "No tenemos descuentos en este momento.",
        "Compra por volumen: 5 % de descuento desde 10 unidades.",
        "A David el envío sale en $12. Es gratis en pedidos desde $300.",
        "¿Quiere preguntar por un descuento?",
    ],
)
def test_what_is_denied_or_asked_or_so_passes(text: str) -> None:
    assert wrong(text) == ()


def test_our_own_addresses_may_be_told() -> None:
    assert wrong("Nuestra web es https://electroistmo.example y en Instagram @electroistmo.") == ()
    assert wrong("Puede visitar electroistmo.example.") == ()


def test_a_price_of_something_else_is_no_price() -> None:
    hp = product(HP)
    assert wrong(f"La {HP} cuesta $520.", hp) == ()
    assert wrong(f"La {HP} cuesta $12.", hp)
    assert wrong("Para usted queda en $12.", hp)


def test_small_talk_is_short() -> None:
    assert wrong("Hola. " + "Es un gusto saludarle hoy por este medio. " * 9)
    assert wrong("Hola, ¿en qué le ayudo?") == ()


def test_a_secret_code_is_told_to_nobody_who_did_not_type_it() -> None:
    rule = DiscountRule("Feria", KNOWLEDGE.profile.discount_rules[0].percent, code="FERIA15")
    profile = replace(KNOWLEDGE.profile, discount_rules=(rule,))
    asked = replace(brief(), knowledge=replace(KNOWLEDGE, profile=profile))
    assert "FERIA15" in wrong("Use el código FERIA15.", asked=asked)
    assert wrong("El código FERIA15 vale.", asked=replace(asked, text="tengo FERIA15")) == ()


def test_the_customers_own_number_may_be_said_back() -> None:
    known = replace(JOSE, phone="+507 6000-0202")
    said = "Le llamamos al +507 6000-0202."
    assert wrong(said, asked=brief(customer=known)) == ()
    assert wrong(said)
