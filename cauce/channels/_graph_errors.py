"""Meta's error codes, by what to do about them. Titles and HTTP statuses change; codes do not."""

from collections.abc import Mapping
from typing import Any, Final

import orjson

from cauce.errors import DeliveryError, Rejected, Throttled, Unauthorised, Unreachable

_AWAY: Final = frozenset({1, 2, 1200, 131000, 131016, 131057, 133004})
# Seconds to wait where Meta does not say: a burst passes soon, a limit of the hour does not.
_TOO_FAST: Final[Mapping[int, float]] = {
    4: 300,
    17: 300,
    32: 300,
    613: 60,
    80004: 300,
    80006: 300,
    80007: 300,
    130429: 5,
    131056: 6,
    131048: 3600,
    131064: 3600,
    132069: 3600,
    133016: 3600,
}
_OUR_STANDING: Final = frozenset(
    {0, 3, 10, 102, 190, 368, 130497, 131005, 131031, 131037, 131042, 131044, 131045}
)
_PERMISSIONS: Final = range(200, 300)
# "No permission" that in truth is about this one person: the reply window has closed.
_WINDOW_CLOSED: Final = frozenset({2018278, 2534022})
_UNKNOWN_WAIT: Final = 60.0


def refusal(
    error: Mapping[str, Any], headers: Mapping[str, str], status: int | None = None
) -> DeliveryError:
    """The error to raise for Meta's error object: surely not sent, in every case."""
    code, subcode = _number(error.get("code")), _number(error.get("error_subcode"))
    said = _words(error)
    if subcode in _WINDOW_CLOSED:
        return Rejected(said, str(subcode))
    if code in _TOO_FAST or status == 429:
        return Throttled(said, _wait(headers) or _TOO_FAST.get(code, _UNKNOWN_WAIT))
    if code in _OUR_STANDING or code in _PERMISSIONS or status in (401, 403):
        return Unauthorised(said)
    if code in _AWAY or error.get("is_transient") is True:
        return Unreachable(said)
    return Rejected(said, str(error.get("code", "")) or None)


def _words(error: Mapping[str, Any]) -> str:
    """What Meta says to people, most useful first."""
    data = error.get("error_data")
    details = data.get("details") if isinstance(data, Mapping) else data
    for said in (details, error.get("error_user_msg"), error.get("message")):
        if isinstance(said, str) and said:
            return f"Meta refused it ({error.get('code')}): {said}"
    return f"Meta refused it ({error.get('code')})."


def _number(value: object) -> int:
    """A code as a number; -1 when it is none, as no code is."""
    try:
        return int(str(value))
    except ValueError:
        return -1


def _wait(headers: Mapping[str, str]) -> float | None:
    """Seconds Meta itself asks for: Retry-After, or the usage header, which counts minutes."""
    after = headers.get("retry-after", "")
    if after.isdigit():
        return float(after)
    try:
        usage = orjson.loads(headers.get("x-business-use-case-usage", ""))
    except orjson.JSONDecodeError:
        return None
    rows = [row for listed in usage.values() for row in listed] if isinstance(usage, dict) else []
    minutes = [
        row["estimated_time_to_regain_access"]
        for row in rows
        if isinstance(row, dict)
        and isinstance(row.get("estimated_time_to_regain_access"), int | float)
    ]
    return max(minutes) * 60.0 if minutes and max(minutes) > 0 else None
