"""The demo clinic tells its hours, prices and guarantees as its services have them."""

import re

import pytest

from cauce.core.labels import Language
from tests.knowledge.demos import CLINIC, LANGUAGES, answer, clock, money, numbers, policy, product

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


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_clinic_tells_the_hours_of_its_profile(language: Language) -> None:
    hours = [clock(hour) for one in CLINIC.profile.hours for hour in (one.opens, one.closes)]
    told = answer(CLINIC, "¿Cuál es el horario de atención?", language)
    assert re.findall(r"\d+:\d\d", told) == hours
    assert all("sun" not in one.days for one in CLINIC.profile.hours)


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
