"""One pass over everything a customer just wrote: what the turn's flows look at, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from cauce.core.decisions import Decision
from cauce.core.dialogue import Customer, Draft, Memory, Said
from cauce.core.events import Channel
from cauce.core.first_aid import Advice
from cauce.core.labels import Language, LeadCategory
from cauce.core.people import Agent
from cauce.core.reading import Reading

ConversationStatus = Literal["active", "waiting_customer", "waiting_agent", "resolved", "closed"]


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as it stood when the turn began.

    `owner_id` is the person who attends it; `bot_silenced` is true from the moment a person typed
    or it was handed over until it is handed back. `average_sentiment` −1..1 over
    `mood_count` readings; `bot_failures` counts answers in a row that did not help.
    """

    id: str
    channel: Channel
    status: ConversationStatus = "active"
    owner_id: str | None = None
    bot_silenced: bool = False
    bot_failures: int = 0
    priority: int = 3
    department: str | None = None
    average_sentiment: float | None = None
    mood_count: int = 0
    message_count: int = 0
    memory: Memory = field(default_factory=Memory)
    open_case_id: str | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """The contact's lead as it stood. `source` is where it came from."""

    id: str
    score: int | None = None
    category: LeadCategory | None = None
    status: str = "new"
    source: str = "website"
    role: str | None = None
    company: str | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether people are at work now, and when they next are (aware UTC; None when unknown)."""

    open_now: bool
    next_open: datetime | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """Facts of the turn; `made` holds what the flows before this one decided, by flow name.

    `high_value` is the order size in the business's currency, in minor units, that a person
    should see; `reply_minutes` the measured median of how soon agents answer; `house_language`
    what the team reads; `advice` what the business says to do in an urgent case; `names` what the
    products that the dialogue holds are called, by SKU.
    """

    now: datetime
    conversation: Conversation
    customer: Customer
    lead: Lead
    burst: tuple[Said, ...]
    history: tuple[Said, ...]
    reading: Reading
    agents: tuple[Agent, ...] = ()
    opening: Opening = Opening(open_now=True)
    time_zone: str = "America/Panama"
    currency: str = "USD"
    house_language: Language = "es"
    high_value_minor: int | None = 500_000
    reply_minutes: float | None = None
    advice: Advice | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    draft: Draft | None = None
    made: Mapping[str, Decision] = field(default_factory=dict)
