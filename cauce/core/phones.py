"""One telephone, however its country writes it: which numbers are the same person's.

Numbers are compared in these forms and never rewritten: what is sent to is what a platform said.
"""

import re
from typing import Final

# Brazil put a 9 before its mobile numbers, which begin with 6 to 9; fixed lines stay as they are.
_BRAZIL_SHORT: Final = re.compile(r"55(\d\d)([6-9]\d{7})")
_BRAZIL_LONG: Final = re.compile(r"55(\d\d)9([6-9]\d{7})")
# Mexico wrote a 1 before mobile numbers until 2019, and WhatsApp still names people by it.
_MEXICO_LONG: Final = re.compile(r"521(\d{10})")
_MEXICO_SHORT: Final = re.compile(r"52(\d{10})")
# Argentina writes a 9 before a mobile number when it is called from abroad.
_ARGENTINA_LONG: Final = re.compile(r"549(\d{10})")
_ARGENTINA_SHORT: Final = re.compile(r"54(\d{10})")
_COUNTRIES: Final = ("55", "52", "54")


def canonical(phone: str) -> str:
    """The one form (+ and digits) that all ways of writing this international number share."""
    digits = _digits(phone)
    if found := _BRAZIL_SHORT.fullmatch(digits):
        digits = f"55{found[1]}9{found[2]}"
    elif found := _MEXICO_LONG.fullmatch(digits):
        digits = f"52{found[1]}"
    elif found := _ARGENTINA_LONG.fullmatch(digits):
        digits = f"54{found[1]}"
    return f"+{digits}"


def variants(phone: str) -> tuple[str, ...]:
    """Every form this international number may be stored in, with a plus; the canonical first."""
    first = canonical(phone)
    digits = first.removeprefix("+")
    other = ""
    if found := _BRAZIL_LONG.fullmatch(digits):
        other = f"+55{found[1]}{found[2]}"
    elif found := _MEXICO_SHORT.fullmatch(digits):
        other = f"+521{found[1]}"
    elif found := _ARGENTINA_SHORT.fullmatch(digits):
        other = f"+549{found[1]}"
    return (first, other) if other else (first,)


def spellings(digits: str) -> tuple[str, ...]:
    """Digits to look for when somebody types a number, with its country or without it."""
    found = {digits: None}
    for country in ("", *_COUNTRIES):
        written = (one[1 + len(country) :] for one in variants(country + digits))
        found |= dict.fromkeys(written)
    return tuple(found)


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone)
