"""Reading what a stranger wrote: a field of another kind than promised counts as missing."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

Fields = Mapping[str, Any]
# Nobody wrote to us before this; an earlier time is a broken clock.
_EARLIEST = datetime(2010, 1, 1, tzinfo=UTC)
_NOBODY = frozenset({"none", "null", "undefined", "nan"})
# Ids are looked up in indexes, which hold no long texts; real ones are far shorter.
_LONGEST_ID = 512


class NotUnderstoodError(ValueError):
    """A part of a payload that cannot be read; the message says what is wrong with it."""


def section(fields: Fields, name: str) -> Fields:
    """The object under `name`, or an empty one."""
    value = fields.get(name)
    return value if isinstance(value, Mapping) else {}


def items(fields: Fields, name: str) -> Iterator[Fields]:
    """The objects of the list under `name`; anything else in it is passed over."""
    value = fields.get(name)
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, Mapping))


def text(fields: Fields, name: str) -> str:
    """The text under `name`, or an empty one. Numbers are not text."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def identifier(fields: Fields, name: str) -> str | None:
    """An id, which some platforms write as a number; None when there is nobody behind it."""
    value = fields.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    written = str(value).strip()
    if not written or len(written) > _LONGEST_ID or written.casefold() in _NOBODY:
        return None
    return written


def fingerprint(fields: Fields) -> str:
    """A name for what came without one: the same each time it is delivered."""
    written = json.dumps(fields, sort_keys=True, default=str)
    return f"sha256:{hashlib.sha256(written.encode('utf-8', 'replace')).hexdigest()}"


def moment(value: object, per_second: int, now: datetime) -> datetime:
    """Unix time as an aware UTC datetime; `now` when it is missing, absurd or in the future."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return now
    try:
        at = datetime.fromtimestamp(float(value) / per_second, UTC)
    except (ValueError, OverflowError, OSError):
        return now
    return at if _EARLIEST <= at <= now else now
