"""The form a model fills about a burst of messages, and the reading that comes of it."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

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
from cauce.core.reading import (
    Budget,
    Entities,
    Injection,
    ItemMention,
    LeadSignals,
    Mood,
    Reading,
)
from cauce.core.spelling import plain

_Label = TypeVar("_Label", bound=str)
_EMOTION = 0.7
_MOST_QUANTITY = 100_000


class Item(BaseModel):
    """A product as the customer named it."""

    model_config = ConfigDict(extra="ignore")
    product: str
    quantity: int | None


class ReadingForm(BaseModel):
    """Every field is asked for, so that forgetting one is told from having nothing to say."""

    model_config = ConfigDict(extra="ignore")
    language: Language
    intent: Intent
    intent_confidence: float
    secondary: list[Intent]
    sentiment: SentimentLabel
    sentiment_score: float
    sentiment_confidence: float
    emotions: list[Emotion]
    urgency: Urgency
    churn_risk: int
    items: list[Item]
    quantity: int | None
    budget_amount: float | None
    budget_currency: str | None
    date: str | None
    city: str | None
    order_number: str | None
    person: str | None
    company: str | None
    phone: str | None
    email: str | None
    lead_urgency: int
    lead_authority: int
    lead_budget: int
    lead_fit: int
    objections: list[Objection]
    buying_signals: list[BuyingSignal]
    closure: Closure
    closure_confidence: float
    wants_person: bool
    legal: bool
    opt_out: OptOut
    comment: CommentType
    attack: Attack | None
    attack_confidence: float


def reading_of(form: ReadingForm, text: str) -> Reading:
    """Figures are brought within their bounds; facts that the text does not hold are left out."""
    return Reading(
        language=form.language,
        intent=form.intent,
        intent_confidence=_share(form.intent_confidence),
        mood=Mood(
            form.sentiment,
            max(-1.0, min(1.0, form.sentiment_score)),
            _share(form.sentiment_confidence),
            emotions=dict.fromkeys(form.emotions, _EMOTION),
            urgency=form.urgency,
            churn_risk=_points(form.churn_risk, 100),
        ),
        secondary=tuple(one for one in dict.fromkeys(form.secondary) if one != form.intent),
        entities=_entities(form, text),
        lead=LeadSignals(
            urgency=_points(form.lead_urgency, 30),
            authority=_points(form.lead_authority, 25),
            budget=_points(form.lead_budget, 25),
            fit=_points(form.lead_fit, 20),
        ),
        objections=_once(form.objections),
        buying_signals=_once(form.buying_signals),
        closure=form.closure,
        closure_confidence=_share(form.closure_confidence),
        wants_person=form.wants_person,
        legal=form.legal,
        opt_out=form.opt_out,
        comment=form.comment,
        injection=_injection(form),
    )


def _entities(form: ReadingForm, text: str) -> Entities:
    said = " ".join(plain(text).split())

    def there(value: str | None) -> str | None:
        words = " ".join(plain(value or "").split())
        return value if words and words in said else None

    items = tuple(
        ItemMention(item.product, _quantity(item.quantity))
        for item in form.items
        if there(item.product)
    )
    return Entities(
        items=items,
        quantity=_quantity(form.quantity),
        budget=_budget(form, said),
        date=there(form.date),
        city=there(form.city),
        order_number=there(form.order_number),
        person=there(form.person),
        company=there(form.company),
        phone=there(form.phone),
        email=there(form.email),
    )


def _budget(form: ReadingForm, said: str) -> Budget | None:
    """Only where the message holds a figure at all: "cheap" is no amount."""
    if form.budget_amount is None or not any(map(str.isdigit, said)):
        return None
    try:
        amount = Decimal(str(form.budget_amount))
    except InvalidOperation:
        return None
    currency = (form.budget_currency or "").upper()
    if not amount.is_finite() or amount <= 0:
        return None
    return Budget(amount, currency if len(currency) == 3 and currency.isalpha() else None)


def _quantity(value: int | None) -> int | None:
    return value if value is not None and 0 < value <= _MOST_QUANTITY else None


def _injection(form: ReadingForm) -> Injection | None:
    if form.attack is None:
        return None
    return Injection(form.attack, _share(form.attack_confidence))


def _share(value: float) -> float:
    return max(0.0, min(1.0, value))


def _points(value: int, most: int) -> int:
    return max(0, min(most, value))


def _once(labels: Sequence[_Label]) -> tuple[_Label, ...]:
    return tuple(dict.fromkeys(labels))
