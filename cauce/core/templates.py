"""Message templates: what a platform approved beforehand, its gaps, and how it reads filled in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from cauce.core.delivery import OutTemplate

# A flagged one still leaves: the platform only warns that its quality falls.
SENDABLE: Final = frozenset({"APPROVED", "FLAGGED"})
MARKETING: Final = "MARKETING"
MEDIA: Final = ("IMAGE", "VIDEO", "DOCUMENT")
# Codes for logging in, and buttons that open forms or catalogues, are made by other software.
_HEADERS: Final = ("", "TEXT", *MEDIA)
_BUTTONS: Final = ("QUICK_REPLY", "URL", "PHONE_NUMBER", "COPY_CODE")
_GAP: Final = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")
# What fills a gap is one line: the platform refuses breaks, tabs and long runs of blanks.
_LAYOUT: Final = re.compile(r"[\r\n\t]| {5,}")
LONGEST_VALUE: Final = 500
LONGEST_BODY: Final = 1024
LONGEST_HEADER: Final = 60


@dataclass(frozen=True, slots=True)
class Button:
    kind: str
    text: str
    url: str = ""

    @property
    def has_gap(self) -> bool:
        return self.kind == "COPY_CODE" or (self.kind == "URL" and bool(_GAP.search(self.url)))


@dataclass(frozen=True, slots=True)
class Gap:
    """`key` is what its value is given as, `name` how the template calls it."""

    key: str
    part: str
    name: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """`examples` are those it was approved with, by the keys of its gaps."""

    id: str
    name: str
    language: str
    category: str
    status: str
    body: str
    header_format: str = ""
    header: str = ""
    footer: str = ""
    buttons: tuple[Button, ...] = ()
    named: bool = False
    quality: str = "UNKNOWN"
    examples: Mapping[str, str] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether we can fill in everything it has."""
        return (
            self.category != "AUTHENTICATION"
            and self.header_format in _HEADERS
            and all(one.kind in _BUTTONS for one in self.buttons)
        )

    @property
    def offered(self) -> bool:
        """Whether it may be sent now."""
        return self.known and self.status in SENDABLE


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a value; `why` is one of missing, layout, long, link, unknown."""

    key: str
    name: str
    why: str


def gaps(template: Template) -> tuple[Gap, ...]:
    """Everything that has to be filled in, in the order it is read."""
    return tuple(_gaps(template))


def _gaps(template: Template) -> Iterator[Gap]:
    shown = template.examples
    if template.header_format in MEDIA:
        kind = template.header_format.lower()
        yield Gap("header_media", kind, kind, shown.get("header_media", ""))
    for name in names_in(template.header):
        yield Gap(f"header_{name}", "header", name, shown.get(f"header_{name}", ""))
    for name in names_in(template.body):
        yield Gap(f"body_{name}", "body", name, shown.get(f"body_{name}", ""))
    for place, button in enumerate(template.buttons):
        if button.has_gap:
            key = f"button_{place}"
            yield Gap(key, "button", button.text, shown.get(key, ""))


def names_in(text: str) -> tuple[str, ...]:
    """The gaps of a text, each once, in the order they are met."""
    return tuple(dict.fromkeys(_GAP.findall(text)))


def wrong_with(template: Template, values: Mapping[str, str]) -> Wrong | None:
    """Why the platform would refuse it with these values; None when it would not."""
    found = gaps(template)
    for key in values.keys() - {gap.key for gap in found}:
        return Wrong(key, key, "unknown")
    for gap in found:
        why = _wrong(gap, values.get(gap.key, ""))
        if why is not None:
            return Wrong(gap.key, gap.name, why)
    for part, text, most in (
        ("body", template.body, LONGEST_BODY),
        ("header", template.header, LONGEST_HEADER),
    ):
        if names_in(text) and len(_filled(part, text, values)) > most:
            name = names_in(text)[0]
            return Wrong(f"{part}_{name}", name, "long")
    return None


def _wrong(gap: Gap, value: str) -> str | None:
    if not value.strip():
        return "missing"
    if gap.key == "header_media":
        return None if value.startswith("https://") else "link"
    if _LAYOUT.search(value):
        return "layout"
    return "long" if len(value) > LONGEST_VALUE else None


def filled(template: Template, values: Mapping[str, str]) -> str:
    """What the customer reads; gaps without a value stay as they are."""
    parts = (
        _filled("header", template.header, values),
        _filled("body", template.body, values),
        template.footer,
    )
    return "\n\n".join(part for part in parts if part)


def _filled(part: str, text: str, values: Mapping[str, str]) -> str:
    return _GAP.sub(lambda found: values.get(f"{part}_{found[1]}") or found[0], text)


def outgoing(template: Template, values: Mapping[str, str]) -> OutTemplate:
    """What leaves, for values nothing is wrong with."""
    media = template.header_format in MEDIA
    return OutTemplate(
        name=template.name,
        language=template.language,
        named=template.named,
        header=tuple((name, values[f"header_{name}"]) for name in names_in(template.header)),
        header_media=(template.header_format.lower(), values["header_media"]) if media else None,
        body=tuple((name, values[f"body_{name}"]) for name in names_in(template.body)),
        buttons=tuple(
            (place, button.kind, values[f"button_{place}"])
            for place, button in enumerate(template.buttons)
            if button.has_gap
        ),
    )
