"""A shop whose number has templates."""

import pytest

from cauce.store.session import Store
from tests.engine.on_the_phone import OnThePhone
from tests.engine.templates.shop import opened
from tests.houses import ScriptedMind


@pytest.fixture
async def phone(store: Store, mind: ScriptedMind) -> OnThePhone:
    return await opened(store, mind)
