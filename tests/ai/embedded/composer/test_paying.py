"""Ways to pay are named only as the business has them, with their conditions."""

import pytest

from cauce.core.dialogue import Customer, OrderView
from cauce.core.money import Money
from tests.ai.demo_talks import MONDAY
from tests.ai.embedded.composer.answering import CLINIC, SHOP, answer


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("cuotas con tarjeta de debito?", "es"),
        ("do you offer installments with a debit card?", "en"),
    ],
)
def test_instalments_by_other_means_get_the_condition_and_no_yes(text: str, language: str) -> None:
    draft = answer(text, language=language)
    assert not draft.text.startswith(("Sí", "Yes"))
    assert "bancos participantes" in draft.text or "participating banks" in draft.text


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("tienen cuotas?", "es", "bancos participantes"),
        ("do you have instalments?", "en", "participating banks"),
        ("vocês parcelam?", "pt", "bancos participantes"),
    ],
)
def test_instalments_come_with_whose_cards_they_are_for(
    text: str, language: str, words: str
) -> None:
    assert words in answer(text, language=language).text


@pytest.mark.parametrize(
    "text",
    ["manejan pago por cuotas?", "se puede pagar por partes?", "tienen facilidades de pago?"],
)
def test_the_clinics_own_words_on_paying_in_stages_are_told(text: str) -> None:
    assert "por etapas" in answer(text, CLINIC).text


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("aceptan zelle?", "es", "no la tenemos"),
        ("reciben cheques?", "es", "no la tenemos"),
        ("puedo pagar con mercado pago?", "es", "no la tenemos"),
        ("can I pay with zelle?", "en", "don't have that payment method"),
        ("do you take apple pay?", "en", "don't have that payment method"),
        ("aceita picpay?", "pt", "Não temos"),
    ],
)
def test_a_way_to_pay_we_do_not_have_is_denied(text: str, language: str, words: str) -> None:
    assert words in answer(text, language=language).text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("no tengo tarjeta, como pago?", "es"),
        ("como pago sin tarjeta?", "es"),
        ("I don't have a credit card, how do I pay?", "en"),
        ("não tenho cartão, como pago?", "pt"),
    ],
)
def test_who_has_no_card_hears_of_the_other_ways(text: str, language: str) -> None:
    draft = answer(text, language=language)
    assert "Yappy" in draft.text
    assert not draft.text.startswith(("Sí", "Yes", "Sim"))
    assert "Visa" not in draft.text


@pytest.mark.parametrize("text", ["aceptan tarjeta?", "puedo pagar con visa?"])
def test_who_asks_for_the_card_still_gets_a_yes(text: str) -> None:
    assert answer(text).text.startswith("Sí, aceptamos Tarjeta")


def _unpaid() -> Customer:
    order = OrderView(
        number="PA-7",
        status="awaiting_payment",
        placed=MONDAY,
        total=Money.of_minor(4999, "USD"),
        items=(("COC-OST-600", 1),),
        payment_link="https://shop.example/pay/abc",
    )
    return Customer("cust_1", orders=(order,))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("no me llego el link", "es"),
        ("me mandas otra vez el enlace de pago?", "es"),
        ("where is the payment link?", "en"),
        ("não recebi o link", "pt"),
    ],
)
def test_the_link_of_the_open_order_is_given_again(text: str, language: str) -> None:
    draft = answer(text, language=language, customer=_unpaid(), intent="delivery_tracking")
    assert "https://shop.example/pay/abc" in draft.text


def test_without_an_order_it_is_said_when_the_link_comes() -> None:
    assert "al confirmar tu pedido" in answer("mandame el link de pago").text


def test_a_doubt_about_the_link_is_no_wish_for_it() -> None:
    draft = answer("es seguro el link?", customer=_unpaid())
    assert "pay/abc" not in draft.text


def test_after_ordering_when_it_comes_is_answered_with_the_days() -> None:
    talk = [
        "quiero la licuadora oster, envio a David",
        "Ana Gómez, 6612-3344",
        "si",
        "cuando llega?",
    ]
    draft = answer(talk, SHOP, intent="purchase_inquiry")
    assert "2 a 4 días hábiles" in draft.text
    assert "número" not in draft.text


@pytest.mark.parametrize(
    "text",
    ["cual es su cuenta de banco para transferir", "pasame los datos de la cuenta bancaria"],
)
def test_the_account_is_the_business_of_the_payment_link(text: str) -> None:
    assert "enlace de pago" in answer(text).text


@pytest.mark.parametrize(
    ("says", "language", "total"),
    [
        (["cuanto cuesta la licuadora oster con el envio a Chitré?"], "es", "$59.99"),
        (["cuanto cuesta la licuadora oster?", "y con el envio?", "a Chitré"], "es", "$59.99"),
        (["how much is the oster blender?", "and with shipping to David?"], "en", "$61.99"),
        (["quanto custa o liquidificador oster?", "e com o frete para Colón?"], "pt", "$58.99"),
    ],
)
def test_with_delivery_the_sum_is_told(says: list[str], language: str, total: str) -> None:
    assert total in answer(says, language=language, intent="pricing_question").text


def test_delivery_alone_is_told_without_a_sum() -> None:
    draft = answer(["cuanto cuesta la licuadora oster?", "cuanto cuesta el envio a Chitré?"])
    assert "en total" not in draft.text
