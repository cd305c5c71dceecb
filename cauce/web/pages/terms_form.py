"""The terms of a business as rows of a form, and the rows as the business file writes them."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, get_args

import orjson

from cauce.core.business import Weekday
from cauce.core.labels import LANGUAGES
from cauce.errors import BadInput
from cauce.knowledge.business_profile import REST_OF_THE_COUNTRY
from cauce.knowledge.business_terms import plain
from cauce.knowledge.wording import Wording
from cauce.web.i18n import ui
from cauce.web.page import Page
from cauce.web.pages import reading

DAYS: Final[tuple[str, ...]] = get_args(Weekday)
Row = dict[str, Any]
Read = Callable[[str, str], Any]


def _text(text: str, field: str) -> str:
    return text


def _percent(text: str, field: str) -> str:
    return reading.as_amount(text.removesuffix("%").strip(), field)


def _list(text: str, field: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _yes(text: str, field: str) -> bool:
    return text == "1"


def _city(text: str, field: str) -> str:
    """The rest of the country, in any of our languages, is the file's own mark for it."""
    everywhere = {plain(ui(language)["profile.elsewhere"]) for language in LANGUAGES}
    return REST_OF_THE_COUNTRY if plain(text) in everywhere else text


@dataclass(frozen=True, slots=True)
class Table:
    """A list of the profile as rows; `columns` are its inputs and how each is read."""

    field: str
    columns: Mapping[str, Read]


# What a part of the profile said when the form was made, in short.
SEEN: Final = "seen"
# The place a row had in the profile when the form was made.
WAS: Final = "was"
# Inputs that do not make a row when they are all it has.
_SILENT: Final = {WAS, "code", "online"}


TABLES: Final[tuple[Table, ...]] = (
    Table("holidays", {"date": _text, "name": _text, "opens": _text, "closes": _text}),
    Table(
        "shipping",
        {
            "city": _city,
            "price": reading.as_amount,
            "days_min": reading.as_count,
            "days_max": reading.as_count,
            "free_from": reading.as_amount,
            "note": _text,
        },
    ),
    Table(
        "payment_methods",
        {
            "code": _text,
            "name": _text,
            "details": _text,
            "installments": reading.as_count,
            "online": _yes,
        },
    ),
    Table(
        "discount_rules",
        {
            "name": _text,
            "percent": _percent,
            "code": _text,
            "min_quantity": reading.as_count,
            "min_total": reading.as_amount,
            "categories": _list,
            "product_skus": _list,
            "valid_from": _text,
            "valid_to": _text,
        },
    ),
    Table(
        "branches",
        {"name": _text, "address": _text, "city": _text, "phone": _text},
    ),
)
BY_FIELD: Final = {table.field: table for table in TABLES}
SECTIONS: Final = ("hours", *BY_FIELD)


def fingerprint(profile: Mapping[str, Any], section: str) -> str:
    """Says whether this part of the profile is still the one a form shows."""
    beside = profile.get("pickup") if section == "shipping" else None
    shown = orjson.dumps([profile.get(section), beside], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(shown).hexdigest()[:16]


def rows_of(page: Page, table: Table) -> list[Row]:
    """The rows of the form that say something, each with its number under "at"."""
    readers = {WAS: _text, **table.columns}
    cells = {name: _cells(page, name) for name in readers}
    removed = page.text("remove")
    rows = []
    for at in range(max(map(len, cells.values()), default=0)):
        told = {name: texts[at] for name, texts in cells.items() if at < len(texts) and texts[at]}
        if set(told) <= _SILENT or removed == str(at):
            continue
        path = f"{table.field}[{at}]"
        read = {name: readers[name](told[name], f"{path}.{name}") for name in told}
        rows.append(read | {"at": at})
    return rows


def with_codes(methods: Sequence[Row]) -> list[Row]:
    """Ways to pay that have only a name get a code of their own from it."""
    taken = {row["code"] for row in methods if "code" in row}
    for row in methods:
        if "code" not in row and "name" in row:
            first = (reading.code_of(row["name"])[:36] or "pago").ljust(2, "-")
            numbered = (f"{first}-{number}" for number in range(2, len(methods) + 2))
            row["code"] = next(one for one in (first, *numbered) if one not in taken)
            taken.add(row["code"])
    return list(methods)


def with_what_they_had(
    rows: Sequence[Row], stored: Sequence[Mapping[str, Any]], table: Table
) -> list[Row]:
    """What the form does not show stays with its row: the hours of a branch, translations.

    A name in other languages goes when the name changes: it would still say the old one.
    """
    made = []
    for row in rows:
        was = row.pop(WAS, "")
        before = stored[int(was)] if was.isdecimal() and int(was) < len(stored) else {}
        kept = {name: value for name, value in before.items() if name not in table.columns}
        if before.get("name") != row.get("name"):
            kept.pop("names", None)
        made.append(kept | row)
    return made


def hours_of(page: Page) -> list[dict[str, Any]]:
    """Stretches of opening time; days with the same ones are told together."""
    days: dict[tuple[str, str], list[str]] = {}
    for day in DAYS:
        for opens, closes in zip(
            _cells(page, f"opens.{day}"), _cells(page, f"closes.{day}"), strict=False
        ):
            if not opens and not closes:
                continue
            if not opens or not closes:
                told = Wording("write both hours, or leave both empty (closed)")
                raise BadInput(told, f"hours.{day}")
            if closes <= opens:
                told = Wording("closes must be later than opens (open until midnight: 23:59)")
                raise BadInput(told, f"hours.{day}")
            days.setdefault((opens, closes), []).append(day)
    return [
        {"days": names, "opens": opens, "closes": closes} for (opens, closes), names in days.items()
    ]


def stretches(hours: Sequence[Mapping[str, Any]]) -> dict[str, list[tuple[str, str]]]:
    """The opening times of each day, for the form."""
    return {
        day: sorted((one["opens"], one["closes"]) for one in hours if day in one["days"])
        for day in DAYS
    }


def _cells(page: Page, name: str) -> list[str]:
    return [text.replace("\r\n", "\n").replace("\x00", "").strip() for text in page.texts(name)]
