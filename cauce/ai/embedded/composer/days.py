"""Which day a customer asks the hours of: a date, a feast by its name, or a day of the week."""

import re
from datetime import date, timedelta

from cauce.ai.embedded.composer.figures import day_named
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.wording import fold
from cauce.core.business import Weekday

WEEK: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = (
    "ene|jan",
    "feb|fev",
    "mar",
    "abr|apr",
    "may|mai",
    "jun",
    "jul",
    "ago|aug",
    "sep|set",
    "oct|out",
    "nov",
    "dic|dec|dez",
)
# Feasts of a fixed day that everybody knows by name, the longer names first.
_FEASTS: tuple[tuple[str, int, int], ...] = (
    (r"christmas eve|noche ?buena|(?:vispera|vespera) d[eo] nat?a?[vl]i?d?a?d?a?l?", 12, 24),
    (r"navidad|christmas(?: day)?|x-?mas|natal", 12, 25),
    (
        r"new years? eve|new year'?s eve|nochevieja|noche vieja|fin de ano|reveillon|"
        r"(?:vispera|vespera) de ano (?:nuevo|novo)|fim de ano",
        12,
        31,
    ),
    (r"ano nuevo|new year'?s?(?: day)?|ano novo", 1, 1),
)
_NUMERIC = re.compile(r"\b(\d{1,2})[/-](\d{1,2})\b(?![/-]?\d)")
_BARE = re.compile(
    r"\b(?:el|dia|the|no dia|on the|para el|al) (\d{1,2})(?:st|nd|rd|th)?\b"
    r"(?! ?(?:%|pulg|gb|btu|h\b|am|pm))|"
    r"\b(\d{1,2})(?:st|nd|rd|th)\b"
)
_SMALL = frozenset(
    {"dia", "day", "the", "del", "los", "las", "por", "and", "santo", "san", "lunes"}
)


def date_meant(scene: Scene, *, going_on: bool) -> date | None:
    """The date or feast of the message; a bare "el 24" is one only while hours are talked of."""
    text, today = scene.seen.wording.folded, scene.today
    found = day_named(text, today) or _short(text, today) or _feast(scene, text)
    if found is not None or not going_on:
        return found
    bare = _BARE.search(text)
    return _next_day(int(bare[1] or bare[2]), today) if bare else None


def day_meant(scene: Scene, *, going_on: bool = False) -> date | None:
    """The same, or the day of the week, tomorrow or today."""
    found = date_meant(scene, going_on=going_on)
    if found is not None:
        return found
    for place, name in enumerate(WEEK):
        if name in scene.seen.flags:
            return scene.today + timedelta(days=(place - scene.today.weekday()) % 7)
    if "tomorrow" in scene.seen.flags:
        return scene.today + timedelta(days=1)
    return scene.today if "today" in scene.seen.flags else None


def _short(text: str, today: date) -> date | None:
    """ "dec 25", "24 dic", "24/12"."""
    for month, names in enumerate(_MONTHS, start=1):
        found = re.search(rf"\b(\d{{1,2}}) (?:de |of )?(?:{names})\b\.?", text) or re.search(
            rf"\b(?:{names})\.? (\d{{1,2}})\b", text
        )
        if found is not None:
            return _next(month, int(found[1]), today)
    numeric = _NUMERIC.search(text)
    if numeric is None:
        return None
    day, month = int(numeric[1]), int(numeric[2])
    return _next(month, day, today) if month <= 12 else _next(day, month, today)


def _feast(scene: Scene, text: str) -> date | None:
    """A holiday by the business's own names for it, else a feast everybody knows."""
    ahead = [one for one in scene.profile.holidays if one.date >= scene.today]
    for holiday in sorted(ahead, key=lambda one: one.date):
        for name in (holiday.name, *holiday.names.values()):
            words = [word for word in fold(name).split() if word not in _SMALL and len(word) > 2]
            if words and fold(name) in text:
                return holiday.date
    for names, month, day in _FEASTS:
        if re.search(rf"\b(?:{names})\b", text):
            return _next(month, day, scene.today)
    return None


def _next(month: int, day: int, today: date) -> date | None:
    for year in (today.year, today.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    return None


def _next_day(day: int, today: date) -> date | None:
    """The next date that is called by this number."""
    for month in range(13):
        place = today.month - 1 + month
        found = _next(place % 12 + 1, day, today)
        if found is not None and found >= today:
            return found
    return None
