"""How much of its limits Meta says we have used: known before the first refusal."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson

_APP: Final = "x-app-usage"
_PAGE: Final = "x-page-usage"
_BUSINESS: Final = "x-business-use-case-usage"
_PERCENT: Final = ("call_count", "total_time", "total_cputime")
_MINUTES: Final = "estimated_time_to_regain_access"


def strain(headers: Mapping[str, str]) -> float:
    """The fullest of all limits Meta names: 0 is nothing used, 1 all of it."""
    return max(
        (_number(row.get(name)) / 100 for row in _rows(headers) for name in _PERCENT), default=0
    )


def rest(headers: Mapping[str, str]) -> float:
    """Seconds Meta itself asks for: Retry-After, or the usage header, which counts minutes."""
    after = headers.get("retry-after", "")
    if after.isdigit():
        return float(after)
    return max((_number(row.get(_MINUTES)) * 60 for row in _rows(headers)), default=0)


def _rows(headers: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
    for name in (_APP, _PAGE):
        told = _object(headers.get(name))
        if told:
            yield told
    for listed in _object(headers.get(_BUSINESS)).values():
        if isinstance(listed, list):
            yield from (row for row in listed if isinstance(row, Mapping))


def _object(written: str | None) -> dict[str, Any]:
    try:
        told = orjson.loads(written or "")
    except orjson.JSONDecodeError:
        return {}
    return told if isinstance(told, dict) else {}


def _number(value: object) -> float:
    good = isinstance(value, int | float) and not isinstance(value, bool)
    return max(float(value), 0.0) if good else 0.0  # type: ignore[arg-type]
