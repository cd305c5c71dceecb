"""An account in trouble: told once, in time, and settled when it is well again."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from cauce.core.clock import FixedClock
from cauce.engine import alert_answers, connections, inspection, outbox
from cauce.engine.house import House
from cauce.sandbox.world.accounts import (
    NUMBER_ID,
    PAGE_ID,
    PAGE_TOKEN,
    WHATSAPP_TOKEN,
)
from cauce.store.models import Alert, ChannelAccount, Delivery, Message
from cauce.store.session import Store
from cauce.store.vault import Vault
from tests.engine.meta import WHERE, World, account, connect, open_alerts
from tests.houses import ScriptedMind, house_of, rows, talk


@pytest.fixture
async def world(clock: FixedClock) -> AsyncIterator[World]:
    made = World(clock)
    yield made
    await made.http.aclose()


@pytest.fixture
def house(store: Store, clock: FixedClock, mind: ScriptedMind, world: World) -> House:
    return house_of(store, clock, mind, http=world.http, **WHERE)


async def test_permissions_that_were_taken_away_are_told_by_name(
    house: House, world: World
) -> None:
    await connect(house, "messenger")
    await world.token(PAGE_TOKEN, scopes=["pages_manage_metadata"])
    assert await connections.check_all(house) == 1
    [told] = await open_alerts(house)
    assert told.data["permissions"] == "pages_messaging"


async def test_a_token_that_cannot_be_renewed_is_told_of_before_it_ends_and_when_it_has(
    house: House, world: World, clock: FixedClock
) -> None:
    await connect(house)
    await world.token(WHATSAPP_TOKEN, expires_in=6.5 * 86400)
    assert await connections.check_all(house) == 1
    assert await connections.check_all(house) == 1
    [told] = await open_alerts(house)
    assert (told.severity, told.data["account"]) == ("high", "+507 6000-0001 · Cauce Sandbox")
    assert told.data["date"] == f"{clock.at + timedelta(days=6.5):%Y-%m-%d}"
    await alert_answers.acknowledge(house, None, told.id)
    clock.at += timedelta(days=7)
    assert await connections.check_all(house) == 1
    [worse] = await open_alerts(house)
    assert (worse.id, worse.severity, worse.status) == (told.id, "critical", "active")
    row = await account(house)
    assert row.status == "attention"
    assert row.standing["problem"]["figures"] == {"code": "190"}
    # Another token, and it is well again.
    await world.token(WHATSAPP_TOKEN, expires_in=90 * 86400)
    await connect(house)
    assert await open_alerts(house) == []


async def test_one_alert_for_an_account_whatever_shows_that_it_is_lost(
    house: House, world: World
) -> None:
    await connect(house)
    await world.token(WHATSAPP_TOKEN, alive=False)
    for text in ("hola", "¿hacen envíos?"):
        await talk(house, text, channel="whatsapp", external_id="50760001234", account_id=NUMBER_ID)
    for delivery in await rows(house.store, Delivery):
        await outbox.deliver(house, delivery.id)
    assert await connections.check_all(house) == 1
    lost = [one for one in await open_alerts(house) if one.type == "channel_disconnected"]
    assert len(lost) == 1
    await world.token(WHATSAPP_TOKEN, alive=True)
    assert await connections.check_all(house) == 0
    assert [one.type for one in await open_alerts(house) if one.type == lost[0].type] == []
    await world.token(WHATSAPP_TOKEN, alive=False)
    await connections.check_all(house)
    again = [one for one in await open_alerts(house) if one.type == "channel_disconnected"]
    assert [one.id == lost[0].id for one in again] == [False]


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "status", "status": 503},
        {"kind": "rate_limit"},
        {"kind": "quota"},
        {"kind": "overloaded"},
        {"kind": "reset"},
        {"kind": "malformed"},
    ],
)
async def test_a_platform_that_is_away_says_nothing_about_the_account(
    house: House, world: World, fault: dict[str, Any]
) -> None:
    await connect(house)
    await world.goes_wrong(**fault)
    assert await connections.check_all(house) == 0
    row = await account(house)
    assert (row.status, row.problem) == ("connected", None)
    assert await rows(house.store, Alert) == []


async def test_an_account_that_is_gone_needs_attention(house: House, world: World) -> None:
    await connect(house)
    await world.goes_wrong(kind="status", code=100)
    assert await connections.check_all(house) == 1
    row = await account(house)
    assert row.status == "attention"
    assert "does not show this account" in str(row.problem)


async def test_a_page_that_will_not_tell_us_is_connected_and_says_so_until_it_does(
    house: House, world: World
) -> None:
    await connect(house, "messenger")
    await world.forget_us()
    # The page itself, its token, what is followed: the fourth call asks to follow it.
    for _ in range(3):
        await world.goes_wrong(kind="latency")
    await world.goes_wrong(kind="status", code=200)
    assert await connections.check_all(house) == 1
    row = await account(house)
    assert (row.status, row.standing["listening"]) == ("attention", False)
    assert await connections.check_all(house) == 0
    row = await account(house)
    assert (row.status, row.standing["listening"]) == ("connected", True)
    assert "problem" not in row.standing
    assert await open_alerts(house) == []
    assert PAGE_ID in await world.followed()


async def test_an_account_whose_token_cannot_be_opened_does_not_stop_the_others(
    house: House,
) -> None:
    first = await connect(house)
    await connect(house, "messenger")
    async with house.store.writing() as session:
        row = await session.get_one(ChannelAccount, first.id)
        row.token = Vault("another secret").seal(WHATSAPP_TOKEN, f"{row.id}.token")
    house.clock.at += timedelta(hours=6)  # type: ignore[attr-defined]
    assert await connections.check_all(house) == 1
    page, number = sorted(await rows(house.store, ChannelAccount), key=lambda one: one.channel)
    assert (page.status, page.checked_at) == ("connected", house.clock.now())
    assert number.status == "attention"
    assert "CAUCE_SECRET" in str(number.problem)
    # A message finds it refused, and does not hang in the air.
    await talk(house, "hola", channel="whatsapp", external_id="50760001234", account_id=NUMBER_ID)
    [delivery] = await rows(house.store, Delivery)
    assert await outbox.deliver(house, delivery.id) == "failed"
    [sent] = await rows(house.store, Message, Message.direction == "out")
    assert sent.status == "failed"


async def test_a_check_of_the_former_token_says_nothing_about_the_one_of_today(
    house: House, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the check of a dead token was under way somebody connected with a fresh one."""
    row = await connect(house)
    await world.token(WHATSAPP_TOKEN, alive=False)
    looked = inspection.look

    async def look(*asked: Any) -> Any:
        try:
            return await looked(*asked)
        finally:
            await world.token(WHATSAPP_TOKEN, alive=True)
            monkeypatch.setattr("cauce.engine.connections.look", looked)
            await connect(house)

    monkeypatch.setattr("cauce.engine.connections.look", look)
    assert await connections.recheck(house, row.id) is False
    assert (await account(house)).status == "connected"
    assert await rows(house.store, Alert) == []
