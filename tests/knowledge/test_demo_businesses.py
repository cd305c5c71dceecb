"""Both demo businesses say nothing in an answer or policy that their figures do not back."""

import re

import pytest

from cauce.knowledge.business_file import BusinessFile
from tests.knowledge.demos import (
    CLINIC,
    LANGUAGES,
    SHOP,
    answer,
    business,
    clock,
    money,
    numbers,
    policy,
)

DEMOS = ("electro_istmo", "clinica_sonrisa")


@pytest.mark.parametrize("demo", DEMOS)
def test_everything_customers_read_is_in_three_languages(demo: str) -> None:
    file = business(demo)
    assert set(file.profile.description) == set(LANGUAGES)
    translated = [set(one.translations) for one in file.products]
    translated += [set(one.translations) for one in file.faqs]
    translated += [set(one.translations) for one in file.policies]
    assert all(languages == {"en", "pt"} for languages in translated)


@pytest.mark.parametrize("demo", DEMOS)
def test_every_question_has_three_to_six_other_wordings(demo: str) -> None:
    assert [one for one in business(demo).faqs if not 3 <= len(one.alternatives) <= 6] == []


@pytest.mark.parametrize("demo", DEMOS)
def test_every_translation_of_an_answer_carries_the_same_numbers(demo: str) -> None:
    for faq in business(demo).faqs:
        for language, translation in faq.translations.items():
            assert numbers(translation.answer) == numbers(faq.answer), (faq.question, language)


@pytest.mark.parametrize("demo", DEMOS)
def test_every_translation_of_a_policy_carries_the_same_numbers(demo: str) -> None:
    for one in business(demo).policies:
        for language, translation in one.translations.items():
            assert numbers(translation.text) == numbers(one.text), (one.kind, language)


@pytest.mark.parametrize("demo", DEMOS)
def test_every_amount_of_money_in_an_answer_or_policy_is_a_figure_of_the_file(demo: str) -> None:
    file = business(demo)
    rates = file.profile.shipping
    backed = {one.price for one in rates} | {one.free_from for one in rates}
    backed |= {one.price for one in file.products if one.stock is None}
    texts = [one.answer for one in file.faqs] + [one.text for one in file.policies]
    assert {amount for text in texts for amount in money(text)} <= backed


def test_interest_free_instalments_are_told_as_the_profile_says() -> None:
    (card,) = [one for one in SHOP.profile.payment_methods if one.code == "card"]
    told = f"hasta {card.installments} cuotas sin intereses"
    assert told in answer(SHOP, "¿Tienen cuotas sin intereses?")
    assert told in policy(SHOP, "payment")
    assert all(one.installments is None for one in CLINIC.profile.payment_methods)


def test_every_way_to_pay_is_named_in_the_answer_about_paying() -> None:
    shop = answer(SHOP, "¿Qué métodos de pago aceptan?").casefold()
    for word in ("tarjeta", "clave", "yappy", "transferencia", "efectivo"):
        assert word in shop
    assert len(SHOP.profile.payment_methods) == 5
    clinic = answer(CLINIC, "¿Qué métodos de pago reciben?").casefold()
    for one in CLINIC.profile.payment_methods:
        assert one.name.casefold().split(" o ")[0] in clinic


@pytest.mark.parametrize(
    ("file", "question"), [(SHOP, "¿Abren los feriados?"), (CLINIC, "¿Abren los festivos?")]
)
def test_only_the_24th_and_31st_of_december_are_short_days(
    file: BusinessFile, question: str
) -> None:
    short = [(one.date, one.opens, one.closes) for one in file.profile.holidays if one.opens]
    assert {(day.month, day.day) for day, _, _ in short} == {(12, 24), (12, 31)}
    told = re.findall(r"\d+:\d\d", answer(file, question))
    assert {(clock(opens), clock(closes)) for _, opens, closes in short} == {tuple(told)}


@pytest.mark.parametrize(
    ("file", "where", "how"),
    [
        (SHOP, "¿Dónde están ubicados?", "¿Cómo los contacto por teléfono o correo?"),
        (CLINIC, "¿Dónde quedan?", "¿Cuál es el teléfono de la clínica?"),
    ],
)
def test_addresses_and_contacts_are_those_of_the_profile(
    file: BusinessFile, where: str, how: str
) -> None:
    assert all(branch.address in answer(file, where) for branch in file.profile.branches)
    contacts = file.profile.contacts
    told = answer(file, how)
    for phone in (contacts.phone, contacts.whatsapp):
        assert phone is not None
        assert phone in re.sub(r"(?<=\d)[ -](?=\d)", "", told)
    assert str(contacts.email) in told


def test_each_business_keeps_to_its_form_of_address() -> None:
    said_by_shop = " ".join([one.answer for one in SHOP.faqs] + [one.text for one in SHOP.policies])
    assert SHOP.profile.address_form == "tú"
    assert re.findall(r"(?i)\b(usted|ustedes|escríbanos|dígame|díganos)\b", said_by_shop) == []
    said_by_clinic = " ".join(one.answer for one in CLINIC.faqs)
    assert CLINIC.profile.address_form == "usted"
    assert (
        re.findall(r"(?i)\b(tú|ti|tu|tus|te|dime|escríbeme|puedes|tienes)\b", said_by_clinic) == []
    )
