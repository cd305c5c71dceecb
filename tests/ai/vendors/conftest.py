"""One sandbox for all tests of the vendors; each finds it without faults or scripts."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.ai.vendors.world import World, running


@pytest.fixture(scope="session")
async def sandbox() -> AsyncIterator[World]:
    async with running() as world:
        yield world


@pytest.fixture
def world(sandbox: World) -> Iterator[World]:
    sandbox.forget()
    yield sandbox
    sandbox.forget()
