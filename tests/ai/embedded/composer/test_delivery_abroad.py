"""Delivery is sold inside the country only; what nobody told us about is said with an if."""

import pytest

from tests.ai.embedded.composer.answering import answer


@pytest.mark.parametrize(
    ("text", "language", "place"),
    [
        ("¿envíos a Medellín?", "es", "Medellín"),
        ("cuanto cuesta el envio a Bogotá?", "es", "Bogotá"),
        ("mandan a Lima?", "es", "Lima"),
        ("envian a San José?", "es", "San José"),
        ("envían a Ciudad de México?", "es", "México"),
        ("envian a Costa Rica?", "es", "Costa Rica"),
        ("do you ship to Miami?", "en", "Miami"),
        ("do you ship to Guadalajara?", "en", "Guadalajara"),
        ("how much is shipping to the United States?", "en", "United States"),
        ("vocês entregam em São Paulo?", "pt", "São Paulo"),
        ("mandam para Lisboa?", "pt", "Lisboa"),
    ],
)
def test_no_delivery_is_sold_to_another_country(text: str, language: str, place: str) -> None:
    draft = answer(text, language=language)
    assert place in draft.text
    assert "$" not in draft.text
    assert draft.memory.city is None


@pytest.mark.parametrize(
    ("text", "language", "price"),
    [
        ("envian a David?", "es", "$12"),
        ("envian a Santiago?", "es", "$10"),
        ("cuanto cuesta el envio a Volcán?", "es", "$15"),
        ("do you ship to Boquete?", "en", "$14"),
        ("entregam em Colón?", "pt", "$9"),
    ],
)
def test_towns_of_this_country_have_their_price_without_an_if(
    text: str, language: str, price: str
) -> None:
    draft = answer(text, language=language)
    assert price in draft.text
    assert "dentro del país" not in draft.text


def test_a_town_on_no_list_has_a_price_only_if_it_is_in_the_country() -> None:
    draft = answer("mandan a Quebrada Honda?")
    assert "si queda dentro del país" in draft.text
    assert "$15" in draft.text


def test_who_asked_for_abroad_goes_on_with_a_town_of_ours() -> None:
    draft = answer(["mandan a Lima?", "y a David?"])
    assert "$12" in draft.text
