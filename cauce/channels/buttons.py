"""What buttons show: short enough for the platform, and no two alike."""

from cauce.core.dialogue import QuickReply


def titled(replies: tuple[QuickReply, ...], limit: int) -> tuple[tuple[str, QuickReply], ...]:
    """Each choice with what its button shows. The same choice twice is one button; different ones
    that would look alike are numbered, as platforms refuse two equal titles."""
    shown: dict[str, QuickReply] = {}
    for reply in dict.fromkeys(replies):
        title = cut(reply.title.strip() or reply.says.strip(), limit)
        number = 2
        while title in shown:
            end = f" {number}"
            title = cut(reply.title.strip(), limit - len(end)) + end
            number += 1
        if title:
            shown[title] = reply
    return tuple(shown.items())


def cut(text: str, limit: int) -> str:
    """The text, with an ellipsis where it was longer than `limit`."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
