"""A products or questions CSV as pieces of the business file, each with its line number."""

from collections.abc import Sequence
from typing import Any

from cauce.errors import Unreadable
from cauce.knowledge import csv_amounts
from cauce.knowledge.csv_columns import Column, Header, header_of
from cauce.knowledge.csv_text import Line, decoded, lines_of
from cauce.knowledge.import_report import ImportKind, Problem
from cauce.knowledge.proposals import Piece, Proposal
from cauce.knowledge.wording import Wording

LIST_MARK = "|"


def read_csv(content: bytes) -> Proposal:
    """Never raises: what cannot be read is among the problems."""
    try:
        lines = list(lines_of(decoded(content)))
    except Unreadable as error:
        return Proposal("products", problems=(Problem(error.message),))
    if not lines:
        return Proposal("products", problems=(Problem(Wording("The file is empty.")),))
    header = header_of(lines[0].cells)
    kind: ImportKind = "faqs" if header.shelf == "faqs" else "products"
    wrong = _header_problems(header)
    if wrong:
        return Proposal(kind, len(lines) - 1, problems=wrong)
    pieces, problems = _pieces(header, lines[1:])
    if not lines[1:]:
        problems.append(Problem(Wording("The file has a header and no rows.")))
    notes = tuple(Wording("The column '{name}' is not used.", name=name) for name in header.unused)
    return Proposal(kind, len(lines) - 1, tuple(pieces), None, tuple(problems), notes)


def _header_problems(header: Header) -> tuple[Problem, ...]:
    missing = [
        Problem(
            Wording(
                "The first line must name the columns, and '{name}' is not among them.", name=name
            )
        )
        for name in header.missing
    ]
    twice = [
        Problem(Wording("There are two columns for '{name}'.", name=name))
        for name in header.repeated
    ]
    return (*missing, *twice)


def _pieces(header: Header, lines: Sequence[Line]) -> tuple[list[Piece], list[Problem]]:
    mark = csv_amounts.decimal_mark(
        cell
        for line in lines
        for column, cell in zip(header.columns, line.cells, strict=False)
        if column is not None and column.holds == "amount" and cell
    )
    pieces: list[Piece] = []
    problems: list[Problem] = []
    for line in lines:
        found: list[Problem] = []
        if len(line.cells) > len(header.columns) and any(line.cells[len(header.columns) :]):
            more = Wording("has more cells than the first line has columns")
            found.append(Problem(more, row=line.number))
        fields: dict[str, Any] = {}
        for column, cell in zip(header.columns, line.cells, strict=False):
            if column is None or not cell:
                continue
            try:
                fields[column.name] = _value(column, cell, mark)
            except ValueError as error:
                found.append(Problem(error.args[0], column.name, line.number))
        problems += found
        if not found:
            pieces.append(Piece(header.shelf, fields, row=line.number, partial=True))
    return pieces, problems


def _value(column: Column, cell: str, mark: csv_amounts.Mark | None) -> Any:
    match column.holds:
        case "text":
            return cell
        case "code":
            return cell.upper()
        case "list":
            return [part.strip() for part in cell.split(LIST_MARK) if part.strip()]
        case "amount":
            return csv_amounts.amount(cell, mark)
        case "count":
            return csv_amounts.count(cell)
        case "stock":
            return csv_amounts.stock(cell)
        case "pairs":
            return dict(_pair(part) for part in cell.split(LIST_MARK) if part.strip())


def _pair(part: str) -> tuple[str, bool | int | float | str]:
    name, equals, value = (piece.strip() for piece in part.partition("="))
    if not equals or not name or not value:
        raise ValueError(
            Wording("'{part}' is not an attribute: write it like ram_gb=16", part=part.strip())
        )
    return name, csv_amounts.number_or_text(value)
