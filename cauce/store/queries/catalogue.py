"""What the business told us, row by row, each with the mark of its last change.

The mark is PostgreSQL's `xmin`: another one for every change, and the old one after a rollback.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import orjson
from sqlalchemy import ColumnElement, Table, Text, any_, delete, literal, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.models import Base, Business

Shelf = Literal["products", "faqs", "policies"]
SHELVES: tuple[Shelf, ...] = ("products", "faqs", "policies")

_BUSINESS = text("SELECT knowledge_version, xmin::text AS mark FROM business")
_MARKS = {
    shelf: text(f"SELECT id, xmin::text FROM {shelf} WHERE archived_at IS NULL")
    for shelf in SHELVES
}


async def version(session: AsyncSession) -> tuple[int, str] | None:
    """The version of the knowledge and the mark of the business row; None when there is none."""
    row = (await session.execute(_BUSINESS)).one_or_none()
    return None if row is None else (row.knowledge_version, row.mark)


async def profile(session: AsyncSession) -> dict[str, Any] | None:
    """The profile as the business file writes it; None while no business is set up."""
    return await session.scalar(select(Business.profile))


async def marks(session: AsyncSession, shelf: Shelf) -> dict[str, str]:
    """The mark of every row in use, by id."""
    return {row[0]: row[1] for row in await session.execute(_MARKS[shelf])}


async def rows(
    session: AsyncSession,
    shelf: Shelf,
    ids: Sequence[str] | None = None,
    *,
    locked: bool = False,
) -> list[Mapping[str, Any]]:
    """These rows whole, or every row in use when `ids` is None."""
    table = table_of(shelf)
    wanted = table.c.archived_at.is_(None) if ids is None else _among(table.c.id, ids)
    return await _whole(session, table, wanted, locked)


async def rows_of_skus(
    session: AsyncSession, skus: Sequence[str], *, locked: bool = False
) -> list[Mapping[str, Any]]:
    """Products with these skus, archived ones too: a sku is given to one product for ever."""
    table = table_of("products")
    return await _whole(session, table, _among(table.c.sku, skus), locked)


async def skus_and_categories(session: AsyncSession) -> tuple[set[str], set[str]]:
    """Of every product that is sold."""
    table = table_of("products")
    found = await session.execute(
        select(table.c.sku, table.c.category).where(table.c.archived_at.is_(None))
    )
    pairs = found.all()
    return {row[0] for row in pairs}, {row[1] for row in pairs}


async def one_import_at_a_time(session: AsyncSession) -> None:
    """Waits until no other import is under way; holds until the transaction ends."""
    await session.execute(text("SELECT pg_advisory_xact_lock(7203413)"))


async def _whole(
    session: AsyncSession, table: Table, wanted: ColumnElement[bool], locked: bool
) -> list[Mapping[str, Any]]:
    # Products are locked in the order of their skus, as an order does that takes them from stock.
    order = table.c.sku if "sku" in table.c else table.c.id
    statement = select(table).where(wanted).order_by(order)
    found = await session.execute(statement.with_for_update() if locked else statement)
    return [dict(row) for row in found.mappings()]


async def put(session: AsyncSession, shelf: Shelf, written: Sequence[Mapping[str, Any]]) -> None:
    """Stores whole rows, new ones and known ones, in one statement and so with one new version."""
    if not written:
        return
    kept = ", ".join(
        f"{column.name} = excluded.{column.name}"
        for column in table_of(shelf).columns
        if column.name not in ("id", "created_at")
    )
    statement = text(
        f"INSERT INTO {shelf} SELECT * FROM"
        f" jsonb_populate_recordset(NULL::{shelf}, CAST(:written AS jsonb))"
        f" ON CONFLICT (id) DO UPDATE SET {kept}"
    )
    await session.execute(statement, {"written": orjson.dumps(written).decode()})


async def take_away(session: AsyncSession, shelf: Shelf, ids: Sequence[str]) -> None:
    """Removes rows for good: only what an import made and nobody used since."""
    table = table_of(shelf)
    if ids:
        await session.execute(delete(table).where(_among(table.c.id, ids)))


def _among(column: ColumnElement[str], values: Sequence[str]) -> ColumnElement[bool]:
    # One array instead of a placeholder each: a statement has room for 32,767 of those.
    return column == any_(literal(list(values), ARRAY(Text)))


def table_of(shelf: Shelf) -> Table:
    """The table itself, for statements about many rows at once."""
    return Base.metadata.tables[shelf]
