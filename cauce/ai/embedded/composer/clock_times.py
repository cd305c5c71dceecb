"""The hour a customer asks about: "a las 2 pm", "8 de la noche", "at 11am", "às 14h"."""

import re
from datetime import time

_MARK = (
    r"(?:\s*(?P<mark>a\.? ?m\b\.?|p\.? ?m\b\.?|hs?\b|hrs?\b|horas\b|de la manana|de la tarde|"
    r"de la noche|da manha|da tarde|da noite|in the morning|in the afternoon|in the evening|"
    r"at night))?"
)
_LED = re.compile(
    r"\b(?:a|desde|tipo|sobre|at|by|around|as|pelas) (?:las? |os )?(?P<hour>\d{1,2})"
    r"(?:[:.h](?P<minute>\d{2}))?" + _MARK
)
_MARKED = re.compile(r"\b(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?" + _MARK.removesuffix("?"))
_LATE = re.compile(r"^p|tarde|noche|noite|afternoon|evening|night")
_EARLY = re.compile(r"^a|manana|manha|morning")
# Nobody asks for three in the morning; at eight or nine it may be either.
_SURELY_LATER = 6
_UNSURE = range(7, 12)
_NOON = 12


def hour_asked(text: str) -> time | None:
    """None without an hour, and where it may be of the morning or of the evening."""
    found = _LED.search(text) or _MARKED.search(text)
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    mark = found["mark"] or ""
    if _LATE.search(mark):
        hour += _NOON if hour < _NOON else 0
    elif _EARLY.search(mark):
        hour -= _NOON if hour == _NOON else 0
    elif 0 < hour <= _SURELY_LATER:
        hour += _NOON
    elif hour in _UNSURE and not mark and found["minute"] is None:
        return None
    return time(hour, minute) if hour < 24 and minute < 60 else None
