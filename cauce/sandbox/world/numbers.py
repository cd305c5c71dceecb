"""Phone numbers that are one line though they are written in two ways."""

from typing import Final

# Country, the digit that may be left out, where it stands, and how long the number is with it.
_OPTIONAL: Final = (("55", "9", 4, 13), ("52", "1", 2, 13), ("54", "9", 2, 13))


def line(number: str) -> str:
    """The digits of a number without the one some networks leave out."""
    digits = "".join(one for one in number if one.isdigit())
    for country, digit, at, length in _OPTIONAL:
        if digits.startswith(country) and len(digits) == length and digits[at] == digit:
            return digits[:at] + digits[at + 1 :]
    return digits
