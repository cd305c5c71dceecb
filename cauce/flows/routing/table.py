"""The routing table: the first row that holds decides where a conversation goes."""

from collections.abc import Callable
from dataclasses import dataclass

from cauce.core.duty import LOSING_MOOD, LOSING_RISK
from cauce.core.labels import Intent, SentimentLabel
from cauce.core.reasons import Reason, because

# The machine's own desk, and the end of the line for spam.
CHATBOT = "chatbot"
REJECT = "reject"

# A score over this is somebody a seller should not keep waiting.
SELL_OVER = 80
# Spam from somebody who might buy after all is read by the assistant, not thrown away.
SPAM_UNDER = 20


@dataclass(frozen=True, slots=True)
class Matter:
    """What the table looks at. `mood` −1..1, `churn_risk` and `score` 0..100."""

    intent: Intent
    sentiment: SentimentLabel
    mood: float = 0.0
    churn_risk: int = 0
    score: int = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `upset` rows owe the customer a word on when people are back."""

    holds: Callable[[Matter], bool]
    to: str
    priority: int
    why: Reason
    upset: bool = False


TABLE: tuple[Row, ...] = (
    Row(
        lambda m: m.intent == "purchase_inquiry" and m.score > SELL_OVER,
        to="sales",
        priority=5,
        why=because("wants to buy and scores over {limit}: sales", limit=SELL_OVER),
    ),
    Row(
        lambda m: m.mood < LOSING_MOOD and m.churn_risk > LOSING_RISK,
        to="retention",
        priority=5,
        why=because("very upset and about to leave: retention"),
        upset=True,
    ),
    Row(
        lambda m: m.intent == "complaint" and m.sentiment == "negative",
        to="support",
        priority=5,
        why=because("an upset complaint: a person"),
        upset=True,
    ),
    Row(
        lambda m: m.intent in ("complaint", "warranty_claim"),
        to="support",
        priority=4,
        why=because("a complaint or a warranty claim: support"),
    ),
    Row(
        lambda m: m.intent == "support_request" and m.sentiment == "negative",
        to="support",
        priority=4,
        why=because("needs help and is upset: support"),
    ),
    Row(
        lambda m: m.intent == "spam" and m.score < SPAM_UNDER,
        to=REJECT,
        priority=1,
        why=because("spam from nobody who would buy: closed"),
    ),
    Row(
        lambda m: m.intent in ("product_info", "pricing_question") and m.sentiment != "negative",
        to=CHATBOT,
        priority=2,
        why=because("a question about products or prices: the assistant"),
    ),
    Row(
        lambda _: True,
        to=CHATBOT,
        priority=3,
        why=because("the assistant attends, and may bring in a person"),
    ),
)


def row_for(matter: Matter) -> Row:
    return next(row for row in TABLE if row.holds(matter))
