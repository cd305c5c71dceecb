"""Comments under posts of the business, and what was done about them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cauce.sandbox.world.people import Channel

PRIVATE_REPLY_WITHIN: Final = timedelta(days=7)


@dataclass(slots=True)
class Comment:
    """`author` is a customer, or None for the business itself."""

    id: str
    channel: Channel
    post: str
    text: str
    at: datetime
    author: str | None
    parent: str | None = None
    hidden: bool = False
    answered_privately: bool = False
