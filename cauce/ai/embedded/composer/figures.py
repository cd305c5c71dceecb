"""How amounts, days and hours are written in the three languages."""

import re
from datetime import date, time
from decimal import Decimal

from cauce.ai.embedded.wording import fold
from cauce.core.labels import Language

_MONTHS: dict[str, list[str]] = {
    language: names.split()
    for language, names in (
        (
            "es",
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
            "diciembre",
        ),
        (
            "en",
            "January February March April May June July August September October November December",
        ),
        (
            "pt",
            "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro "
            "dezembro",
        ),
    )
}
_DAYS: dict[Language, tuple[str, ...]] = {
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "pt": ("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo"),
}


def percent(value: Decimal) -> str:
    return f"{value.normalize():f} %"


def day_and_month(day: date, language: Language) -> str:
    month = _MONTHS[language][day.month - 1]
    return f"{month} {day.day}" if language == "en" else f"{day.day} de {month}"


def day_named(text: str, today: date) -> date | None:
    """The next 8 December after "el 8 de diciembre", "December 8" or "8 de dezembro"."""
    for names in _MONTHS.values():
        for place, name in enumerate(names, start=1):
            found = re.search(
                rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: de | of | )?{fold(name)}\b", text
            ) or re.search(rf"\b{fold(name)} (\d{{1,2}})\b", text)
            if found is not None:
                return _next(place, int(found[1]), today)
    return None


def _next(month: int, day: int, today: date) -> date | None:
    for year in (today.year, today.year + 1):
        try:
            named = date(year, month, day)
        except ValueError:
            return None
        if named >= today:
            return named
    return None


def weekday(index: int, language: Language) -> str:
    return _DAYS[language][index]


def clock(at: time) -> str:
    return f"{at.hour}:{at.minute:02d}"


def number(value: float | int | str) -> str:
    """An attribute's figure without a useless `.0`."""
    return f"{value:g}" if isinstance(value, float) else str(value)
