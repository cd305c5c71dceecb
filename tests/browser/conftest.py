"""What is looked at with a browser: the demo shop's website, and the office behind it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator

import pytest
import uvicorn
from playwright.async_api import BrowserContext, Page

from cauce.core.clock import SystemClock
from cauce.core.keys import Keys
from cauce.store.session import Store
from tests.browser.chromium import browser, chromium, context, watched
from tests.browser.serving import Announcing
from tests.browser.website import Site
from tests.office import Office, house_of, open_office
from tests.public_app import open_demo_shop

__all__ = ["browser", "chromium", "context"]


@pytest.fixture
async def shop(store: Store) -> Store:
    await open_demo_shop(store)
    return store


@pytest.fixture
def site(shop: Store) -> Iterator[Site]:
    running = Site(shop.url)
    running.start()
    yield running
    if running.is_up:
        running.stop()


@pytest.fixture
async def page(context: BrowserContext, site: Site) -> AsyncIterator[Page]:
    """The demo shop; whatever its strict policy or its scripts complain about fails the test."""
    async with watched(context, lambda said: "Content Security" in said.text) as opened:
        await opened.goto(f"{site.address}/demo/shop")
        yield opened


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    clock = SystemClock()
    store = Store(database_url, clock, Keys(clock), pool_size=6)
    yield await open_office(house_of(store, clock))
    await store.close()


@pytest.fixture
async def address(office: Office) -> AsyncIterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = uvicorn.Config(
        office.app, port=port, log_level="error", timeout_graceful_shutdown=1, lifespan="off"
    )
    up = asyncio.Event()
    server = Announcing(config, up)
    office.house.live.start()
    running = asyncio.create_task(server.serve())
    await up.wait()
    yield f"http://127.0.0.1:{port}"
    await office.house.live.stop()
    server.should_exit = True
    await running
