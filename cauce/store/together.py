"""Writing all that a transaction did in one statement: a turn touches a dozen tables."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import TextClause, inspect, text
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.models import Base
from cauce.store.session import stamp, take_news

# A table and the columns of it that are written; the others keep or take their defaults.
Part = tuple[str, tuple[str, ...]]


async def write_together(session: AsyncSession) -> None:
    """Writes the rows added and changed so far, and what is to be told, in one round trip.

    The rows keep the values they have but are no longer followed: later changes are not written.
    Raises what a flush would raise.
    """
    stamp(session.sync_session)
    added, changed = _parts(session.new, _set), _parts(session.dirty, _changed)
    for row in (*session.new, *session.dirty):
        session.expunge(row)
    values = {
        "rows": _packed([*added.values(), *changed.values()]),
        "news": take_news(session.sync_session),
    }
    await session.execute(_statement(tuple(added), tuple(changed)), values)


def _set(row: Base) -> Iterable[str]:
    return (name for name in vars(row) if name[0] != "_")


def _changed(row: Base) -> Iterable[str]:
    state = inspect(row)
    return ("id", *(name for name in vars(row).keys() - state.unmodified if name[0] != "_"))


def _parts(rows: Iterable[Any], columns: Any) -> dict[Part, list[Mapping[str, Any]]]:
    """Rows by what is written of them; parts in an order of their own, so that equal ones meet."""
    parts: dict[Part, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        names = tuple(sorted(columns(row)))
        if names != ("id",):
            parts[row.__tablename__, names].append({name: getattr(row, name) for name in names})
    return dict(sorted(parts.items()))


def _packed(rows: list[list[Mapping[str, Any]]]) -> str:
    return orjson.dumps(rows, _exact, orjson.OPT_NON_STR_KEYS).decode()


def _exact(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"a column cannot hold {type(value).__name__}")


@lru_cache(maxsize=512)
def _statement(added: tuple[Part, ...], changed: tuple[Part, ...]) -> TextClause:
    """Names come from our own models; values are in the parameters only."""
    steps = ["given AS (SELECT CAST(:rows AS jsonb) AS parts)"]
    for place, (table, names) in enumerate((*added, *changed)):
        columns = ", ".join(f'"{name}"' for name in names)
        rows = f"jsonb_populate_recordset(NULL::{table}, (SELECT parts -> {place} FROM given))"
        if place < len(added):
            done = f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {rows}"
        else:
            news = ", ".join(f'"{name}" = news."{name}"' for name in names if name != "id")
            done = f"UPDATE {table} SET {news} FROM {rows} AS news WHERE {table}.id = news.id"
        steps.append(f"step_{place} AS ({done})")
    told = "SELECT pg_notify('cauce_live', one) FROM unnest(CAST(:news AS text[])) AS one"
    return text(f"WITH {', '.join(steps)} {told}")
