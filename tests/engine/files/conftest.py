"""A street for each test, with or without somebody who writes voice notes down."""

from pathlib import Path

import pytest

from cauce.core.clock import FixedClock
from cauce.store.session import Store
from tests.engine.files.street import VOICE, Street, open_street
from tests.houses import ScriptedMind


@pytest.fixture
async def street(store: Store, clock: FixedClock, mind: ScriptedMind, tmp_path: Path) -> Street:
    return await open_street(store, clock, mind, tmp_path)


@pytest.fixture
async def hearing_street(
    store: Store, clock: FixedClock, mind: ScriptedMind, tmp_path: Path
) -> Street:
    return await open_street(store, clock, mind, tmp_path, **VOICE)
