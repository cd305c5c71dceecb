"""What is personal stays in the house; what is a price, a date or an order number goes through."""

import pytest

from cauce.core.masking import Masking


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("llámame al +507 6123-4567", "llámame al [PHONE_1]"),
        ("mi número es 6123-4567", "mi número es [PHONE_1]"),
        ("61234567", "[PHONE_1]"),
        ("(11) 96123-4567, por favor", "[PHONE_1], por favor"),
        ("call 212-555-0199 today", "call [PHONE_1] today"),
        ("+52 1 55 1234 5678", "[PHONE_1]"),
        ("escribe a ana.lopez+x@correo.com.pa ya", "escribe a [EMAIL_1] ya"),
        ("cédula 8-765-1234", "cédula [DOCUMENT_1]"),
        ("soy PE-12-3456", "soy [DOCUMENT_1]"),
        ("meu CPF é 123.456.789-09", "meu CPF é [DOCUMENT_1]"),
        ("CNPJ 12.345.678/0001-95", "CNPJ [DOCUMENT_1]"),
        ("RUT 12.345.678-5", "RUT [DOCUMENT_1]"),
        ("mi pasaporte es AB1234567", "mi pasaporte es [DOCUMENT_1]"),
        ("my passport number is X1234567", "my passport number is [DOCUMENT_1]"),
        ("CUIT 20-12345678-3", "CUIT [DOCUMENT_1]"),
        ("SSN 123-45-6789", "SSN [DOCUMENT_1]"),
        ("tarjeta 4111 1111 1111 1111", "tarjeta [CARD_1]"),
        ("paga con 5500-0000-0000-0004", "paga con [CARD_1]"),
        ("la tarjeta •••• 4242", "la tarjeta [CARD_1]"),
    ],
)
def test_personal_data_becomes_a_placeholder_and_returns(text: str, masked: str) -> None:
    masking = Masking()
    assert masking.mask(text) == masked
    assert masking.restore(masked) == text


@pytest.mark.parametrize(
    "text",
    [
        "cuesta $1,299.99 y quedan 14 unidades",
        "tengo 1500000 pesos de presupuesto",
        "R$ 2.499,00 em 12 parcelas",
        "pedido PA-1042 y guía TRK-99887766",
        "el 24/11/2026 a las 10:30",
        "LAP-DEL-3530, 15.6 pulgadas, 1920x1080",
        "entre 100 y 200 dólares, unos 2500",
        "documentos que necesito para comprar",
    ],
)
def test_figures_of_business_are_left_alone(text: str) -> None:
    assert Masking().mask(text) == text


def test_the_same_value_has_the_same_placeholder() -> None:
    masking = Masking()
    first = masking.mask("ana@x.com y luis@x.com")
    assert (first, masking.mask("otra vez ana@x.com")) == (
        "[EMAIL_1] y [EMAIL_2]",
        "otra vez [EMAIL_1]",
    )
    assert masking.hidden == 2


def test_only_the_chosen_kinds_are_masked() -> None:
    masking = Masking(frozenset({"email"}))
    assert masking.mask("ana@x.com, 6123-4567") == "[EMAIL_1], 6123-4567"


def test_a_placeholder_nobody_made_is_not_filled() -> None:
    masking = Masking()
    masking.mask("6123-4567")
    assert masking.restore("[PHONE_2] [EMAIL_1] [PHONE_1]") == "[PHONE_2] [EMAIL_1] 6123-4567"
