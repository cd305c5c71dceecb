"""The form a model fills with its answer, and the arguments of its tools."""

from typing import Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from cauce.core.labels import EscalationReason, Language

Act = Literal["answer", "ask", "offer", "close"]
Topic = Literal[
    "products",
    "shipping",
    "payment",
    "hours",
    "location",
    "warranty",
    "returns",
    "orders",
    "discount",
    "account",
    "other",
]
TOPICS: Final[tuple[Topic, ...]] = get_args(Topic)
_OF_BARE_WORDS = 0.6


class Given(BaseModel):
    """What a model sends; what nobody asked for is not looked at."""

    model_config = ConfigDict(extra="ignore")


class AnswerForm(Given):
    text: str
    act: Act
    topic: Topic
    language: Language
    confidence: float
    shown: list[str]
    unanswered: bool
    off_topic: bool


def just_words(text: str, language: Language) -> AnswerForm:
    """Bare words as an answer: nothing is known of them, so they count for little."""
    return AnswerForm(
        text=text,
        act="answer",
        topic="other",
        language=language,
        confidence=_OF_BARE_WORDS,
        shown=[],
        unanswered=False,
        off_topic=False,
    )


class SearchProducts(Given):
    words: str = Field(description="What the customer looks for, in their words")
    most: int = Field(5, description="How many at most, up to 8")


class LookUp(Given):
    question: str = Field(description="The question, in the customer's words")


class MyOrders(Given):
    number: str | None = Field(None, description="Only this order, when they named one")


class OrderedLine(Given):
    sku: str
    quantity: int


class Quote(Given):
    lines: list[OrderedLine]
    city: str | None = Field(None, description="Where it goes; null to pick it up")
    code: str | None = Field(None, description="A discount code the customer typed")


class TakeOrder(Quote):
    payment: str | None = Field(None, description="Code of the payment method, if they chose one")
    name: str | None = Field(None, description="In whose name, if they said so")


class HandOver(Given):
    reason: EscalationReason
