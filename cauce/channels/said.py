"""What tapping one of our buttons says travels inside the button, and comes back with the tap."""

from typing import Final

from cauce.core.dialogue import QuickReply

_MARK: Final = "say:"


def carried(reply: QuickReply, limit: int) -> str:
    """What a button carries; a saying too long for it gives way to the button's title."""
    whole = _MARK + reply.says
    return whole if len(whole) <= limit else (_MARK + reply.title)[:limit]


def said_by(data: str, title: str) -> str:
    """What somebody said who tapped a button: our words if it was ours, else what it showed."""
    return data.removeprefix(_MARK) if data.startswith(_MARK) else title
