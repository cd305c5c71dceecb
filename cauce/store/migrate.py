"""Brings the database to the shape this version of Cauce needs; safe to run any number of times."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, NullPool, create_engine, text

# One number for all processes that might migrate at the same moment.
_LOCK = 7_203_411


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings, bound to an open connection."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings


def upgrade(url: str) -> bool:
    """Applies what is missing; True when something was."""
    with _engine(url).begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if _current(connection) == newest():
            return False
        command.upgrade(config(connection), "head")
    return True


def current(url: str) -> str | None:
    """The version the database is at; None when it is empty."""
    with _engine(url).connect() as connection:
        return _current(connection)


def newest() -> str | None:
    """The version this program brings."""
    return ScriptDirectory.from_config(config()).get_current_head()


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _engine(url: str) -> Engine:
    return create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1), poolclass=NullPool
    )
