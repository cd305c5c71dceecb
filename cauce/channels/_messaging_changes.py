"""What people do to a message in Messenger or Instagram after it was said."""

from datetime import datetime

from cauce.channels._fields import (
    Fields,
    NotUnderstoodError,
    fingerprint,
    identifier,
    section,
    text,
)
from cauce.core.events import ChangeKind, Channel, MessageChange


def change(
    channel: Channel, item: Fields, who: str, at: datetime, *, ours: bool
) -> MessageChange | None:
    """None when it is a message of its own. `ours`: somebody of the business did it.

    Raises NotUnderstoodError when it does not say of which message it is.
    """
    found = _found(item)
    if found is None:
        return None
    kind, told, words = found
    about = identifier(told, "mid")
    if about is None:
        raise NotUnderstoodError("something was done to a message it does not name")
    count = told.get("num_edit")
    return MessageChange(
        channel=channel,
        # These have no name of their own: `mid` is the message they are about.
        event=fingerprint(item),
        about=about,
        kind=kind,
        at=at,
        external_id=who,
        by="agent" if ours else "customer",
        text=words,
        data={"num_edit": count} if isinstance(count, int) else {},
    )


def _found(item: Fields) -> tuple[ChangeKind, Fields, str] | None:
    """What was done, the part that tells of it, and its words."""
    said, edit, reaction = (section(item, name) for name in ("message", "message_edit", "reaction"))
    if said.get("is_deleted") is True:
        return "withdrawn", said, ""
    if edit:
        return "edited", edit, text(edit, "text")
    if reaction:
        return "reaction", reaction, _emoji(reaction)
    return None


def _emoji(reaction: Fields) -> str:
    """Nothing when it is taken back."""
    if text(reaction, "action") == "unreact":
        return ""
    return text(reaction, "emoji") or text(reaction, "reaction")
