"""Advertising is told from a customer who asks, pays, or is in the middle of a talk."""

from typing import Any

import pytest

from cauce.core.dialogue import Memory
from cauce.core.reading import Mood, Reading
from cauce.core.spam import may_be_customer, surely_spam


def _reading(confidence: float, intent: Any = "spam") -> Reading:
    return Reading("es", intent, confidence, Mood("neutral", 0.0, 0.8))


def test_only_a_sure_reading_is_surely_spam() -> None:
    assert surely_spam(_reading(0.7))
    assert not surely_spam(_reading(0.69))
    assert not surely_spam(_reading(0.99, "product_info"))


@pytest.mark.parametrize(
    "text",
    [
        "cual es su cuenta de banco para transferir",
        "vi en instagram un sorteo de ustedes, como participo?",
        "ya hice la transferencia, ahora les mando el comprobante",
        "what's your cheapest phone and do you ship to Chitre?",
        "I already paid, here is the payment receipt of today",
        "quero fazer o pagamento da minha compra de ontem",
        "si, mañana paso",
    ],
)
def test_who_asks_pays_or_says_little_may_be_a_customer(text: str) -> None:
    assert may_be_customer(text, Memory())


@pytest.mark.parametrize(
    "text",
    [
        "Gana $500 diarios desde tu casa, sin experiencia, cupos limitados",
        "Préstamos inmediatos sin buró, aprobación en cinco minutos, escríbenos",
        "Increase your followers today with our premium marketing package",
    ],
)
def test_advertising_is_not_unless_a_talk_is_under_way(text: str) -> None:
    assert not may_be_customer(text, Memory())
    assert may_be_customer(text, Memory(stage="ordering"))
    assert may_be_customer(text, Memory(pending="which"))
