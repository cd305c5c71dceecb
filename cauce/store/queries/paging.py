"""Pages of long lists: where one ends and the next begins, and ids as points in time."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import orjson

from cauce.errors import BadInput

Item = TypeVar("Item")
_ALPHABET = "0123456789abcdefghijklmnopqrstuv"
_TIME_DIGITS = 10
NO_SUCH_PAGE = "This page of the list does not exist; start again at the top."


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """`after` asks for what follows; None when this is the end."""

    items: tuple[Item, ...]
    after: str | None = None


def page_of(found: Sequence[Item], size: int, cursor: str | None) -> Page[Item]:
    """Of `size` + 1 rows that were asked for; `cursor` points behind the last one shown."""
    return Page(tuple(found[:size]), cursor if len(found) > size else None)


def encode(*values: Any) -> str:
    """A cursor: where the last row stood in the order of the list."""
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


def decode(cursor: str, size: int) -> list[Any]:
    """What `encode` was given. Raises BadInput for anything else."""
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, orjson.JSONDecodeError, ValueError):
        values = None
    if not isinstance(values, list) or len(values) != size:
        raise BadInput(NO_SUCH_PAGE, "after")
    return values


def moment(value: Any) -> datetime:
    """A time out of a cursor. Raises BadInput for anything else."""
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadInput(NO_SUCH_PAGE) from error
    if at.tzinfo is None:
        raise BadInput(NO_SUCH_PAGE)
    return at


def first_id(prefix: str, at: datetime) -> str:
    """The smallest id a row made at that moment can have: ids sort by time."""
    milliseconds, digits = int(at.timestamp() * 1000), []
    for _ in range(_TIME_DIGITS):
        milliseconds, rest = divmod(milliseconds, 32)
        digits.append(_ALPHABET[rest])
    return f"{prefix}_{''.join(reversed(digits))}"


def like(text: str) -> str:
    """A pattern that finds `text` anywhere, whatever signs it holds."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
