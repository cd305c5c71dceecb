"""The two demo businesses say nothing in an answer or policy that their figures do not back."""

import re
from datetime import time
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from cauce.core.labels import Language
from cauce.knowledge.business_catalogue import FaqEntry, ProductEntry
from cauce.knowledge.business_file import BusinessFile
from cauce.knowledge.business_profile import ShippingRate

DEMOS = ("electro_istmo", "clinica_sonrisa")
LANGUAGES: tuple[Language, ...] = ("es", "en", "pt")
FOLDER = Path(__file__).parents[2] / "cauce" / "demo"

# Cities each shop answer is about; the answers that list every city have their own tests.
CITIES_ASKED = {
    "¿Cuánto cuesta y cuánto demora el envío en Ciudad de Panamá?": ["Ciudad de Panamá"],
    "¿Hacen envíos a San Miguelito?": ["San Miguelito"],
    "¿Hacen envíos a David, Chiriquí?": ["David"],
    "¿Hacen envíos a Boquete?": ["Boquete"],
    "¿Hacen envíos a Colón?": ["Colón"],
    "¿Hacen envíos a Chitré y Las Tablas?": ["Chitré", "Las Tablas"],
    "¿Hacen envíos a Santiago de Veraguas?": ["Santiago"],
    "¿Hacen envíos a Arraiján y La Chorrera?": ["Arraiján", "La Chorrera"],
    "¿Hacen envíos a Coronado y Penonomé?": ["Coronado", "Penonomé"],
    "¿Hacen envíos a Bocas del Toro?": ["Bocas del Toro"],
    "¿Llegan a otros lugares del interior del país?": ["*"],
}
# What the clinic's answers about prices are about.
SERVICES_ASKED = {
    "¿Cuánto cuesta la valoración?": ["VAL-GEN"],
    "¿Cuánto cuesta una limpieza dental?": ["LIM-PRO", "LIM-ULT"],
    "¿Cuánto cuesta una calza o resina?": ["RES-1", "RES-2"],
    "¿Cuánto cuesta el blanqueamiento?": ["BLA-CON"],
    "¿Cuánto cuesta la ortodoncia?": ["ORT-INI", "ORT-CTL"],
    "¿Tienen ortodoncia invisible?": ["ALI-PLAN"],
    "¿Cuánto cuesta sacar una muela o una cordal?": ["EXO-SIM", "EXO-COR"],
    "¿Cuánto cuesta una endodoncia?": ["END-UNI", "END-MOL"],
    "¿Cuánto cuesta un implante dental?": ["IMP-TIT"],
    "¿Cuánto cuesta una corona?": ["COR-ZIR"],
    "¿Hacen diseño de sonrisa?": ["CAR-RES"],
    "¿Atienden niños?": ["NIN-CON"],
    "Tengo mucho dolor, ¿me pueden atender hoy?": ["URG-CON"],
    "¿Toman radiografías en la clínica?": ["RAD-PAN"],
    "¿Qué hago si aprieto los dientes al dormir?": ["PLA-MIO"],
    "¿Qué pasa si no llego a mi cita?": ["VAL-GEN"],
}


@cache
def business(demo: str) -> BusinessFile:
    return BusinessFile.model_validate_json((FOLDER / f"{demo}.json").read_bytes())


SHOP = business("electro_istmo")
CLINIC = business("clinica_sonrisa")


def answer(file: BusinessFile, question: str, language: Language = "es") -> str:
    (faq,) = [one for one in file.faqs if one.question == question]
    return answer_in(faq, language)


def answer_in(faq: FaqEntry, language: Language) -> str:
    return faq.answer if language == "es" else faq.translations[language].answer


def policy(file: BusinessFile, kind: str) -> str:
    (text,) = [one.text for one in file.policies if one.kind == kind]
    return text


def number(written: str) -> Decimal:
    """Reads 150.000, 150,000, 5.00 and 1.8 as people do: three digits after a mark: thousands."""
    return Decimal(re.sub(r"[.,](?=\d{3}(\D|$))", "", written).replace(",", "."))


def numbers(text: str) -> list[Decimal]:
    return sorted(number(one) for one in re.findall(r"\d+(?:[.,]\d+)*", text))


def money(text: str) -> set[Decimal]:
    return {number(one) for one in re.findall(r"\$ ?(\d+(?:[.,]\d+)*)", text)}


def clock(hour: time | None) -> str:
    return f"{hour.hour}:{hour:%M}" if hour else "closed"


def rate(city: str) -> ShippingRate:
    (found,) = [one for one in SHOP.profile.shipping if one.city == city]
    return found


