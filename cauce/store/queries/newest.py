"""Any table as a list, newest first: ids sort by the time their row was made."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.models import Row
from cauce.store.queries import paging

Kind = TypeVar("Kind", bound=Row)


async def newest(
    session: AsyncSession,
    kind: type[Kind],
    *where: ColumnElement[bool],
    after: str | None = None,
    size: int = 50,
) -> paging.Page[Kind]:
    """A page of the rows of `kind` that fit."""
    wanted = select(kind).where(*where).order_by(kind.id.desc()).limit(size + 1)
    if after:
        wanted = wanted.where(kind.id < str(paging.decode(after, 1)[0]))
    rows: Sequence[Kind] = (await session.scalars(wanted)).all()
    cursor = paging.encode(rows[size - 1].id) if len(rows) > size else None
    return paging.page_of(rows, size, cursor)
