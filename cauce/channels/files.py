"""The files a message came with, as each platform tells of them."""

from collections.abc import Iterator, Mapping
from typing import Final

from cauce.channels._fields import Fields, items, section, text
from cauce.core.events import InboundMessage
from cauce.core.files import Attached, FileKind

# More than any platform lets one message carry.
_MOST: Final = 10
_LONGEST_URL: Final = 4096
_WHATSAPP: Final[Mapping[str, FileKind]] = {
    "image": "image",
    "audio": "audio",
    "video": "video",
    "document": "document",
    "sticker": "sticker",
}
# Stories that mention us and posts of others are not the customer's files: Meta lets nobody keep
# the former, and the latter are links.
_MESSAGING: Final[Mapping[str, FileKind]] = {
    "image": "image",
    "audio": "audio",
    "video": "video",
    "file": "document",
}


def files_of(message: InboundMessage) -> tuple[Attached, ...]:
    """What there is to fetch for this message, in order."""
    if message.channel == "whatsapp":
        found = _on_whatsapp(message.kind, message.data)
    elif message.channel in ("messenger", "instagram"):
        found = _on_messaging(message.data)
    else:
        return ()
    return tuple(found)[:_MOST]


def _on_whatsapp(kind: str, data: Fields) -> Iterator[Attached]:
    named = text(data, "id")
    if kind in _WHATSAPP and named:
        yield Attached(
            kind=_WHATSAPP[kind],
            provider_id=named,
            said=text(data, "mime_type") or None,
            name=text(data, "filename") or None,
            sha256=text(data, "sha256") or None,
        )


def _on_messaging(data: Fields) -> Iterator[Attached]:
    for one in items(data, "attachments"):
        kind, payload = _MESSAGING.get(text(one, "type")), section(one, "payload")
        url = text(payload, "url")
        if kind is None or not url or len(url) > _LONGEST_URL:
            continue
        sticker = kind == "image" and payload.get("sticker_id") is not None
        yield Attached(kind="sticker" if sticker else kind, url=url)
