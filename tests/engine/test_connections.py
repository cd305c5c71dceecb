"""Connecting accounts, spoken over HTTP with the platform as it is played."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from cauce.core.clock import FixedClock
from cauce.engine import accounts, connections, outbox
from cauce.engine.house import House
from cauce.errors import BadInput, NotFound
from cauce.knowledge.wording import Wording
from cauce.sandbox.world.accounts import (
    INSTAGRAM_ID,
    INSTAGRAM_TOKEN,
    NUMBER_ID,
    PAGE_ID,
    PAGE_TOKEN,
    WABA_ID,
    WHATSAPP_TOKEN,
)
from cauce.store.models import Alert, AuditEntry, ChannelAccount, Delivery
from cauce.store.session import Store
from tests.engine.meta import TOKENS, WHERE, World, account, connect, open_alerts
from tests.houses import ScriptedMind, house_of, rows, talk


@pytest.fixture
async def world(clock: FixedClock) -> AsyncIterator[World]:
    made = World(clock)
    yield made
    await made.http.aclose()


@pytest.fixture
def house(store: Store, clock: FixedClock, mind: ScriptedMind, world: World) -> House:
    return house_of(store, clock, mind, http=world.http, **WHERE)


async def test_a_number_is_known_with_its_business_account_permissions_and_grade(
    house: House,
) -> None:
    row = await connect(house)
    assert row.settings == {"waba_id": WABA_ID}
    assert row.standing["granted"] == [
        "whatsapp_business_management",
        "whatsapp_business_messaging",
    ]
    assert row.standing["listening"] is True
    assert row.standing["number"]["quality"] == "GREEN"
    assert row.expires_at is None


@pytest.mark.parametrize("channel", list(TOKENS))
async def test_once_connected_what_customers_write_is_told(
    house: House, world: World, channel: str
) -> None:
    await world.forget_us()
    await world.writes(channel)
    assert world.calls == []
    await connect(house, channel)
    await world.writes(channel)
    [call] = world.calls
    assert call["entry"][0]["id"] in (WABA_ID, PAGE_ID, INSTAGRAM_ID)


async def test_what_the_application_follows_besides_is_kept(house: House, world: World) -> None:
    body = {"subscribed_fields": "feed,messages"}
    headers = {"authorization": f"Bearer {PAGE_TOKEN}"}
    await world.http.post(f"/graph/{PAGE_ID}/subscribed_apps", json=body, headers=headers)
    await connect(house, "messenger")
    followed = (await world.followed())[PAGE_ID]
    assert {"feed", "messages", "messaging_postbacks", "message_echoes"} <= set(followed)


async def test_without_the_application_an_account_is_connected_and_less_is_known(
    store: Store, clock: FixedClock, mind: ScriptedMind, world: World
) -> None:
    blind = house_of(store, clock, mind, http=world.http, **(WHERE | {"meta_app_id": ""}))
    row = await connect(blind, waba_id=WABA_ID)
    assert (row.status, row.standing["granted"], row.standing["listening"]) == (
        "connected",
        None,
        True,
    )
    another = house_of(store, clock, mind, http=world.http, **(WHERE | {"meta_app_secret": "x"}))
    row = await connect(another)
    assert (row.status, row.standing["granted"]) == ("connected", None)
    # Nobody said which business account the number is of, so nobody knows whom to ask.
    assert row.standing["listening"] is None


@pytest.mark.parametrize(
    ("channel", "scopes", "named"),
    [
        ("messenger", [], "pages_messaging, pages_manage_metadata"),
        ("messenger", ["pages_messaging"], "pages_manage_metadata"),
        ("whatsapp", ["whatsapp_business_management"], "whatsapp_business_messaging"),
    ],
)
async def test_a_token_without_its_permissions_is_refused_by_their_names(
    house: House, world: World, channel: str, scopes: list[str], named: str
) -> None:
    await world.token(TOKENS[channel][1], scopes=scopes)
    with pytest.raises(BadInput) as refused:
        await connect(house, channel)
    assert isinstance(refused.value.message, Wording)
    assert refused.value.message.figures == {"permissions": named}
    assert refused.value.field == "token"
    assert await rows(house.store, ChannelAccount) == []


async def test_the_token_of_a_person_is_not_the_one_of_the_page(house: House) -> None:
    with pytest.raises(BadInput) as refused:
        await connect(house, "messenger", token=WHATSAPP_TOKEN)
    assert "speaks for “Cauce Sandbox”" in refused.value.message
    assert refused.value.field == "token"


async def test_a_number_of_another_business_account_is_refused(house: House) -> None:
    with pytest.raises(BadInput) as refused:
        await connect(house, waba_id="700000000000099")
    assert refused.value.field == "waba_id"


async def test_instagrams_token_says_whose_it_is_and_is_renewed_before_it_ends(
    house: House, world: World, clock: FixedClock
) -> None:
    row = await connect(house, "instagram", external_id="")
    assert (row.external_id, row.expires_at) == (INSTAGRAM_ID, None)
    assert row.standing["granted"] is None
    clock.at += timedelta(days=2)
    assert await connections.check_all(house) == 0
    renewed = await account(house)
    fresh = accounts.opened(house, renewed).token
    assert fresh not in (INSTAGRAM_TOKEN, renewed.token)
    assert renewed.expires_at == clock.at + timedelta(days=60)
    await connections.check_all(house)
    assert accounts.opened(house, await account(house)).token == fresh
    # A year later it still lives, because it was renewed each time there was a month left.
    for _ in range(53):
        clock.at += timedelta(days=7)
        assert await connections.check_all(house) == 0
    assert await rows(house.store, Alert) == []
    # The first one has died long since.
    headers = {"authorization": f"Bearer {INSTAGRAM_TOKEN}"}
    assert (await world.http.get("/instagram/me", headers=headers)).status_code == 400


async def test_an_instagram_account_can_be_spoken_for_by_its_page(
    house: House, world: World
) -> None:
    row = await connect(house, "instagram", token=PAGE_TOKEN)
    assert row.settings == {"page_id": PAGE_ID}
    assert row.standing["granted"] is not None
    ana = await world.writes("instagram")
    await talk(
        house,
        "hola",
        channel="instagram",
        external_id=ana["address"],
        account_id=INSTAGRAM_ID,
    )
    [delivery] = await rows(house.store, Delivery)
    assert await outbox.deliver(house, delivery.id) == "sent"
    journal = (await world.control("GET", "journal"))["crossings"]
    assert any(f"POST /v25.0/{PAGE_ID}/messages" in str(one) for one in journal)
    assert await connections.check_all(house) == 0
    # With a token of Instagram's own it needs the page no more.
    assert (await connect(house, "instagram")).settings == {}


async def test_who_is_disconnected_is_told_of_no_more(house: House, world: World) -> None:
    row = await connect(house, "messenger")
    await world.token(PAGE_TOKEN, expires_in=86400)
    await connections.check_all(house)
    assert len(await open_alerts(house)) == 1
    await connections.disconnect(house, "user_1", row.id)
    assert PAGE_ID not in await world.followed()
    assert await open_alerts(house) == []
    with pytest.raises(NotFound):
        await connections.disconnect(house, "user_1", row.id)


async def test_a_page_that_two_accounts_share_is_followed_until_the_last_goes(
    house: House, world: World
) -> None:
    page = await connect(house, "messenger")
    instagram = await connect(house, "instagram", token=PAGE_TOKEN)
    await connections.disconnect(house, "user_1", page.id)
    assert PAGE_ID in await world.followed()
    await world.token(PAGE_TOKEN, alive=False)
    await connections.disconnect(house, "user_1", instagram.id)
    assert await rows(house.store, ChannelAccount) == []


async def test_a_sandboxs_account_never_speaks_to_the_real_platform(
    store: Store, clock: FixedClock, mind: ScriptedMind
) -> None:
    asked: list[httpx.Request] = []

    def real(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={})

    house = house_of(
        store, clock, mind, http=httpx.AsyncClient(transport=httpx.MockTransport(real))
    )
    async with store.writing() as session:
        await accounts.keep(
            session,
            house.keys,
            house.vault,
            "whatsapp",
            NUMBER_ID,
            WHATSAPP_TOKEN,
            {accounts.PLAYED: True},
        )
    assert await connections.check_all(house) == 0
    async with store.reading() as session:
        assert await accounts.way_out(house, session, "whatsapp", NUMBER_ID) is None
    assert asked == []


async def test_the_sample_message_goes_to_a_number_of_ones_own(house: House, world: World) -> None:
    row = await connect(house)
    ana = await world.control("POST", "customers", channel="whatsapp")
    sent = await connections.say_hello(house, None, row.id, f"+{ana['address']}")
    assert sent.startswith("wamid.")
    phone = await world.control("GET", f"customers/{ana['id']}")
    assert "Welcome" in str(phone["messages"][-1]["content"])
    for wrong in ("6000", "hola", ""):
        with pytest.raises(BadInput) as refused:
            await connections.say_hello(house, None, row.id, wrong)
        assert refused.value.field == "to"
    page = await connect(house, "messenger")
    with pytest.raises(BadInput):
        await connections.say_hello(house, None, page.id, "50760001234")
    noted = [one.action for one in await rows(house.store, AuditEntry)]
    assert noted.count("channel.tested") == 1
