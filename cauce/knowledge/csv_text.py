"""From the bytes of a spreadsheet program to lines of cells, whatever it calls CSV."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from cauce.core.text import clean
from cauce.errors import Unreadable
from cauce.knowledge.wording import Wording

LONGEST_CELL = 100_000
_MARKS = (";", ",", "\t")
# A cell that begins like a formula would be run by the spreadsheet, so we write it behind this.
_GUARD = "'"
_FORMULAS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Line:
    """A record and the line of the file it begins on, counted from 1."""

    number: int
    cells: tuple[str, ...]


def decoded(content: bytes) -> str:
    """UTF-8 with or without a byte order mark, UTF-16 with one, else what Windows writes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return clean(content.decode("utf-16", "replace"))
    try:
        return clean(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        # cp1252 leaves five bytes undefined; latin-1 gives every byte a meaning.
        try:
            return clean(content.decode("cp1252"))
        except UnicodeDecodeError:
            return clean(content.decode("latin-1"))


def lines_of(text: str) -> Iterator[Line]:
    """Every record that is not empty. Raises Unreadable where quotes never close."""
    mark, text, skipped = _mark_of(text)
    reader = csv.reader(StringIO(text, newline=""), delimiter=mark, strict=True)
    csv.field_size_limit(LONGEST_CELL)
    before = skipped
    try:
        for cells in reader:
            number, before = before + 1, reader.line_num + skipped
            if any(cell.strip() for cell in cells):
                yield Line(number, tuple(_bare(cell.strip()) for cell in cells))
    except csv.Error as error:
        raise Unreadable(
            Wording(
                "Line {line} cannot be read as CSV. "
                "Look for a quotation mark that is opened and never closed.",
                line=reader.line_num + skipped,
            )
        ) from error


def guarded(cell: str) -> str:
    """A text that no spreadsheet runs; reading it gives the text again."""
    return _GUARD + cell if cell.startswith(_FORMULAS) else cell


def _bare(cell: str) -> str:
    rest = cell.removeprefix(_GUARD)
    return rest if rest.startswith(_FORMULAS) else cell


def _mark_of(text: str) -> tuple[str, str, int]:
    """What separates the cells, the text without Excel's own note of it, and lines left out."""
    first, _, rest = text.partition("\n")
    told = first.strip().lower().removeprefix("sep=")
    if first.lower().startswith("sep=") and told in _MARKS:
        return told, rest, 1
    header = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(header.split('"')[::2])
    return max(_MARKS, key=outside.count), text, 0
