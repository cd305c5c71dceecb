"""Everything Cauce can do by itself: a closed union that the engine performs, one by one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from cauce.core.delivery import OutTemplate
from cauce.core.dialogue import Memory, OrderDraft, QuickReply, Source
from cauce.core.labels import EscalationReason, Language, LeadCategory

Severity = Literal["low", "medium", "high", "critical"]
Purpose = Literal["reply", "handover", "notice", "follow_up", "marketing", "collection"]


@dataclass(frozen=True, slots=True)
class SendMessage:
    """A text to the customer of the conversation, with what it rests on."""

    text: str
    language: Language
    purpose: Purpose = "reply"
    quick_replies: tuple[QuickReply, ...] = ()
    cards: tuple[str, ...] = ()
    summary: OrderDraft | None = None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class SendTemplate:
    """A message the platform approved beforehand: the only one that opens a closed conversation.

    `text` is what the customer reads, `buttons` what its buttons say, and `out` what leaves.
    """

    template_id: str
    category: str
    text: str
    out: OutTemplate
    purpose: Purpose = "follow_up"
    buttons: tuple[str, ...] = ()

    @property
    def advertises(self) -> bool:
        return self.category == "MARKETING" or self.purpose == "marketing"


@dataclass(frozen=True, slots=True)
class SetScore:
    """The lead's score 0–100 with the points of each criterion; they add up to the score."""

    score: int
    category: LeadCategory
    points: Mapping[str, int]
    recommended: str
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assign:
    """The conversation goes to a team, and to an agent of it when one is on duty.

    `team` "chatbot" leaves it with the machine. Priority 1 (least) to 5.
    """

    team: str
    priority: int
    agent_id: str | None = None


@dataclass(frozen=True, slots=True)
class HandOver:
    """A person takes the conversation; the bot is silent in it until it is handed back."""

    reason: EscalationReason
    summary: str
    priority: int
    team: str
    agent_id: str | None = None
    entities: Mapping[str, str] = field(default_factory=dict)
    suggested_reply: str | None = None


@dataclass(frozen=True, slots=True)
class TakeOrder:
    """Creates the order the customer said yes to, at the prices they were told."""

    order_id: str
    number: str
    payment_link: str
    order: OrderDraft


@dataclass(frozen=True, slots=True)
class Remember:
    """What the dialogue keeps for the next turn."""

    memory: Memory


@dataclass(frozen=True, slots=True)
class RecordUnanswered:
    """A question the business's knowledge has no answer to, for the owner to fill in."""

    question: str
    language: Language


@dataclass(frozen=True, slots=True)
class SetConsent:
    """The customer's wish about being written to. `scope` all: nothing but answers to them."""

    scope: Literal["all", "marketing"]
    granted: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class RaiseAlert:
    """Something the team should know; one open alert per `cause`."""

    type: str
    severity: Severity
    message: str
    cause: str
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotifyTeam:
    """A note to a team or a person inside Cauce (and wherever they asked to be told)."""

    team: str
    title: str
    body: str
    agent_id: str | None = None


@dataclass(frozen=True, slots=True)
class CloseConversation:
    """Nothing more to do here (spam, or settled). Writing again opens it."""

    reason: str


Said = SendMessage | SendTemplate
Action = (
    SendMessage
    | SendTemplate
    | SetScore
    | Assign
    | HandOver
    | TakeOrder
    | Remember
    | RecordUnanswered
    | SetConsent
    | RaiseAlert
    | NotifyTeam
    | CloseConversation
)
