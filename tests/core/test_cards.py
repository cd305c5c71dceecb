"""The data of a card is hidden wherever somebody wrote it; every other number stays."""

import pytest

from cauce.core.cards import card_numbers, masked, was_masked, without_masked


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("mi tarjeta es 4242 4242 4242 4242", "mi tarjeta es •••• 4242"),
        ("5555-5555-5555-4444", "•••• 4444"),
        ("4242.4242.4242.4242", "•••• 4242"),
        ("4242\u00a04242\u00a04242\u00a04242", "•••• 4242"),
        ("amex 3782 822463 10005", "amex •••• 0005"),
        ("diners 30569309025904", "diners •••• 5904"),
        ("4222222222222", "•••• 2222"),
        ("elo 6362970000457013.", "elo •••• 7013."),
        ("4000056655665556 y 5200828282828210", "•••• 5556 y •••• 8210"),
        ("dos: 4242 4242 4242 4242 5555 5555 5555 4444", "dos: •••• 4242 •••• 4444"),
    ],
)
def test_of_a_card_number_only_the_last_four_digits_stay(written: str, kept: str) -> None:
    assert masked(written) == kept
    assert was_masked(masked(written))
    assert masked(masked(written)) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("4242424242424242 12/27 123", "•••• 4242 12/27 •••"),
        ("4242424242424242, vence 12/27, cvv 123", "•••• 4242, vence 12/27, cvv •••"),
        ("378282246310005 1234", "•••• 0005 •••"),
        ("o cvv é 737", "o cvv é •••"),
        ("código de seguridad: 456", "código de seguridad: •••"),
        ("the security code is 4567", "the security code is •••"),
        ("código de segurança 321", "código de segurança •••"),
    ],
)
def test_the_code_on_the_back_is_hidden_too(written: str, kept: str) -> None:
    assert masked(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "4242 4242 4242 4243",
        "el IMEI es 356938035643809",
        "490154203237518",
        "guía 4242424242424242",
        "tracking number 5555555555554444",
        "PA-4242424242424242",
        "https://shop.example/p/4242424242424242",
        "+5491123456789",
        "llámame al 6123-4567 o al 6123-4568",
        "3001234567 3109876543",
        "pedido 20231015123456",
        "RUC 155712345-2-2021 DV 50",
        "tallas 36 38 40 42 44 46 48",
        "0000000000000000",
        "quiero 10 de 4242 y 4 de 4242",
        "código 123",
    ],
)
def test_other_numbers_stay_as_they_were_written(written: str) -> None:
    assert masked(written) == written
    assert card_numbers(written) == frozenset()
    assert not was_masked(written)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n", " \n"])
@pytest.mark.parametrize("before", ["mi tarjeta", "mi tarjeta es", "serial", "guía", "PA-", "a/"])
def test_a_card_on_a_line_of_its_own_is_hidden_whatever_the_line_before_says(
    before: str, end: str
) -> None:
    written = f"{before}{end}4111 1111 1111 1111{end}"
    assert masked(written) == f"{before}{end}•••• 1111{end}"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("below", "kept"),
    [
        ("12/27{0}123", "12/27{0}•••"),
        ("12/27{0}123{0}Juan Pérez", "12/27{0}•••{0}Juan Pérez"),
        ("123", "•••"),
        ("1234{0}Juan Pérez", "•••{0}Juan Pérez"),
        ("150 unidades", "150 unidades"),
        ("2500.50", "2500.50"),
        ("12/27{0}300 unidades", "12/27{0}300 unidades"),
    ],
)
def test_the_code_in_a_line_below_the_card_is_hidden_too(below: str, kept: str, end: str) -> None:
    written = f"4242 4242 4242 4242{end}{below.format(end)}"
    assert masked(written) == f"•••• 4242{end}{kept.format(end)}"


def test_an_amount_beside_a_card_is_not_its_code() -> None:
    assert masked("4242 4242 4242 4242 por 500") == "•••• 4242 por 500"
    assert masked("4242 4242 4242 4242 quiero 150 unidades") == "•••• 4242 quiero 150 unidades"


def test_what_else_a_message_says_can_be_read_without_the_card() -> None:
    assert without_masked("pago con •••• 4242 cvv •••, gracias").split() == [
        "pago", "con", "cvv", ",", "gracias",
    ]  # fmt: skip
