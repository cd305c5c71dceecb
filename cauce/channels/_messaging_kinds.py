"""What each kind of Messenger or Instagram message says, as text, and what it carries besides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from cauce.channels._fields import Fields, items, section, text
from cauce.channels.said import said_by
from cauce.core.events import MessageKind

_ATTACHMENTS: Final[Mapping[str, MessageKind]] = {
    "image": "image",
    "audio": "audio",
    "video": "video",
    "file": "document",
    "reel": "video",
    "ig_reel": "video",
    "location": "location",
    "story_mention": "story_reply",
}


@dataclass(frozen=True, slots=True)
class Content:
    """What one kind of message comes down to."""

    kind: MessageKind
    text: str
    data: Mapping[str, object] = field(default_factory=dict)


def from_message(message: Fields) -> Content:
    said = text(message, "text")
    if message.get("is_unsupported") is True:
        return Content("unsupported", said, dict(message))
    story = section(section(message, "reply_to"), "story")
    if story:
        return Content("story_reply", said, {"story": dict(story)})
    tapped = section(message, "quick_reply")
    if tapped:
        return Content("button", said_by(text(tapped, "payload"), said), dict(tapped))
    attached = [dict(one) for one in items(message, "attachments")]
    if attached:
        return Content(_kind(attached), said, {"attachments": attached})
    if "text" in message:
        return Content("text", said, _beside(message))
    return Content("unsupported", "", dict(message))


def from_postback(postback: Fields) -> Content:
    """A tap on a button, or on the greeting of somebody who never wrote before."""
    payload, title = text(postback, "payload"), text(postback, "title")
    return Content("button", said_by(payload, title) or payload, dict(postback))


def _kind(attached: list[dict[str, object]]) -> MessageKind:
    """The first attachment decides; a sticker comes dressed up as an image."""
    first = attached[0]
    payload = first.get("payload")
    if isinstance(payload, Mapping) and payload.get("sticker_id") is not None:
        return "sticker"
    return _ATTACHMENTS.get(str(first.get("type")), "unsupported")


def _beside(message: Fields) -> dict[str, object]:
    return {name: message[name] for name in ("referral",) if name in message}
