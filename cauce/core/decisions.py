"""Decisions and the gate's verdicts: what a flow wants, and whether it may."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal

from cauce.core.actions import Action, HandOver, SendMessage
from cauce.core.reasons import Reason

Autonomy = Literal["off", "shadow", "ask", "act"]
AUTONOMIES: tuple[Autonomy, ...] = ("off", "shadow", "ask", "act")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a flow decided. Doing nothing is a decision too: no actions, but a `because`.

    `saw` is what it looked at, JSON-able; `decided_by` a rule, an engine with its version, or a
    model's name; `confidence` 0..1. Tokens, cost and prompt are those of the model that was asked.
    """

    because: tuple[Reason, ...]
    confidence: float = 1.0
    actions: tuple[Action, ...] = ()
    wake_at: datetime | None = None
    decided_by: str = "rule"
    saw: Mapping[str, object] = field(default_factory=dict)
    milliseconds: float = 0.0
    tokens: int = 0
    cost: Decimal = Decimal(0)
    prompt_version: str | None = None


def serves(decision: Decision) -> bool:
    """Whether it already answers the customer or gives them to a person."""
    return any(
        isinstance(action, HandOver)
        or (isinstance(action, SendMessage) and action.purpose in ("handover", "notice"))
        for action in decision.actions
    )


@dataclass(frozen=True, slots=True)
class Go:
    """Nothing stands against it."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Not now: ask again at `until` (aware UTC)."""

    until: datetime
    reason: Reason


@dataclass(frozen=True, slots=True)
class Ask:
    """A person must say yes first."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Stop:
    """Never; recorded and not done."""

    reason: Reason


Verdict = Go | Wait | Ask | Stop
