"""The office whose pages are looked at."""

import pytest

from cauce.core.clock import FixedClock
from cauce.store.session import Store
from tests.office import Office, house_of, open_office


@pytest.fixture
async def office(store: Store, clock: FixedClock) -> Office:
    return await open_office(house_of(store, clock))
