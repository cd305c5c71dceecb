"""The application at Meta: set in the pages or in the environment, known to every process."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from cauce.core.clock import FixedClock
from cauce.engine import meta_app
from cauce.engine.house import House
from cauce.errors import BadInput
from cauce.sandbox.defaults import APP_SECRET
from cauce.sandbox.world.accounts import (
    APP_ID,
)
from cauce.store.models import AuditEntry
from cauce.store.session import Store
from tests.engine.meta import WHERE, World
from tests.houses import ScriptedMind, house_of, rows


@pytest.fixture
async def world(clock: FixedClock) -> AsyncIterator[World]:
    made = World(clock)
    yield made
    await made.http.aclose()


@pytest.fixture
def house(store: Store, clock: FixedClock, mind: ScriptedMind, world: World) -> House:
    return house_of(store, clock, mind, http=world.http, **WHERE)


async def test_the_application_is_kept_sealed_and_the_environment_wins(
    store: Store, clock: FixedClock, mind: ScriptedMind, world: World
) -> None:
    addresses = {name: WHERE[name] for name in ("meta_graph_url", "meta_instagram_url")}
    bare = house_of(store, clock, mind, http=world.http, **addresses)
    first = await meta_app.meta_app(bare)
    assert (first.id, first.secrets, len(first.verify_token)) == ("", (), 32)
    await meta_app.change(bare, "user_1", app_id=APP_ID, app_secret=APP_SECRET)
    told = await meta_app.meta_app(bare)
    assert (told.id, told.secrets) == (APP_ID, (APP_SECRET,))
    assert told.verify_token == first.verify_token
    await meta_app.change(bare, "user_1", app_id="", app_secret="", verify_token="palabra")
    await meta_app.change(bare, "user_1", app_id="", app_secret="", instagram_secret="otra")
    told = await meta_app.meta_app(bare)
    assert (told.id, told.secrets, told.verify_token) == (APP_ID, (APP_SECRET, "otra"), "palabra")
    said = str([(one.before, one.after) for one in await rows(store, AuditEntry)])
    assert APP_SECRET not in said
    fixed = house_of(store, clock, mind, meta_app_secret="theirs")
    assert (await meta_app.meta_app(fixed)).secrets == ("theirs",)
    assert (await meta_app.meta_app(fixed)).id == APP_ID


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"app_id": APP_ID, "app_secret": "wrong"}, "app_secret"),
        ({"app_id": "7 7", "app_secret": ""}, "app_id"),
        ({"app_id": "", "app_secret": "two words"}, "app_secret"),
        ({"app_id": "", "app_secret": "", "verify_token": "ñandú"}, "verify_token"),
    ],
)
async def test_what_meta_says_is_not_the_application_is_refused(
    store: Store,
    clock: FixedClock,
    mind: ScriptedMind,
    world: World,
    given: dict[str, str],
    field: str,
) -> None:
    addresses = {name: WHERE[name] for name in ("meta_graph_url", "meta_instagram_url")}
    bare = house_of(store, clock, mind, http=world.http, **addresses)
    with pytest.raises(BadInput) as refused:
        await meta_app.change(bare, None, **given)
    assert refused.value.field == field
    assert (await meta_app.meta_app(bare, doubted=True)).secrets == ()


async def test_another_process_hears_of_the_secret_at_once_when_it_doubts_a_call(
    store: Store, clock: FixedClock, mind: ScriptedMind, world: World
) -> None:
    addresses = {name: WHERE[name] for name in ("meta_graph_url", "meta_instagram_url")}
    one, other = (house_of(store, clock, mind, http=world.http, **addresses) for _ in range(2))
    assert await meta_app.secrets(other) == ()
    await meta_app.change(one, None, app_id="", app_secret="fresh")
    assert await meta_app.secrets(other) == ()
    # Strangers cannot make it ask the database with every call.
    assert await meta_app.secrets(other, doubted=True) == ()
    clock.at += timedelta(seconds=6)
    assert await meta_app.secrets(other, doubted=True) == ("fresh",)
