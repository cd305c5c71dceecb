"""The door to the database: the only place that opens sessions and commits."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import orjson
from sqlalchemy import TextClause, event, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import Session

from cauce.core.clock import Clock
from cauce.core.keys import Keys
from cauce.errors import Unavailable
from cauce.store.intake import Intake
from cauce.store.models import Row

_AWAY = "The database does not answer. Nothing was lost; try again in a moment."
_SERVER_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
)

# Where a session keeps what `queries.live.tell` noted, until the commit sends it.
NEWS = "news"
_TELL = text("SELECT pg_notify('cauce_live', one) FROM unnest(CAST(:news AS text[])) AS one")


def _dumps(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()


@event.listens_for(Session, "before_flush")
def stamp(session: Session, *_: object) -> None:
    """Gives rows their id and times, from the clock and keys the store was made with."""
    clock: Clock | None = session.info.get("clock")
    if clock is None:
        return
    now = clock.now()
    for row in session.new:
        if isinstance(row, Row):
            if row.id is None:
                row.id = session.info["keys"].new(row.prefix)
            if row.created_at is None:
                row.created_at = now
            if row.updated_at is None:
                row.updated_at = now
    for row in session.dirty:
        if isinstance(row, Row) and session.is_modified(row):
            row.updated_at = now


def take_news(session: Session) -> list[str]:
    """What the transaction wants told, to whoever tells it with the commit."""
    news: list[str] = session.info.pop(NEWS, [])
    return news


class Store:
    """A pool of connections to one database, with the clock and the keys rows are stamped with."""

    def __init__(self, url: str, clock: Clock, keys: Keys, *, pool_size: int = 20) -> None:
        """`url` starts with `postgresql://`; raises nothing until it is used."""
        self.clock = clock
        self.keys = keys
        self.url = url
        self.engine: AsyncEngine = create_async_engine(
            url.replace("postgresql://", "postgresql+asyncpg://", 1),
            pool_size=pool_size,
            max_overflow=0,
            # What people wrote must not end up in the logs of a failed statement.
            hide_parameters=True,
            json_serializer=_dumps,
            json_deserializer=orjson.loads,
        )
        self._sessions = async_sessionmaker(
            self.engine,
            expire_on_commit=False,
            # Rows go out together at the commit; who reads back what was just added flushes first.
            autoflush=False,
            info={"clock": clock, "keys": keys},
        )
        self._single = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self.intake = Intake(self.one_statement)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session to look with; whatever is changed in it is thrown away."""
        async with _explained(), self._sessions() as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A session that commits when its block ends well, and rolls back when it does not."""
        async with _explained(), self._sessions() as session:
            yield session
            news = take_news(session.sync_session)
            if news:
                await session.execute(_TELL, {"news": news})
            await session.commit()

    async def one_statement(self, statement: TextClause, values: Mapping[str, Any]) -> Any:
        """Runs one statement as its own transaction, in one round trip; its single value."""
        async with _explained(), self._single.connect() as connection:
            return (await connection.execute(statement, values)).scalar()

    async def close(self) -> None:
        await self.engine.dispose()


@asynccontextmanager
async def _explained() -> AsyncIterator[None]:
    """Turns a lost, full or missing database into `Unavailable`; other errors pass."""
    try:
        yield
    except (InterfaceError, OperationalError, NoConnectionLeft, OSError, *_SERVER_AWAY) as error:
        raise Unavailable(_AWAY) from error
    except DBAPIError as error:
        said = error.orig.__cause__ if error.orig is not None else None
        if error.connection_invalidated or isinstance(said, _SERVER_AWAY):
            raise Unavailable(_AWAY) from error
        raise
