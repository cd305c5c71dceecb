"""What a file asks for, before it is compared with what is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cauce.knowledge.import_report import ImportKind, Problem
from cauce.store.queries.catalogue import Shelf


@dataclass(frozen=True, slots=True)
class Piece:
    """One entry as written: its fields are those of the business file.

    `partial`: fields that are not there keep what is stored (a CSV need not have every column).
    """

    shelf: Shelf
    fields: Mapping[str, Any]
    row: int | None = None
    place: str | None = None
    partial: bool = False

    def problem(self, message: str, field: str | None = None) -> Problem:
        return Problem(message, field, self.row, self.place)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Pieces that could be read, and the problems of those that could not."""

    kind: ImportKind
    rows: int = 0
    pieces: tuple[Piece, ...] = ()
    profile: Mapping[str, Any] | None = None
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = field(default=())