def cities_in(text: str) -> list[str]:
    known = [one.city for one in SHOP.profile.shipping if one.city != "*"]
    rest = ["*"] if "resto del país" in text else []
    return [city for city in known if city in text] + rest


def product(file: BusinessFile, sku: str) -> ProductEntry:
    (found,) = [one for one in file.products if one.sku == sku]
    return found


def in_category(*categories: str) -> list[ProductEntry]:
    return [one for one in SHOP.products if one.category in categories]


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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", CITIES_ASKED)
def test_a_shipping_answer_gives_the_rate_and_days_of_its_cities(
    question: str, language: Language
) -> None:
    text = answer(SHOP, question, language)
    rates = [rate(city) for city in CITIES_ASKED[question]]
    prices = {one.price for one in rates}
    free = {one.free_from for one in rates if one.free_from is not None}
    days = {number(day) for one in rates for day in (str(one.days_min), str(one.days_max))}
    assert money(text) == prices | free
    assert set(numbers(text)) - money(text) == days


def test_the_answer_about_the_cost_of_delivery_lists_every_city_with_its_price() -> None:
    said: dict[str, Decimal] = {}
    for names, price in re.findall(
        r"([^$]+)\$(\d+\.\d\d)", answer(SHOP, "¿Cuánto cuesta el envío?")
    ):
        said |= dict.fromkeys(cities_in(names), Decimal(price))
    assert said == {one.city: one.price for one in SHOP.profile.shipping}


def test_the_answer_about_free_delivery_lists_every_city_with_its_amount() -> None:
    text = answer(SHOP, "¿Desde qué monto el envío es gratis?")
    said: dict[str, Decimal | None] = {}
    for amount, names in re.findall(r"\$(\d+\.\d\d) en ([^;.]+)", text):
        said |= dict.fromkeys(cities_in(names), Decimal(amount))
    said |= dict.fromkeys(cities_in(text.rpartition(" En ")[2]), None)
    assert said == {one.city: one.free_from for one in SHOP.profile.shipping}


def test_the_answer_about_delivery_time_lists_every_city_with_its_days() -> None:
    text = answer(SHOP, "¿Cuánto demora el envío?")
    said: dict[str, tuple[int, int]] = {}
    for names, least, most in re.findall(r"([^;.]+?), (\d) a (\d)", text):
        said |= dict.fromkeys(cities_in(names), (int(least), int(most)))
    assert said == {one.city: (one.days_min, one.days_max) for one in SHOP.profile.shipping}


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


def test_every_percentage_the_shop_says_is_its_discount_or_the_tax() -> None:
    (volume,) = SHOP.profile.discount_rules
    texts = [one.answer for one in SHOP.faqs] + [one.text for one in SHOP.policies]
    said = {number(one) for text in texts for one in re.findall(r"(\d+) ?%", text)}
    assert said == {volume.percent, Decimal(7)}


def test_the_volume_discount_is_told_as_the_rule_says() -> None:
    (volume,) = SHOP.profile.discount_rules
    told = f"{volume.percent:.0f} % de descuento desde {volume.min_quantity} unidades"
    assert volume.code is None
    assert told in answer(SHOP, "¿Dan descuento por comprar varias unidades?")
    assert told in answer(SHOP, "¿Tienen promociones o códigos de descuento?")


def test_the_return_days_are_the_same_in_answers_policy_and_profile() -> None:
    assert SHOP.profile.returns is not None
    days = f"{SHOP.profile.returns.days} días"
    assert days in answer(SHOP, "¿Cuántos días tengo para devolver un producto?")
    assert days in policy(SHOP, "returns")


def test_damage_and_refund_times_are_the_same_wherever_they_are_told() -> None:
    assert SHOP.profile.returns is not None
    places = [SHOP.profile.returns.conditions, policy(SHOP, "returns")]
    damaged = answer(SHOP, "Mi producto llegó dañado, ¿qué hago?")
    assert all("3 días siguientes a la entrega" in text for text in [*places, damaged])
    cancelled = [answer(SHOP, "¿Puedo cancelar mi pedido?"), policy(SHOP, "cancellation")]
    assert all("5 a 10 días hábiles" in text for text in [*places, *cancelled])
    assert numbers(answer(SHOP, "¿Cuánto demora el reembolso?")) == [5, 10]


