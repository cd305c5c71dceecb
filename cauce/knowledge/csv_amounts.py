"""Amounts and counts as people type them: 1.299,00 and 1,299.00 and $ 1299.

Whether a comma is for cents or for thousands is never guessed: a price a thousand times wrong
would be said to a customer. The other rows of the file settle it, or the row is refused.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, LiteralString

from cauce.knowledge.wording import Wording

Mark = Literal[".", ","]

_SIGNS = re.compile(
    r"[\s\u00a0\u202f$€£₡₲']|^[A-Z]{3}|[A-Z]{3}$|^(?:R\$|B/\.|S/\.?|RD\$|C\$|Bs\.?)"
)
_PLAIN = re.compile(r"[0-9]+")
_CENTS = re.compile(r"[0-9.,]*[0-9]([.,])[0-9]{1,2}")
_SERVICES = frozenset({"service", "servicio", "serviço", "servico"})
LARGEST = Decimal(10) ** 12


def bare(cell: str) -> str:
    """The digits and marks of an amount, without currency signs and blanks."""
    return _SIGNS.sub("", _SIGNS.sub("", cell.strip()))


def decimal_mark(cells: Iterable[str]) -> Mark | None:
    """The mark this file writes cents with; None when no cell tells."""
    found: set[str] = set()
    for cell in cells:
        text = bare(cell)
        if (told := _CENTS.fullmatch(text)) is not None:
            found.add(told[1])
        elif text.count(".") > 1 and "," not in text:
            found.add(",")
        elif text.count(",") > 1 and "." not in text:
            found.add(".")
    if found == {"."}:
        return "."
    return "," if found == {","} else None


def amount(cell: str, mark: Mark | None) -> str:
    """The amount as the business file writes it. Raises ValueError with what to write instead."""
    text = bare(cell)
    if _PLAIN.fullmatch(text):
        return _in_range(text)
    own = _CENTS.fullmatch(text)
    point = own[1] if own is not None else mark
    if point is None and re.fullmatch(r"[0-9]{1,3}[.,][0-9]{3}", text):
        whole = re.sub(r"[.,]", "", text)
        raise _refusal(
            "'{cell}' can be read as {whole} or as {fraction}: write {whole} or {whole}.00",
            cell=cell,
            whole=whole,
            fraction=text.replace(",", "."),
        )
    point = point or ("," if text.count(".") > 1 else ".")
    thousands = "," if point == "." else "."
    grouped = rf"[0-9]{{1,3}}(?:{re.escape(thousands)}[0-9]{{3}})+|[0-9]+"
    if not re.fullmatch(rf"(?:{grouped})(?:{re.escape(point)}[0-9]{{1,2}})?", text):
        raise _refusal("'{cell}' is not an amount: write it like 1299.00", cell=cell)
    return _in_range(text.replace(thousands, "").replace(point, "."))


def count(cell: str) -> int:
    """A whole number. Raises ValueError for anything else."""
    told = re.fullmatch(r"([0-9]{1,9})(?:[.,]0+)?", cell.strip())
    if told is None:
        raise _refusal("'{cell}' is not a whole number: write it like 12", cell=cell)
    return int(told[1])


def stock(cell: str) -> int | None:
    """Units, or None where the word says that it is a service."""
    if cell.strip().casefold() in _SERVICES:
        return None
    try:
        return count(cell)
    except ValueError as error:
        raise _refusal(
            "'{cell}' is not a number of units: write it like 12, or the word service", cell=cell
        ) from error


def attribute_cell(value: bool | float | str) -> str:
    """An attribute's value as a cell that `number_or_text` reads as it was."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and number_or_text(value) != value:
        return f'"{value}"'
    return str(value)


def number_or_text(cell: str) -> bool | int | float | str:
    """An attribute's value: a number where it looks like one, yes or no as true or false; what
    stands between quotation marks is text."""
    if cell.lower() in ("true", "false"):
        return cell.lower() == "true"
    if len(cell) > 2 and cell.startswith('"') and cell.endswith('"'):
        return cell[1:-1]
    if re.fullmatch(r"-?[0-9]{1,15}", cell):
        return int(cell)
    if re.fullmatch(r"-?[0-9]{1,15}[.,][0-9]{1,6}", cell):
        return float(cell.replace(",", "."))
    return cell


def _refusal(sentence: LiteralString, /, **figures: str) -> ValueError:
    return ValueError(Wording(sentence, **figures))


def _in_range(text: str) -> str:
    if Decimal(text) >= LARGEST:
        raise _refusal("{amount} is too large to be a price", amount=text)
    return text
