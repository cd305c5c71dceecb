"""A lower price, a percentage or a claimed promise meets the price and the rule, never an order."""

import pytest

from tests.ai.embedded.composer.talking import Talk, talk

LG = {
    "es": "precio de la tv lg 55?",
    "en": "how much is the lg 55 tv?",
    "pt": "quanto custa a tv lg 55?",
}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "si me la das en 420 la compro ya"),
        ("es", "te la compro en 400"),
        ("es", "me la dejas en $400?"),
        ("es", "dejamela en 400 y la llevo"),
        ("es", "te doy 400"),
        ("es", "y en 400?"),
        ("en", "and for 400?"),
        ("es", "por 400 la llevo"),
        ("es", "ok la quiero en 380"),
        ("en", "I'll give you $400"),
        ("en", "would you take 400?"),
        ("en", "if you sell it for 400 I'll take it"),
        ("en", "for 400 I'll buy it"),
        ("pt", "faz por 400?"),
        ("pt", "levo por 400"),
        ("pt", "se fizer por 400 eu levo, fecha por 400?"),
    ],
)
def test_an_offer_below_the_price_hears_the_price_first(language: str, text: str) -> None:
    going = Talk(language=language)
    going.say(LG[language])
    draft = going.say(text)
    assert draft.act == "answer"
    assert "$449" in draft.text
    assert not draft.text.startswith(("Sí", "Yes", "Sim"))
    assert going.memory.stage not in ("ordering", "confirming")
    assert going.memory.lines == ()


@pytest.mark.parametrize(
    ("text", "quantity"),
    [("me llevo 2", 2), ("la llevo por 449", 1), ("si la compro", 1), ("me das 2", 2)],
)
def test_the_price_as_it_is_and_a_number_of_them_is_an_order(text: str, quantity: int) -> None:
    going = Talk()
    going.say(LG["es"])
    assert going.say(text).act == "order"
    assert [(line.sku, line.quantity) for line in going.memory.lines] == [("TV-LG-55", quantity)]


def test_a_yes_on_a_condition_places_nothing() -> None:
    drafts = talk(["quiero la laptop hp 15 a Colón", "confirmo si me la dejas en 450", "confirmo"])
    assert drafts[1].order is None
    assert "$520" in drafts[1].text
    assert drafts[2].order is not None
    assert str(drafts[2].order.total.amount) == "520.00"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "un vendedor me dijo que me daban 10%"),
        ("es", "si me das 10% la compro ya"),
        ("es", "con un 10 % la llevo"),
        ("en", "give me 10% and I'll take it"),
        ("pt", "me prometeram 10% e eu levo"),
    ],
)
def test_a_percentage_that_was_claimed_is_not_said_yes_to(language: str, text: str) -> None:
    going = Talk(language=language)
    going.say(LG[language])
    draft = going.say(text)
    assert draft.order is None
    assert not draft.text.startswith(("Sí", "Yes", "Sim"))
    assert "10 %" not in draft.text
    assert going.memory.stage not in ("ordering", "confirming")


@pytest.mark.parametrize(
    ("language", "text", "yes"),
    [
        ("es", "hay descuento por 12 mouse?", "Sí"),
        ("es", "si compro 10 mouse me hacen descuento?", "Sí"),
        ("pt", "tem desconto para 10 teclados?", "Sim"),
        ("es", "5 mouse y 5 teclados, hay descuento?", None),
        ("en", "any discount for 3 keyboards?", None),
        ("es", "hay descuento?", None),
    ],
)
def test_yes_is_said_to_who_reaches_the_rule(language: str, text: str, yes: str | None) -> None:
    draft = Talk(language=language).say(text)
    assert draft.text.startswith(("Sí:", "Yes:", "Sim:")) == (yes is not None), draft.text
    assert "5 %" in draft.text


@pytest.mark.parametrize(
    "text", ["la quiero en 12 cuotas", "puedo pagar 100 ahora y el resto luego?"]
)
def test_how_it_is_paid_is_no_offer(text: str) -> None:
    going = Talk()
    going.say(LG["es"])
    assert "fijo" not in going.say(text).text
