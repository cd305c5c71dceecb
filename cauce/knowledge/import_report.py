"""What an import would do or did: how many of each, and what is wrong, row by row."""

from dataclasses import dataclass
from typing import Literal

ImportKind = Literal["products", "faqs", "business"]
# `back` was archived and is in use again.
What = Literal["new", "changed", "back", "same"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that cannot be imported as it is written.

    `row` is the line of a CSV file; in a business file `place` says where ("products[3]").
    Without either it is about the whole file, and no row can be skipped to mend it.
    """

    message: str
    field: str | None = None
    row: int | None = None
    place: str | None = None

    @property
    def of_one_entry(self) -> bool:
        return self.row is not None or self.place is not None

    def __str__(self) -> str:
        where = f"row {self.row}" if self.row is not None else self.place
        if self.field:
            where = f"{where}, {self.field}" if where else self.field
        return f"{where}: {self.message}" if where else self.message


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that will say something else; None: it says nothing."""

    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one good entry; `row` and `place` as in Problem.

    `facts` are what a product will cost and how many there will be, by field.
    """

    what: What
    name: str
    row: int | None = None
    place: str | None = None
    differences: tuple[Difference, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A dry run. `rows` counts what the file holds, good and bad.

    `outcomes` tells the first good entries of each kind, in the order of the file.
    """

    kind: ImportKind
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    profile_changes: bool = False
    outcomes: tuple[Outcome, ...] = ()
    profile_differences: tuple[Difference, ...] = ()

    @property
    def good(self) -> bool:
        return not self.problems

    def told(self, what: What) -> tuple[Outcome, ...]:
        return tuple(one for one in self.outcomes if one.what == what)

    @property
    def bad_rows(self) -> int:
        return len({(one.row, one.place) for one in self.problems if one.of_one_entry})

    @property
    def can_skip_bad_rows(self) -> bool:
        """Whether something is left to import when the rows with problems are left out."""
        whole = any(not one.of_one_entry for one in self.problems)
        return not whole and self.bad_rows < self.rows
