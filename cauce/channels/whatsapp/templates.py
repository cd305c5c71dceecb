"""The templates of a WhatsApp Business account, as Meta lists them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from cauce.channels import _graph
from cauce.channels._fields import Fields, identifier, items, section, text
from cauce.errors import Unreachable

_FIELDS: Final = (
    "id,name,language,category,status,components,parameter_format,quality_score,rejected_reason"
)
PAGE: Final = 100
# An account has 6,000 at most; a list that never ends is a mistake of somebody's.
MOST_PAGES: Final = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """One template; `buttons` with kind, text and url, `examples` by the keys of the gaps."""

    provider_id: str
    name: str
    language: str
    category: str
    status: str
    quality: str = "UNKNOWN"
    reason: str | None = None
    named: bool = False
    body: str = ""
    header_format: str = ""
    header: str = ""
    footer: str = ""
    buttons: tuple[Mapping[str, str], ...] = ()
    examples: Mapping[str, str] = field(default_factory=dict)


async def listed(
    http: httpx.AsyncClient, base: str, token: str, business: str
) -> tuple[Listed, ...]:
    """All of them. Raises the DeliveryError tree."""
    found: dict[str, Listed] = {}
    asked = {"fields": _FIELDS, "limit": str(PAGE)}
    for _ in range(MOST_PAGES):
        told = await _graph.get(http, f"{base}/{business}/message_templates", token, asked)
        found |= {one.provider_id: one for one in _readable(told)}
        paging = section(told, "paging")
        after = text(section(paging, "cursors"), "after")
        if not text(paging, "next") or not after or after == asked.get("after"):
            return tuple(found.values())
        asked = asked | {"after": after}
    raise Unreachable("Meta's list of templates does not end. It will be asked again.")


def _readable(told: Fields) -> Iterator[Listed]:
    for one in items(told, "data"):
        named = identifier(one, "id")
        if named is not None and text(one, "name") and text(one, "language"):
            yield read(one, named)


def read(one: Fields, provider_id: str) -> Listed:
    """One entry of the list."""
    parts = {text(part, "type").upper(): part for part in items(one, "components")}
    header, body, footer = (parts.get(kind, {}) for kind in ("HEADER", "BODY", "FOOTER"))
    buttons = tuple(items(parts.get("BUTTONS", {}), "buttons"))
    reason = text(one, "rejected_reason")
    header_format = text(header, "format").upper() or ("TEXT" if header else "")
    strange = sorted(parts.keys() - {"HEADER", "BODY", "FOOTER", "BUTTONS"})
    return Listed(
        provider_id=provider_id,
        name=text(one, "name"),
        language=text(one, "language"),
        category=text(one, "category").upper(),
        status=text(one, "status").upper(),
        quality=text(section(one, "quality_score"), "score").upper() or "UNKNOWN",
        reason=None if reason in ("", "NONE") else reason,
        named=text(one, "parameter_format").upper() == "NAMED",
        body=text(body, "text"),
        # A carousel, an offer with an end: shown, and never filled in by us.
        header_format=strange[0] if strange else header_format,
        header=text(header, "text"),
        footer=text(footer, "text"),
        buttons=tuple(_button(one) for one in buttons),
        examples=dict(_examples(header, body, buttons)),
    )


def _button(one: Fields) -> Mapping[str, str]:
    return {"kind": text(one, "type").upper(), "text": text(one, "text"), "url": text(one, "url")}


def _examples(
    header: Fields, body: Fields, buttons: tuple[Fields, ...]
) -> Iterator[tuple[str, str]]:
    for part, fields in (("header", header), ("body", body)):
        shown = section(fields, "example")
        for one in items(shown, f"{part}_text_named_params"):
            yield f"{part}_{text(one, 'param_name')}", text(one, "example")
        for place, value in enumerate(_row(shown.get(f"{part}_text")), 1):
            yield f"{part}_{place}", value
    handles = _row(section(header, "example").get("header_handle"))
    if handles and handles[0].startswith("https://"):
        yield "header_media", handles[0]
    for place, button in enumerate(buttons):
        given = button.get("example")
        values = _row(given) if isinstance(given, list) else _row([given])
        if values:
            url = text(button, "url").partition("{{")[0]
            yield f"button_{place}", values[0].removeprefix(url)


def _row(value: Any) -> list[str]:
    """A list of texts, which Meta sometimes wraps in another list."""
    if not isinstance(value, list) or not value:
        return []
    inner = value[0] if isinstance(value[0], list) else value
    return [one for one in inner if isinstance(one, str)]
