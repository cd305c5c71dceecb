"""What is in the catalogue is never denied, and nothing stands for what is not in it."""

import pytest

from tests.ai.embedded.composer.answering import CLINIC, answer

DENIALS = ("No manejamos", "no vendemos", "don't carry", "don't sell", "Não trabalhamos")


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("tienen tvs?", "es", '32"'),
        ("do you sell TVs?", "en", '32"'),
        ("vocês vendem TVs?", "pt", '32"'),
        ("venden ACs?", "es", "Midea"),
        ("tienen pcs?", "es", "$520"),
        ("venden power bank?", "es", "Anker"),
    ],
)
def test_short_plurals_are_the_things_they_are_plurals_of(
    text: str, language: str, words: str
) -> None:
    draft = answer(text, language=language, intent="product_info")
    assert words in draft.text
    assert not any(one in draft.text for one in DENIALS)


@pytest.mark.parametrize(
    "text",
    [
        "tienen mouse logitech y teclado logitech k380?",
        "tienen teclado logitech k380 y mouse logitech?",
        "hay celular samsung a16 y samsung s25?",
    ],
)
def test_a_model_number_of_the_other_thing_named_is_not_denied(text: str) -> None:
    draft = answer(text, intent="product_info")
    assert not any(one in draft.text for one in DENIALS)


def test_a_model_that_is_not_sold_is_still_denied() -> None:
    assert "No manejamos iphone 15" in answer("tienen iphone 15?", intent="product_info").text


@pytest.mark.parametrize(
    "text",
    [
        "I'd like to book a cleaning on Monday",
        "can I book a cleaning?",
        "Hi, I saw your ad, how much is a cleaning?",
    ],
)
def test_english_verbs_are_no_things(text: str) -> None:
    draft = answer(text, CLINIC, "en", intent="purchase_inquiry")
    assert not any(one in draft.text for one in DENIALS)


@pytest.mark.parametrize(
    ("text", "thing"), [("do you sell a saw?", "saw"), ("I need books", "book")]
)
def test_the_same_words_as_things_are_denied(text: str, thing: str) -> None:
    draft = answer(text, language="en", intent="product_info")
    assert thing in draft.text
    assert any(one in draft.text for one in DENIALS)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("puedo tomar ibuprofeno?", "es"),
        ("me recetan un antibiótico?", "es"),
        ("what can I take for it?", "en"),
    ],
)
def test_the_clinic_prescribes_nothing_by_chat(text: str, language: str) -> None:
    draft = answer(text, CLINIC, language, intent="product_info")
    assert "recetamos" in draft.text or "prescribe" in draft.text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("venden motos electricas?", "es"),
        ("venden sillas inalambricas?", "es"),
        ("tienen carros electricos?", "es"),
        ("do you sell electric scooters?", "en"),
        ("vendem motos elétricas?", "pt"),
    ],
)
def test_an_adjective_does_not_stand_for_the_thing(text: str, language: str) -> None:
    draft = answer(text, language=language, intent="product_info")
    assert not draft.cards
    assert "$" not in draft.text


def test_the_adjective_still_helps_with_the_thing_itself() -> None:
    assert "Whirlpool" in answer("tienen secadora electrica?", intent="product_info").text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("hacen instalacion de paneles solares?", "es"),
        ("hacen instalación de cámaras de seguridad?", "es"),
        ("instalan alarmas?", "es"),
        ("do you install ceiling fans?", "en"),
        ("instalam câmeras de segurança?", "pt"),
        ("reparan laptops?", "es"),
        ("arreglan celulares dañados?", "es"),
        ("do you repair phones?", "en"),
        ("vocês consertam celular?", "pt"),
        ("compran celulares usados?", "es"),
        ("do you buy used phones?", "en"),
        ("vocês compram notebooks usados?", "pt"),
    ],
)
def test_a_service_without_a_record_is_neither_promised_nor_denied(
    text: str, language: str
) -> None:
    draft = answer(text, language=language, intent="product_info")
    assert draft.unanswered == text
    assert not draft.cards
    assert "$" not in draft.text


@pytest.mark.parametrize(
    "text", ["instalan el aire?", "hacen instalación de aires acondicionados?"]
)
def test_the_service_there_is_has_its_answer(text: str) -> None:
    assert "$120" in answer(text).text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cuanto mide?", "Midea"),
        ("mandame el link de pago", "TP-Link"),
        ("what is your bank account?", "Anker"),
        ("hay ofertas de black friday?", "Black+Decker"),
    ],
)
def test_everyday_words_are_no_brands(text: str, words: str) -> None:
    assert words not in answer(text, intent="product_info").text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("aire midea", "Midea"),
        ("router tp link", "TP-Link"),
        ("cafetera black decker", "Black+Decker"),
    ],
)
def test_the_brands_are_still_found(text: str, words: str) -> None:
    assert words in answer(text, intent="product_info").text


def test_the_things_own_word_is_no_question_about_a_feature() -> None:
    draft = answer("tv tcl", intent="product_info")
    assert "$699" in draft.text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("a que telefono me van a llamar?", "es"),
        ("which phone number will you call me on?", "en"),
        ("em qual telefone vão me ligar?", "pt"),
    ],
)
def test_the_telephone_that_will_ring_is_none_to_buy(text: str, language: str) -> None:
    draft = answer(text, language=language, intent="product_info")
    assert not draft.cards
    assert "$" not in draft.text
