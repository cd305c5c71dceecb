"""Reads a number written with points, commas or blanks between the thousands."""

import re
from decimal import Decimal, InvalidOperation

GROUPED = r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d)"
_DECIMALS = re.compile(r"[.,](\d{1,2})$")
_TIMES = {
    "k": 1_000, "mil": 1_000, "thousand": 1_000, "grand": 1_000, "luca": 1_000, "lucas": 1_000,
    "mm": 1_000_000, "m": 1_000_000, "millon": 1_000_000, "millones": 1_000_000,
    "milhao": 1_000_000, "milhoes": 1_000_000, "million": 1_000_000, "millions": 1_000_000,
    "palo": 1_000_000, "palos": 1_000_000,
}  # fmt: skip


def plain_number(written: str) -> Decimal | None:
    """`1.200` and `1,200` are thousands, `1.200,50` and `12.5` have decimals."""
    decimals = _DECIMALS.search(written)
    whole = written[: decimals.start()] if decimals else written
    digits = re.sub(r"\D", "", whole)
    try:
        return Decimal(f"{digits}.{decimals.group(1)}" if decimals else digits)
    except InvalidOperation:
        return None


def multiplied(value: Decimal, times: str | None) -> Decimal:
    return value * _TIMES[times] if times else value
