"""The demo shop behind the API, and programs with keys of every scope."""

from collections.abc import AsyncIterator

import httpx
import pytest

from cauce.core.clock import FixedClock
from cauce.engine.house import House
from cauce.store.session import Store
from tests.api.programs import client_for, house_of, open_shop


@pytest.fixture
async def shop(store: Store, clock: FixedClock) -> House:
    await open_shop(store)
    return house_of(store, clock)


@pytest.fixture
async def admin(shop: House) -> AsyncIterator[httpx.AsyncClient]:
    async with await client_for(shop) as client:
        yield client


@pytest.fixture
async def reader(shop: House) -> AsyncIterator[httpx.AsyncClient]:
    async with await client_for(shop, "read") as client:
        yield client
