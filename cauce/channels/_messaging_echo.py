"""Our own messages, as the page or the Instagram account tells of them: the sign that they left."""

from datetime import datetime
from typing import Final

from cauce.channels._fields import Fields, identifier, section, text
from cauce.core.events import Channel, StatusUpdate

# Sent along with our own messages, so that their echo is known for ours.
OUR_MARK: Final = "cauce"


def mark(key: str) -> str:
    """What the platform is to repeat when it tells that our message left."""
    return f"{OUR_MARK}:{key}" if key else OUR_MARK


def echo_of_ours(channel: Channel, item: Fields, at: datetime) -> StatusUpdate | None:
    """That a message of ours was sent; None for everything else."""
    message = section(item, "message")
    name, _, key = text(message, "metadata").partition(":")
    mid = identifier(message, "mid")
    if message.get("is_echo") is not True or name != OUR_MARK or not key or mid is None:
        return None
    return StatusUpdate(channel, mid, "sent", at, key=key)
