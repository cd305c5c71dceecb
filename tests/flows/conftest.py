"""A turn to play with: one customer, one message, two people on duty."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cauce.core.dialogue import Customer, Said
from cauce.core.people import Agent
from cauce.core.reading import Mood, Reading
from cauce.core.turn import Conversation, Lead, Turn

NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
CALM = Mood("neutral", 0.0, 0.9)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def agents() -> tuple[Agent, ...]:
    return (
        Agent("usr_sales", "Yaritza Batista", ("sales",), ("es", "en"), on_duty=True),
        Agent("usr_support", "Diego Ríos", ("support",), ("es",), on_duty=True),
    )


@pytest.fixture
def said() -> Callable[..., Said]:
    def make(text: str, sender: Any = "customer", kind: str = "text", ago: int = 0) -> Said:
        return Said("msg", 1, sender, text, NOW - timedelta(minutes=ago), kind)

    return make


@pytest.fixture
def reading() -> Callable[..., Reading]:
    def make(**parts: Any) -> Reading:
        given: dict[str, Any] = {
            "language": "es",
            "intent": "general_inquiry",
            "intent_confidence": 0.9,
            "mood": CALM,
            **parts,
        }
        return Reading(**given)

    return make


@pytest.fixture
def turn(
    reading: Callable[..., Reading], said: Callable[..., Said], agents: tuple[Agent, ...]
) -> Callable[..., Turn]:
    def make(text: str = "hola", **parts: Any) -> Turn:
        plain = Turn(
            now=NOW,
            conversation=Conversation("conv_1", "webchat"),
            customer=Customer("cont_1", name="Ana"),
            lead=Lead("lead_1"),
            burst=(said(text),),
            history=(),
            reading=reading(),
            agents=agents,
        )
        return replace(plain, **parts)

    return make
