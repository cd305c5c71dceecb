"""What one burst of customer messages says: read once, used by every flow of the turn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from cauce.core.labels import (
    Attack,
    BuyingSignal,
    Closure,
    CommentType,
    Emotion,
    Intent,
    Language,
    Objection,
    OptOut,
    SentimentLabel,
    Urgency,
)


@dataclass(frozen=True, slots=True)
class ItemMention:
    """A product the customer named, in their words, and how many of it if they said so."""

    product: str
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """An amount of money the customer gave as theirs. `currency` is ISO 4217 or None if unsaid."""

    amount: Decimal
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Entities:
    """Facts in the text, verbatim; everything may be missing."""

    items: tuple[ItemMention, ...] = ()
    quantity: int | None = None
    budget: Budget | None = None
    date: str | None = None
    urgency: str | None = None
    city: str | None = None
    order_number: str | None = None
    person: str | None = None
    company: str | None = None
    phone: str | None = None
    email: str | None = None

    @property
    def products(self) -> tuple[str, ...]:
        return tuple(item.product for item in self.items)


@dataclass(frozen=True, slots=True)
class Mood:
    """Feeling towards the business. `score` −1..1, `churn_risk` 0..100, emotions 0..1 each."""

    label: SentimentLabel
    score: float
    confidence: float
    emotions: Mapping[Emotion, float] = field(default_factory=dict)
    urgency: Urgency = "low"
    churn_risk: int = 0
    triggers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeadSignals:
    """Points the message itself earns (urgency 0–30, authority 0–25, budget 0–25, fit 0–20).

    `evidence` maps a criterion to the customer's words that earned its points.
    """

    urgency: int = 0
    authority: int = 0
    budget: int = 0
    fit: int = 0
    volume: bool = False
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Injection:
    """An attempt to bend the rules, and how sure the reader is (0..1)."""

    kind: Attack
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything understood of one burst. Confidences are calibrated probabilities 0..1."""

    language: Language
    intent: Intent
    intent_confidence: float
    mood: Mood
    secondary: tuple[Intent, ...] = ()
    entities: Entities = field(default_factory=Entities)
    lead: LeadSignals = field(default_factory=LeadSignals)
    objections: tuple[Objection, ...] = ()
    buying_signals: tuple[BuyingSignal, ...] = ()
    closure: Closure = "unclear"
    closure_confidence: float = 0.0
    wants_person: bool = False
    legal: bool = False
    opt_out: OptOut = "no"
    comment: CommentType = "neutral"
    comment_needs_dm: bool = False
    injection: Injection | None = None
    engine: str = "embedded"
    milliseconds: float = 0.0
    tokens: int = 0
    cost: Decimal = Decimal(0)
    prompt_version: str | None = None


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What the reader may know besides the text; nothing of it is needed."""

    last_agent_message: str | None = None
    language_hint: Language | None = None
    role: str | None = None
    company: str | None = None
    previous_interactions: int = 0
    conversation_id: str | None = None
