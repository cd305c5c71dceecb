"""What a conversation shows by itself: failed tries, a client of standing, a tangled story."""

from datetime import UTC, datetime
from typing import Any

import pytest

from cauce.core.dialogue import Said
from cauce.flows.escalation.phrases import any_of
from cauce.flows.escalation.signs import entangled, failed_tries, of_standing

AT = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)


def talk(*lines: str) -> tuple[Said, ...]:
    """Customer and bot in turns, the customer first."""
    senders: list[Any] = ["customer", "bot"]
    return tuple(Said(str(n), n, senders[n % 2], line, AT) for n, line in enumerate(lines))


@pytest.mark.parametrize(
    ("history", "text"),
    [
        (
            ("la impresora no prende", "Revise el cable.", "ya lo revise", "Revise el cable."),
            "sigue igual",
        ),
        (("my code fails", "Check the date.", "did that", "Try again."), "still not working"),
        (("cadê meu pedido", "Não entendi.", "meu pedido", "Não entendi."), "meu pedido!"),
        (("horario?", "No entendí.", "el horario", "¿Busca un producto?"), "no, el horario"),
    ],
    ids=["advice", "english", "portuguese", "asked again"],
)
def test_tries_that_did_not_help_are_counted(history: tuple[str, ...], text: str) -> None:
    assert failed_tries(talk(*history), text) >= 2


@pytest.mark.parametrize(
    ("history", "text"),
    [
        (("tienen iphone 13?", "A $500.", "y el iphone 14?", "A $600."), "y el iphone 15?"),
        (
            ("no prende", "Vea el cable.", "sigue igual", "Cambie el fusible."),
            "eso era, gracias",
        ),
        (("hola", "¡Hola!", "laptops", "Dell o HP."), "la Dell, otra vez por favor el precio"),
        ((), "otra vez lo mismo"),
    ],
    ids=["other products", "it helped", "once", "first message"],
)
def test_an_ordinary_talk_is_not_a_failure(history: tuple[str, ...], text: str) -> None:
    assert failed_tries(talk(*history), text) < 2


def test_failures_of_long_ago_are_forgiven() -> None:
    old = talk("no prende", "No entendí.", "ya lo hice", "No entendí.")
    since = talk("cuánto cuesta", "A $5.", "lo llevo", "¿Ciudad?", "Colón", "Listo.", "sí", "Bien.")
    assert failed_tries((*old, *since), "y el azul?") == 0


@pytest.mark.parametrize(
    ("greeting", "text", "expected"),
    [
        ("Hola, su nivel es VIP Oro.", "se dañó el reloj", True),
        ("", "Soy cliente VIP desde hace años", True),
        ("", "as a platinum member I expect more", True),
        ("", "cómo hago para ser cliente VIP?", False),
        ("", "quanto custa o camarote vip?", False),
        ("Hola, ¿en qué ayudo?", "quiero una laptop", False),
    ],
)
def test_a_client_of_standing_is_known_by_greeting_or_introduction(
    greeting: str, text: str, expected: bool
) -> None:
    history = (Said("1", 1, "bot", greeting, AT),) if greeting else ()
    assert of_standing(history, text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "la aseguradora dice que paga el taller, el taller dice que paga la financiera y yo "
            "llevo un mes sin carro",
            True,
        ),
        (
            "my landlord and the insurance say the contract is yours, and nobody answers me, so "
            "who pays for the repair?",
            True,
        ),
        ("¿aceptan seguro?", False),
        ("quiero pagar con el banco y que llegue al edificio Mirador, gracias", False),
    ],
    ids=["three parties", "who pays", "short", "an ordinary order"],
)
def test_a_tangled_story_has_several_parties(text: str, expected: bool) -> None:
    assert entangled((), text) is expected


def test_a_phrase_may_leave_the_end_of_a_word_and_some_words_open() -> None:
    pattern = any_of("platin* | nivel .. oro")
    assert pattern.search("cliente platino")
    assert pattern.search("nivel de socio oro")
    assert not pattern.search("nivel uno dos tres cuatro oro")
    assert not pattern.search("oro")
