"""The demo shop behind the API: programs with keys of every scope, and visitors of its chat."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from cauce.core.clock import FixedClock
from cauce.engine.house import House
from cauce.store.session import Store
from tests import public_app
from tests.api.programs import client_for, house_of, open_shop
from tests.chat_visitor import Visitor, arrive


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


@pytest.fixture
async def house(store: Store, clock: FixedClock) -> House:
    """What visitors come to: a few products, and a mind that is never asked."""
    await public_app.open_demo_shop(store)
    return public_app.house_of(store, clock)


@pytest.fixture
def app(house: House) -> FastAPI:
    return public_app.app_of(house)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://cauce") as open_client:
        yield open_client


@pytest.fixture
async def ana(client: httpx.AsyncClient) -> Visitor:
    return await arrive(client)
