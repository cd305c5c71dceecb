"""A text in the marks each platform knows: WhatsApp has its own, the others have none."""

import re
from typing import Final

from cauce.core.events import Channel

_HEADING: Final = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)
_BOLD: Final = re.compile(r"(?<!\w)(\*\*|__)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_LINK: Final = re.compile(r"!?\[([^\]\n]+)\]\((https?://[^\s)]+)\)")
_BULLET: Final = re.compile(r"^([ \t]*)[*+-][ \t]+(?=\S)", re.MULTILINE)
_RULE: Final = re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$\n?", re.MULTILINE)
_CODE: Final = re.compile(r"`{1,3}([^`\n]+)`{1,3}")
_ADDRESS: Final = re.compile(r"(https?://\S+|www\.\S+|\S+@\S+\.\S+)")
_MANY_LINES: Final = re.compile(r"\n{3,}")


def worded(channel: Channel, text: str) -> str:
    """The text without marks that would be shown as they stand. Addresses are left alone."""
    if channel == "webchat":
        return text
    text = _LINK.sub(_link, _RULE.sub("", text))
    pieces = _ADDRESS.split(text)
    for at in range(0, len(pieces), 2):
        pieces[at] = _marked(pieces[at], bold="*" if channel == "whatsapp" else "")
    return _MANY_LINES.sub("\n\n", "".join(pieces)).strip()


def _link(found: re.Match[str]) -> str:
    name, address = found[1].strip(), found[2]
    return address if name == address else f"{name}: {address}"


def _marked(text: str, bold: str) -> str:
    def heading(found: re.Match[str]) -> str:
        return f"**{found[1].replace('**', '')}**"

    text = _HEADING.sub(heading, text)
    text = _BULLET.sub(r"\1• ", text)
    text = _CODE.sub(r"\1", text)
    return _BOLD.sub(lambda found: f"{bold}{found[2]}{bold}", text)
