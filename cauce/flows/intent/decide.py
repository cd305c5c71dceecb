"""Puts the reading into words a person can check; says so when it is little more than a guess."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from cauce.core.decisions import Decision
from cauce.core.labels import Intent
from cauce.core.reasons import Reason, because

# Confidence is calibrated: below this, the reading is wrong about as often as it is right.
UNSURE = 0.5


@dataclass(frozen=True, slots=True)
class Facts:
    """`entities` are the facts of the text in the customer's own words."""

    now: datetime
    intent: Intent
    confidence: float
    secondary: tuple[Intent, ...] = ()
    entities: Mapping[str, str] = field(default_factory=dict)
    engine: str = "embedded"
    milliseconds: float = 0.0
    tokens: int = 0
    cost: Decimal = Decimal(0)
    prompt_version: str | None = None


def decide(facts: Facts) -> Decision:
    return Decision(
        because=_reasons(facts),
        confidence=facts.confidence,
        decided_by=facts.engine,
        saw={
            "intent": facts.intent,
            "secondary": list(facts.secondary),
            "entities": dict(facts.entities),
            "unsure": facts.confidence < UNSURE,
        },
        milliseconds=facts.milliseconds,
        tokens=facts.tokens,
        cost=facts.cost,
        prompt_version=facts.prompt_version,
    )


def _reasons(facts: Facts) -> tuple[Reason, ...]:
    percent = round(facts.confidence * 100)
    intent = in_words(facts.intent)
    if facts.confidence < UNSURE:
        reasons = [
            because("perhaps: {intent}, only {percent} % sure", intent=intent, percent=percent)
        ]
    else:
        reasons = [
            because("it reads as: {intent}, {percent} % sure", intent=intent, percent=percent)
        ]
    reasons.extend(because("also: {intent}", intent=in_words(intent)) for intent in facts.secondary)
    if facts.entities:
        named = "; ".join(f"“{words}”" for words in facts.entities.values())
        reasons.append(because("it names {entities}", entities=named))
    return tuple(reasons)


def in_words(label: str) -> str:
    return label.replace("_", " ")
