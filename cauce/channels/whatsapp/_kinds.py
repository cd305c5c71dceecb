"""What each kind of WhatsApp message says, as text, and what it carries besides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from cauce.channels._fields import Fields, identifier, items, section, text
from cauce.channels.said import said_by
from cauce.core.events import MessageKind


@dataclass(frozen=True, slots=True)
class Content:
    """What one kind of message comes down to."""

    kind: MessageKind
    text: str
    data: Mapping[str, object] = field(default_factory=dict)


def content(item: Fields) -> Content:
    """Kinds we do not know, and known ones without their object, are kept whole as unsupported."""
    read = _READERS.get(text(item, "type"))
    found = read(item) if read is not None else None
    return found or Content("unsupported", "", dict(item))


def _text(item: Fields) -> Content | None:
    body = section(item, "text")
    return Content("text", text(body, "body")) if "body" in body else None


def _media(kind: MessageKind) -> Callable[[Fields], Content | None]:
    def read(item: Fields) -> Content | None:
        found = section(item, kind)
        return Content(kind, text(found, "caption"), dict(found)) if found else None

    return read


def _location(item: Fields) -> Content | None:
    place = section(item, "location")
    named = ", ".join(filter(None, (text(place, "name"), text(place, "address"))))
    return Content("location", named, dict(place)) if place else None


def _contacts(item: Fields) -> Content | None:
    shared = [dict(one) for one in items(item, "contacts")]
    names = (text(section(one, "name"), "formatted_name") for one in shared)
    return Content("contact", ", ".join(filter(None, names)), {"contacts": shared})


def _button(item: Fields) -> Content | None:
    tapped = section(item, "button")
    return Content("button", text(tapped, "text"), dict(tapped)) if tapped else None


def _interactive(item: Fields) -> Content | None:
    answer = section(item, "interactive")
    tapped = section(answer, "button_reply")
    chosen = section(answer, "list_reply")
    filled = section(answer, "nfm_reply")
    if tapped:
        return Content("button", said_by(text(tapped, "id"), text(tapped, "title")), dict(tapped))
    if chosen:
        return Content("list", said_by(text(chosen, "id"), text(chosen, "title")), dict(chosen))
    if filled:
        said = text(filled, "body") or text(filled, "name")
        return Content("button", said, dict(filled))
    return None


def _order(item: Fields) -> Content | None:
    """A cart of the catalogue: how many of what, by the numbers the business knows it by."""
    cart = section(item, "order")
    lines = (
        f"{identifier(one, 'quantity') or 1} × {identifier(one, 'product_retailer_id')}"
        for one in items(cart, "product_items")
        if identifier(one, "product_retailer_id")
    )
    said = "\n".join(filter(None, (text(cart, "text"), *lines)))
    return Content("order", said, dict(cart)) if cart else None


_READERS: Final[Mapping[str, Callable[[Fields], Content | None]]] = {
    "text": _text,
    "image": _media("image"),
    "video": _media("video"),
    "audio": _media("audio"),
    "document": _media("document"),
    "sticker": _media("sticker"),
    "location": _location,
    "contacts": _contacts,
    "button": _button,
    "interactive": _interactive,
    "order": _order,
}
