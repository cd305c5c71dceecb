"""What a set of entries would change in the catalogue, and the changing itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.clock import Clock
from cauce.core.keys import Keys
from cauce.knowledge.catalogue_rows import AnyEntry, Columns, columns_of, identity_of, same
from cauce.store.queries import catalogue
from cauce.store.queries.catalogue import Shelf
from cauce.store.session import Store

# Rows in one statement: big enough to be fast, small enough to stay a moderate parameter.
_BATCH = 5_000
_PREFIXES: Mapping[Shelf, str] = {"products": "prod", "faqs": "faq", "policies": "poli"}


class Stamps(Protocol):
    """Whoever has the clock and the keys: the house, or its store."""

    @property
    def clock(self) -> Clock: ...

    @property
    def keys(self) -> Keys: ...


class Office(Stamps, Protocol):
    """Who also has the store: the house."""

    @property
    def store(self) -> Store: ...


@dataclass(frozen=True, slots=True)
class Change:
    """A row as it was (None: it is new) and as it will be; `at` is its entry's place."""

    before: Mapping[str, Any] | None
    after: Columns
    at: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What becomes of the entries meant for one shelf."""

    shelf: Shelf
    made: tuple[Change, ...]
    same: tuple[int, ...]

    @property
    def created(self) -> int:
        return sum(change.before is None for change in self.made)

    @property
    def updated(self) -> int:
        return len(self.made) - self.created

    @property
    def unchanged(self) -> int:
        return len(self.same)


async def known_rows(
    session: AsyncSession,
    shelf: Shelf,
    wanted: Iterable[Mapping[str, Any]],
    *,
    locked: bool = False,
) -> dict[tuple[str, ...], Mapping[str, Any]]:
    """The rows there are already, by what makes them the same; archived products too.

    `locked`: nobody else changes them before the transaction ends (an order takes stock).
    """
    if shelf == "products":
        skus = [one["sku"] for one in wanted if isinstance(one.get("sku"), str)]
        rows = await catalogue.rows_of_skus(session, skus, locked=locked)
    else:
        rows = await catalogue.rows(session, shelf, locked=locked)
    return {identity_of(shelf, row): row for row in rows}


async def compare(
    session: AsyncSession,
    stamps: Stamps,
    shelf: Shelf,
    entries: Sequence[AnyEntry],
    currency: str,
) -> Changes:
    """Which entries are new, which say something else than stored; nothing is touched."""
    wanted = [vars(entry) for entry in entries]
    known = await known_rows(session, shelf, wanted, locked=True)
    return sort_out(stamps, shelf, entries, currency, known)


def sort_out(
    stamps: Stamps,
    shelf: Shelf,
    entries: Sequence[AnyEntry],
    currency: str,
    known: Mapping[tuple[str, ...], Mapping[str, Any]],
) -> Changes:
    """`compare` for rows that were read already."""
    now = stamps.clock.now()
    made: list[Change] = []
    unchanged: list[int] = []
    for at, entry in enumerate(entries):
        columns = columns_of(entry, currency)
        row = known.get(identity_of(shelf, columns))
        if row is not None and same(shelf, row, columns):
            unchanged.append(at)
        elif row is not None:
            after = {**row, **columns, "archived_at": None, "updated_at": now}
            made.append(Change(row, after, at))
        else:
            made.append(Change(None, fresh_row(stamps, shelf, columns), at))
    return Changes(shelf, tuple(made), tuple(unchanged))


async def carry_out(session: AsyncSession, changes: Changes) -> None:
    """Stores them with the session's transaction."""
    await put_all(session, changes.shelf, [change.after for change in changes.made])


async def put_all(session: AsyncSession, shelf: Shelf, rows: Sequence[Mapping[str, Any]]) -> None:
    """Stores whole rows, many in a statement."""
    for start in range(0, len(rows), _BATCH):
        await catalogue.put(session, shelf, rows[start : start + _BATCH])


def fresh_row(stamps: Stamps, shelf: Shelf, columns: Columns) -> Columns:
    """A whole new row with its id and times."""
    now = stamps.clock.now()
    row = {
        "id": stamps.keys.new(_PREFIXES[shelf]),
        "created_at": now,
        "updated_at": now,
        "archived_at": None,
        **columns,
    }
    return row | {"brand_colours": []} if shelf == "products" else row
