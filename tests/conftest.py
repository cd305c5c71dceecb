"""A real PostgreSQL for every test that asks for one, migrated once and copied for each test."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import psycopg
import pytest
import structlog

from cauce.ai.embedded.reader import EmbeddedReader
from cauce.core.clock import FixedClock
from cauce.core.keys import Keys
from cauce.store import embedded, migrate
from cauce.store.session import Store

# A Tuesday morning in Panama, inside the demo shop's hours.
MORNING = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
_numbers = count(1)

# The pretty tracebacks take seconds each.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        ),
    ]
)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of an embedded PostgreSQL with a migrated database called `cauce`."""
    with tempfile.TemporaryDirectory(prefix="cauce-test-") as folder:
        Path(folder).chmod(0o755)
        address = embedded.start(Path(folder))
        with psycopg.connect(address, autocommit=True) as connection:
            # Nobody pulls the plug of a test.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        migrate.upgrade(address)
        yield address
        embedded.stop(Path(folder))


@pytest.fixture
def database_url(server: str) -> Iterator[str]:
    """An empty, migrated database of this test's own."""
    name = f"test_{next(_numbers)}"
    root = server.replace("/cauce?", "/postgres?")
    with psycopg.connect(root, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE cauce STRATEGY file_copy")
    yield server.replace("/cauce?", f"/{name}?")
    with psycopg.connect(root, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MORNING)


@pytest.fixture
def keys(clock: FixedClock) -> Keys:
    return Keys(clock)


@pytest.fixture
async def store(database_url: str, clock: FixedClock, keys: Keys) -> AsyncIterator[Store]:
    opened = Store(database_url, clock, keys, pool_size=8)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the trained reader in it; training takes seconds, so it is done once."""
    folder = tmp_path_factory.mktemp("models")
    EmbeddedReader.load(folder)
    return folder
