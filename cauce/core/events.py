"""What wakes flows: things that arrived from outside, and things that happened in the house."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from cauce.core.prices import Charge

Channel = Literal["webchat", "whatsapp", "messenger", "instagram"]
CHANNELS: tuple[Channel, ...] = ("webchat", "whatsapp", "messenger", "instagram")
MessageKind = Literal[
    "text",
    "image",
    "audio",
    "video",
    "document",
    "location",
    "contact",
    "sticker",
    "button",
    "list",
    "reaction",
    "order",
    "story_reply",
    "system",
    "unsupported",
]
ChangeKind = Literal["edited", "withdrawn", "reaction"]
TemplateTrait = Literal["status", "quality", "category", "coming_category"]
DeliveryStatus = Literal["accepted", "sent", "delivered", "read", "played", "failed"]


@dataclass(frozen=True, slots=True)
class Becomes:
    """What a person is called from now on: `external_id` to send to, all `names`, and what they
    `leaves` behind, which somebody else may be called next."""

    external_id: str
    names: tuple[str, ...]
    leaves: tuple[str, ...] = ()
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message of a conversation, of any kind. `provider_id` is unique on its channel.

    `external_id` is the person on that channel (phone, scoped id, visitor id) and `names` all that
    the platform calls them by; `account_id` the number, page or site of ours; `data` keeps what the
    kind carries besides text. `sender` is the customer, somebody of ours who answered outside Cauce
    (agent), or the platform telling of the customer (system). `campaign` is the advertisement or
    post that `source` brought them by.
    """

    channel: Channel
    provider_id: str
    external_id: str
    kind: MessageKind
    text: str
    sent_at: datetime
    account_id: str = ""
    display_name: str | None = None
    username: str | None = None
    phone: str | None = None
    reply_to: str | None = None
    data: Mapping[str, object] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    sender: Literal["customer", "agent", "system"] = "customer"
    source: str | None = None
    campaign: str | None = None
    becomes: Becomes | None = None


@dataclass(frozen=True, slots=True)
class MessageChange:
    """Something done to a message that was said: edited to `text`, withdrawn, or reacted to.

    `event` names the change itself, `about` the message; no `text` in a reaction takes it back.
    """

    channel: Channel
    event: str
    about: str
    kind: ChangeKind
    at: datetime
    external_id: str
    by: Literal["customer", "agent"] = "customer"
    text: str = ""
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Watermark:
    """Everything we sent to this person until `at` was delivered, or read."""

    channel: Channel
    external_id: str
    status: Literal["delivered", "read"]
    at: datetime


@dataclass(frozen=True, slots=True)
class StatusUpdate:
    """News of a message of ours: it was sent, delivered, read, or failed with a reason.

    `key` is our own mark of that very try, where the platform repeats it; `charge` what it says of
    the price.
    """

    channel: Channel
    provider_id: str
    status: DeliveryStatus
    at: datetime
    error_code: str | None = None
    error: str | None = None
    key: str | None = None
    charge: Charge | None = None


@dataclass(frozen=True, slots=True)
class TemplateNews:
    """A message template of our `business` account there is something else from now on, or, as
    a `coming_category`, will be."""

    channel: Channel
    business: str
    provider_id: str
    name: str
    language: str
    trait: TemplateTrait
    value: str
    at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class MarketingWish:
    """What a person told the platform about advertising of ours; `said` in its own word."""

    channel: Channel
    names: tuple[str, ...]
    granted: bool
    said: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A part of a payload nobody could make sense of: kept, shown, and can be run again."""

    why: str


InboundEvent = (
    InboundMessage
    | MessageChange
    | StatusUpdate
    | Watermark
    | TemplateNews
    | MarketingWish
    | Unreadable
)
