"""The demo shop in a database of each test's own, with people in it who can attend."""

from collections.abc import Iterator
from itertools import count

import psycopg
import pytest

from cauce.core.clock import FixedClock, SystemClock
from cauce.core.keys import Keys
from cauce.engine.house import House
from cauce.store.models import User
from cauce.store.session import Store
from tests.houses import Outbox, ScriptedMind, house_of, open_shop, rows

_numbers = count(1)


@pytest.fixture(scope="session")
async def shop(server: str) -> str:
    """The name of a database with the demo shop, to be copied."""
    root = server.replace("/cauce?", "/postgres?")
    with psycopg.connect(root, autocommit=True) as connection:
        connection.execute("CREATE DATABASE shop TEMPLATE cauce")
    clock = SystemClock()
    store = Store(server.replace("/cauce?", "/shop?"), clock, Keys(clock), pool_size=2)
    await open_shop(store)
    await store.close()
    return "shop"


@pytest.fixture
def database_url(server: str, shop: str) -> Iterator[str]:
    name = f"house_{next(_numbers)}"
    root = server.replace("/cauce?", "/postgres?")
    with psycopg.connect(root, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {shop} STRATEGY file_copy")
    yield server.replace("/cauce?", f"/{name}?")
    with psycopg.connect(root, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def mind() -> ScriptedMind:
    return ScriptedMind()


@pytest.fixture
def whatsapp() -> Outbox:
    return Outbox()


@pytest.fixture
def house(store: Store, clock: FixedClock, mind: ScriptedMind, whatsapp: Outbox) -> House:
    return house_of(store, clock, mind, {"whatsapp": whatsapp})


@pytest.fixture
async def agent(store: Store) -> User:
    """Somebody who works in the shop."""
    found: list[User] = await rows(store, User, User.role == "agent")
    return found[0]
