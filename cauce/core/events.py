"""What wakes flows: things that arrived from outside, and things that happened in the house."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

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
    "unsupported",
]
DeliveryStatus = Literal["queued", "sent", "delivered", "read", "failed"]


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message a person sent, of any kind. `provider_id` is unique on its channel.

    `external_id` is the person on that channel (phone, scoped id, visitor id); `account_id` the
    number, page or site of ours that got it; `data` keeps what the kind carries besides text.
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


@dataclass(frozen=True, slots=True)
class StatusUpdate:
    """News of a message of ours: it was sent, delivered, read, or failed with a reason."""

    channel: Channel
    provider_id: str
    status: DeliveryStatus
    at: datetime
    error_code: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A part of a payload nobody could make sense of: kept, shown, and can be run again."""

    why: str


InboundEvent = InboundMessage | StatusUpdate | Unreadable
