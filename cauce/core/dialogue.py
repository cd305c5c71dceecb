"""A conversation as the one who answers sees it: what is remembered, known and drafted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal

from cauce.core.business import Knowledge
from cauce.core.labels import EscalationReason, Language
from cauce.core.money import Money
from cauce.core.reading import Reading

Sender = Literal["customer", "bot", "agent", "system"]
Stage = Literal[
    "none",
    "exploring",  # a need is known, details are being asked
    "offered",  # products were shown
    "ordering",  # collecting what an order needs (quantity, city, name)
    "confirming",  # the summary was shown; a yes makes the order
    "ordered",
]
SourceKind = Literal["product", "faq", "policy", "profile", "order", "discount", "team"]
DraftAct = Literal["answer", "ask", "offer", "order", "escalate", "close", "none"]


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a conversation, oldest first in any sequence of them."""

    id: str
    sequence: int
    sender: Sender
    text: str
    at: datetime
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """`sku` and how many; the price is looked up when it is needed, never remembered."""

    sku: str
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Memory:
    """What the dialogue holds on to between turns; stored with the conversation as JSON.

    `pending` is the question our last message ended with, `uses` the known meanings of `use`.
    """

    stage: Stage = "none"
    category: str | None = None
    words: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    focus: str | None = None
    budget: Money | None = None
    use: str | None = None
    city: str | None = None
    quantity: int | None = None
    customer_name: str | None = None
    lines: tuple[OrderLine, ...] = ()
    delivery: Literal["ship", "pickup"] | None = None
    payment: str | None = None
    asked: tuple[str, ...] = ()
    declined: int = 0
    pending: str | None = None
    uses: tuple[str, ...] = ()
    greeted: bool = False
    last_topic: str | None = None
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order of this customer, as they may be told about it. `placed` and `eta` aware UTC."""

    number: str
    status: str
    placed: datetime
    total: Money
    items: tuple[tuple[str, int], ...] = ()
    city: str | None = None
    tracking: str | None = None
    eta: datetime | None = None
    payment_link: str | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """The contact on the other side, and nobody else's data."""

    id: str
    name: str | None = None
    language: Language | None = None
    lifecycle: str = "lead"
    segment: str = "new"
    city: str | None = None
    company: str | None = None
    email: str | None = None
    phone: str | None = None
    lead_score: int | None = None
    opted_out: bool = False
    previous_interactions: int = 0
    orders: tuple[OrderView, ...] = ()


@dataclass(frozen=True, slots=True)
class ReservedOrder:
    """The number and payment page an order would get if this turn places it."""

    id: str
    number: str
    payment_link: str


@dataclass(frozen=True, slots=True)
class Brief:
    """All that may be used to draft an answer: nothing outside it can be said."""

    now: datetime
    text: str
    reading: Reading
    memory: Memory
    knowledge: Knowledge
    customer: Customer
    history: tuple[Said, ...] = ()
    reserved: ReservedOrder | None = None
    open_now: bool = True
    bot_failures: int = 0
    conversation_id: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A row an answer rests on; the engine reads it again before the answer leaves."""

    kind: SourceKind
    id: str


@dataclass(frozen=True, slots=True)
class QuickReply:
    """A button: what it shows (≤ 20 characters) and what tapping it says."""

    title: str
    says: str


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """An order ready to be placed; `total` is what the customer was told and said yes to.

    `code` is the discount code they typed, when one holds. `address` is where in town it goes,
    `branch` the shop it is collected from.
    """

    lines: tuple[OrderLine, ...]
    delivery: Literal["ship", "pickup"]
    city: str | None
    shipping: Money
    total: Money
    payment: str | None = None
    customer_name: str | None = None
    discount_percent: Decimal = Decimal(0)
    code: str | None = None
    address: str | None = None
    branch: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer somebody (a model or the embedded composer) proposes. Only `decide` decides.

    `order` is to be placed now as `reserved`; `summary` is one that was only shown.
    """

    text: str
    act: DraftAct
    confidence: float
    memory: Memory
    topic: str = "other"
    language: Language = "es"
    quick_replies: tuple[QuickReply, ...] = ()
    cards: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    order: OrderDraft | None = None
    summary: OrderDraft | None = None
    reserved: ReservedOrder | None = None
    hand_over: EscalationReason | None = None
    unanswered: str | None = None
    engine: str = "embedded"
    milliseconds: float = 0.0
    tokens: int = 0
    cost: Decimal = Decimal(0)
    prompt_version: str | None = None
