"""The money a message names, whoever's it is: a price, a quote, a bill, a budget."""

import re
from collections.abc import Iterator
from decimal import Decimal

from cauce.core.money import Money
from cauce.core.spelling import plain

# Marks of one currency; a bare "$" is the business's own, and bare "pesos" only where it has some.
_MARKS = {
    "us$": "USD", "u$s": "USD", "usd": "USD", "dolares": "USD", "dollars": "USD", "bucks": "USD",
    "r$": "BRL", "reais": "BRL", "brl": "BRL", "s/": "PEN", "soles": "PEN", "b/.": "PAB",
    "balboas": "PAB", "rd$": "DOP", "euros": "EUR", "eur": "EUR", "€": "EUR", "cop": "COP",
    "mxn": "MXN", "clp": "CLP", "ars": "ARS", "quetzales": "GTQ", "colones": "CRC",
    "lempiras": "HNL", "guaranies": "PYG", "bolivianos": "BOB",
    "pesos colombianos": "COP", "pesos mexicanos": "MXN", "pesos argentinos": "ARS",
    "pesos chilenos": "CLP", "pesos dominicanos": "DOP", "pesos uruguayos": "UYU",
}  # fmt: skip
_PESOS = frozenset({"COP", "MXN", "ARS", "CLP", "DOP", "UYU"})
_MANY = {"mil": 1_000, "k": 1_000, "thousand": 1_000, "millon": 1_000_000, "millones": 1_000_000}
_MANY |= {"million": 1_000_000, "milhao": 1_000_000, "milhoes": 1_000_000}

_WORDS = "|".join(sorted((re.escape(mark) for mark in _MARKS), key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<before>(?:{_WORDS})|\$)?\s?(?<![\w.,])(?P<number>\d[\d.,]*)"
    rf"(?:\s?(?P<many>{'|'.join(_MANY)})\b)?"
    rf"(?:\s?(?:de )?(?P<after>{_WORDS}|pesos|\$)(?!\w))?"
    r"(?P<each>\s?(?:cada un[oa]?|c/u|each|apiece|por (?:caja|unidad)|a (?:case|box|piece|unit)))?"
)


def amounts_in(text: str, currency: str, quantity: int | None = None) -> Iterator[Money]:
    """Numbers with a mark of money; a price for each is taken `quantity` times."""
    for match in _AMOUNT.finditer(plain(text)):
        mark = match["before"] or match["after"]
        named = _currency(mark, currency) if mark else None
        value = _number(match["number"])
        if named is None or value is None:
            continue
        value *= _MANY.get(match["many"] or "", 1)
        yield Money(value * quantity if match["each"] and quantity else value, named)


def _currency(mark: str, ours: str) -> str | None:
    if mark == "$":
        return ours
    if mark == "pesos":
        return ours if ours in _PESOS else None
    return _MARKS[mark]


def _number(written: str) -> Decimal | None:
    """18.000, 18,000.50 and 18.000,50: a group of exactly three digits is thousands."""
    digits = written.strip(".,")
    grouped = re.fullmatch(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:[.,]\d{1,2})?", digits)
    if grouped:
        head, tail = digits, ""
        if last := re.search(r"[.,](\d{1,2})$", digits):
            head, tail = digits[: last.start()], last.group(1)
        return Decimal(re.sub(r"[.,]", "", head) + (f".{tail}" if tail else ""))
    plainly = re.fullmatch(r"(\d+)(?:[.,](\d{1,2}))?", digits)
    return Decimal(f"{plainly.group(1)}.{plainly.group(2) or 0}") if plainly else None
