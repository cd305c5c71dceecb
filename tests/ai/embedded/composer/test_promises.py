"""Warranties, hours and urgent cases are told as the business has them at that hour."""

from datetime import UTC, datetime

import pytest

from tests.ai.embedded.composer.answering import CLINIC, answer

SUNDAY = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("tienen garantia?", "es"),
        ("qué garantía dan?", "es"),
        ("do your products have a warranty?", "en"),
        ("os produtos têm garantia?", "pt"),
    ],
)
def test_a_warranty_that_differs_is_never_told_as_one_for_all(text: str, language: str) -> None:
    draft = answer(text, language=language)
    assert all(months in draft.text for months in ("12", "24", "6"))


def test_trust_is_answered_without_a_false_warranty() -> None:
    says = ["laptop hp 15", "no confio en ustedes, no los conozco"]
    draft = answer(says, intent="product_info", objections=("trust",))
    assert "Nuestros productos tienen 12 meses" not in draft.text


@pytest.mark.parametrize("text", ["es a prueba de agua?", "is it waterproof?"])
def test_a_question_about_water_is_no_distrust(text: str) -> None:
    draft = answer(["laptop hp 15", text], intent="product_info", objections=("trust",))
    assert "querer estar seguro" not in draft.text
    assert "meses" not in draft.text


def test_one_product_has_its_own_warranty() -> None:
    assert "24 meses" in answer("que garantia tiene el tv lg?").text


@pytest.mark.parametrize(
    ("text", "language", "opening"),
    [
        ("atienden el sabado a las 2 pm?", "es", "No"),
        ("abren el sábado a las 14:00?", "es", "No"),
        ("abren el sabado a las 10 de la mañana?", "es", "Sí"),
        ("abren mañana a las 8 de la noche?", "es", "No"),
        ("are you open on Saturday at 2pm?", "en", "No"),
        ("are you open on Saturday at 11am?", "en", "Yes"),
        ("abrem sábado às 14h?", "pt", "Não"),
        ("abrem sábado às 9 da manhã?", "pt", "Sim"),
    ],
)
def test_the_hour_that_was_asked_is_compared(text: str, language: str, opening: str) -> None:
    assert answer(text, CLINIC, language).text.startswith(opening)


@pytest.mark.parametrize("text", ["abren el sabado?", "atienden los sábados?"])
def test_without_an_hour_the_day_is_told(text: str) -> None:
    assert "8:00 a 13:00" in answer(text, CLINIC).text


def test_every_branch_is_told_for_the_hour() -> None:
    text = answer("abren hoy a las 7:30 pm?").text
    assert "Vía España: hoy a esa hora está cerrado" in text
    assert "Costa del Este: hoy a esa hora está abierto" in text


def test_the_hours_of_a_feast_are_compared_as_well() -> None:
    text = answer("abren el 24 de diciembre a las 5 de la tarde?").text
    assert "9:00 a 15:00" in text
    assert "ya no estamos" in text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("se me partió un diente", "es"),
        ("me duele una muela", "es"),
        ("se me quebró una muela, qué hago?", "es"),
        ("I broke my tooth, what do I do?", "en"),
        ("meu dente quebrou", "pt"),
    ],
)
def test_pain_that_can_wait_gets_the_urgent_visit_and_no_price_list(
    text: str, language: str
) -> None:
    draft = answer(text, CLINIC, language)
    assert "hospital" in draft.text
    assert not draft.cards


@pytest.mark.parametrize(
    ("text", "language", "closed"),
    [
        ("se me partió un diente", "es", "A esta hora estamos cerrados"),
        ("tengo mucho dolor, me pueden atender hoy?", "es", "A esta hora estamos cerrados"),
        ("I broke my tooth, can you see me today?", "en", "We are closed now"),
        ("meu dente quebrou, atendem hoje?", "pt", "Agora estamos fechados"),
    ],
)
def test_on_a_sunday_the_closed_door_and_the_hospital_come_first(
    text: str, language: str, closed: str
) -> None:
    draft = answer(text, CLINIC, language, now=SUNDAY)
    assert draft.text.startswith(closed)
    assert "hospital" in draft.text
    assert not any(one in draft.text for one in ("mismo día", "same day", "mesmo dia"))


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("me pueden atender hoy?", "es", "Hoy no abrimos"),
        ("can you see me today?", "en", "not open today"),
        ("podem me atender hoje?", "pt", "oje não abrimos"),
    ],
)
def test_to_be_seen_on_a_sunday_is_answered_with_the_closed_door(
    text: str, language: str, words: str
) -> None:
    assert words in answer(text, CLINIC, language, now=SUNDAY).text


def test_what_a_treatment_feels_like_is_no_emergency() -> None:
    draft = answer("duele la limpieza?", CLINIC, intent="product_info")
    assert "no suele doler" in draft.text
    assert not draft.hand_over


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("atienden por sanitas?", "es", "particular"),
        ("reciben mi seguro?", "es", "particular"),
        ("do you take insurance?", "en", "private"),
        ("mi hijo tiene 5 años, lo atienden?", "es", "odontopediatría"),
        ("do you treat kids? my son is 4", "en", "age one"),
        ("usan anestesia?", "es", "anestesia local"),
        ("is there a no-show fee?", "en", "prepay"),
        ("cobran si no asisto?", "es", "anticipado"),
    ],
)
def test_what_the_business_answered_is_found_in_other_words(
    text: str, language: str, words: str
) -> None:
    assert words in answer(text, CLINIC, language).text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("me mandaron una laptop usada", "es"),
        ("llegó mojada la laptop", "es"),
        ("I received a used laptop", "en"),
    ],
)
def test_what_came_wrong_hears_what_is_due_and_not_the_terms_of_a_whim(
    text: str, language: str
) -> None:
    draft = answer(text, language=language, intent="complaint")
    assert "3 días" in draft.text or "3 days" in draft.text
    assert "sin uso" not in draft.text


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("no funciona el control remoto de mi tv", "es", "número de pedido"),
        ("my fridge doesn't cool, what do I do?", "en", "order number"),
        ("minha geladeira não gela", "pt", "número do pedido"),
    ],
)
def test_what_fails_at_home_hears_how_to_claim(text: str, language: str, words: str) -> None:
    draft = answer(text, language=language, intent="support_request")
    assert words in draft.text
    assert "19:00" not in draft.text
