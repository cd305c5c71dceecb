"""Customers with their phones: who they are, what their phone does, and what it shows."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal

Channel = Literal["whatsapp", "messenger", "instagram"]
CHANNELS: Final[tuple[Channel, ...]] = ("whatsapp", "messenger", "instagram")
Side = Literal["customer", "business"]
WINDOW: Final = timedelta(hours=24)
AD_WINDOW: Final = timedelta(days=7)
HUMAN_WINDOW: Final = timedelta(days=7)
# How far a message has come. What comes after is never undone by what came before.
STEPS: Final = ("accepted", "sent", "delivered", "read", "played")


@dataclass(slots=True)
class Shown:
    """One bubble. `content` is what there is to draw, by the names of the phone page."""

    id: str
    side: Side
    kind: str
    content: dict[str, Any]
    at: datetime
    status: str = "accepted"
    error: str | None = None
    reply_to: str | None = None
    reaction: str | None = None
    edited: bool = False
    revoked: bool = False
    foreign: bool = False
    opaque: str | None = None
    category: str = "service"

    def comes_to(self, status: str) -> bool:
        """Whether it was not there yet; it is now."""
        if status == "failed":
            self.status = status
            return True
        if self.status == "failed" or STEPS.index(status) <= STEPS.index(self.status):
            return False
        self.status = status
        return True


@dataclass(slots=True)
class Manners:
    """What the phone does. `here`: the customer has the chat open and reads what comes.

    `names_delivered`: Messenger's news of a delivery name the messages, which is not always so.
    """

    on_platform: bool = True
    phone_on: bool = True
    here: bool = False
    skips_delivered: bool = False
    opted_out: bool = False
    in_experiment: bool = False
    blocks_us: bool = False
    shows_phone: bool = True
    names_delivered: bool = True


@dataclass(slots=True)
class Customer:
    """`address` is the phone (digits) or the id scoped to our page; `user_id` the BSUID."""

    id: str
    channel: Channel
    address: str
    name: str
    username: str | None = None
    user_id: str | None = None
    manners: Manners = field(default_factory=Manners)
    shown: list[Shown] = field(default_factory=list)
    last_inbound: datetime | None = None
    by_ad: datetime | None = None
    typing_until: datetime | None = None
    read_until: datetime | None = None
    marketing: list[datetime] = field(default_factory=list)
    pair_level: float = 0.0
    pair_at: datetime | None = None

    def find(self, message_id: str) -> Shown | None:
        return next((one for one in self.shown if one.id == message_id), None)

    def window_until(self) -> datetime | None:
        """Until when anything may be written; None when the customer never wrote."""
        if self.last_inbound is None:
            return None
        until = self.last_inbound + WINDOW
        if self.channel != "whatsapp" and self.by_ad is not None:
            until = max(until, self.by_ad + AD_WINDOW)
        return until

    def window_open(self, now: datetime) -> bool:
        until = self.window_until()
        return until is not None and now < until

    def heard(self, now: datetime) -> None:
        """They wrote: the window opens anew, and what we may send is counted from here."""
        self.last_inbound = now
        self.marketing.clear()
