"""A message, an order, and a quiet Tuesday morning to judge them in."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from cauce.core.actions import SendMessage, TakeOrder
from cauce.core.dialogue import OrderDraft, OrderLine
from cauce.core.money import Money
from cauce.policy.situation import Situation

# Tuesday, ten in the morning in Panama.
NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)


@pytest.fixture
def situation() -> Callable[..., Situation]:
    def make(**parts: Any) -> Situation:
        return Situation(**{"now": NOW, "flow": "chatbot", "autonomy": "act", **parts})

    return make


@pytest.fixture
def message() -> Callable[..., SendMessage]:
    def make(purpose: Any = "reply") -> SendMessage:
        return SendMessage("Con gusto.", "es", purpose=purpose)

    return make


@pytest.fixture
def order() -> Callable[..., TakeOrder]:
    def make(total: str = "100.00") -> TakeOrder:
        free = Money(Decimal(0), "USD")
        lines = (OrderLine("SKU-1"),)
        draft = OrderDraft(lines, "pickup", None, free, Money(Decimal(total), "USD"))
        return TakeOrder("ord_1", "A1", "http://localhost/pay/1", draft)

    return make