def test_the_warranty_told_by_the_shop_is_the_one_of_each_product() -> None:
    assert SHOP.profile.warranty is not None
    general = SHOP.profile.warranty.default_months
    stoves = {one.sku for one in SHOP.products if one.name.startswith("Estufa")}
    splits = {one.sku for one in SHOP.products if "split" in one.name and one.stock is not None}
    large = (
        stoves | splits | {one.sku for one in in_category("Televisores", "Lavado", "Refrigeración")}
    )
    small = {one.sku for one in in_category("Accesorios")}
    for one in SHOP.products:
        told = 24 if one.sku in large else 6 if one.sku in small else general
        told = 3 if one.sku == "SRV-INST-AC" else told
        assert (general if one.warranty_months is None else one.warranty_months) == told, one.sku
    for text in (answer(SHOP, "¿Cuánto dura la garantía?"), policy(SHOP, "warranty")):
        assert numbers(text) == sorted([general, 24, 6, 3])
    assert numbers(answer(SHOP, "¿Qué garantía tienen las laptops?")) == [general]
    assert numbers(answer(SHOP, "¿Qué garantía tienen las neveras y lavadoras?")) == [24]


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shop_tells_the_hours_of_its_branches(language: Language) -> None:
    hours = [
        clock(hour)
        for branch in SHOP.profile.branches
        for one in branch.hours
        for hour in (one.opens, one.closes)
    ]
    assert re.findall(r"\d+:\d\d", answer(SHOP, "¿Cuál es su horario?", language)) == hours
    sunday = answer(SHOP, "¿Abren los domingos?", language)
    assert re.findall(r"\d+:\d\d", sunday) == hours[2:4] + hours[6:8]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_clinic_tells_the_hours_of_its_profile(language: Language) -> None:
    hours = [clock(hour) for one in CLINIC.profile.hours for hour in (one.opens, one.closes)]
    told = answer(CLINIC, "¿Cuál es el horario de atención?", language)
    assert re.findall(r"\d+:\d\d", told) == hours
    assert all("sun" not in one.days for one in CLINIC.profile.hours)


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


def test_the_payment_link_customers_are_told_to_trust_is_the_real_one() -> None:
    assert str(SHOP.profile.order_link) in answer(SHOP, "¿Es seguro pagar por el enlace?")


def test_the_shop_tells_price_and_pipe_of_the_installation_service() -> None:
    service = product(SHOP, "SRV-INST-AC")
    told = answer(SHOP, "¿Instalan los aires acondicionados?")
    assert numbers(told) == sorted([service.price, number(str(service.attributes["pipe_m"]))])


def test_the_guide_to_btu_is_the_one_of_the_air_conditioners() -> None:
    told = answer(SHOP, "¿Cuántos BTU necesito para mi cuarto?")
    pairs = re.findall(r"(\d+,\d+) BTU hasta (\d+) m²", told)
    sold = [one.attributes for one in SHOP.products if "btu" in one.attributes]
    assert {(int(number(btu)), int(area)) for btu, area in pairs} == {
        (one["btu"], one["area_m2"]) for one in sold
    }


@pytest.mark.parametrize("question", SERVICES_ASKED)
def test_the_clinic_tells_the_price_of_the_service_it_is_asked_about(question: str) -> None:
    services = [product(CLINIC, sku) for sku in SERVICES_ASKED[question]]
    told = answer(CLINIC, question)
    assert money(told) == {one.price for one in services}
    minutes = {int(one) for one in re.findall(r"(\d+) minutos", told)}
    assert minutes in (set(), {one.duration_minutes for one in services})


def test_the_clinic_tells_the_guarantee_of_its_services() -> None:
    told = answer(CLINIC, "¿Los tratamientos tienen garantía?")
    months = sorted({one.warranty_months for one in CLINIC.products if one.warranty_months})
    assert numbers(told) == months
    assert numbers(policy(CLINIC, "warranty")) == months


def test_the_clinic_has_no_discounts_and_says_so() -> None:
    assert CLINIC.profile.discount_rules == ()
    assert "no manejamos descuentos" in answer(CLINIC, "¿Tienen descuentos?")


def test_each_business_keeps_to_its_form_of_address() -> None:
    said_by_shop = " ".join([one.answer for one in SHOP.faqs] + [one.text for one in SHOP.policies])
    assert SHOP.profile.address_form == "tú"
    assert re.findall(r"(?i)\b(usted|ustedes|escríbanos|dígame|díganos)\b", said_by_shop) == []
    said_by_clinic = " ".join(one.answer for one in CLINIC.faqs)
    assert CLINIC.profile.address_form == "usted"
    assert (
        re.findall(r"(?i)\b(tú|ti|tu|tus|te|dime|escríbeme|puedes|tienes)\b", said_by_clinic) == []
    )
