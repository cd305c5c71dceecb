"""Numbers, pages and accounts: connected when the platform agrees, used, and told of when lost."""

from typing import Any

import httpx
import pytest

from cauce.core.clock import FixedClock
from cauce.core.keys import Keys
from cauce.engine import accounts, connections, outbox
from cauce.engine.house import House
from cauce.errors import BadInput
from cauce.sandbox.app import create_sandbox
from cauce.sandbox.world.accounts import NUMBER_ID, WHATSAPP_TOKEN
from cauce.store.models import Alert, ChannelAccount, Delivery, Message
from cauce.store.session import Store
from tests.houses import ScriptedMind, house_of, rows, talk

ADDRESSES: dict[str, Any] = {
    "meta_graph_url": "http://sandbox/graph",
    "meta_instagram_url": "http://sandbox/instagram",
}
PERSON = "50760001234"


@pytest.fixture
def platform(clock: FixedClock) -> httpx.AsyncClient:
    """The platforms, played; webhooks of theirs end nowhere."""
    silent = httpx.MockTransport(lambda _: httpx.Response(200))
    app = create_sandbox(clock, Keys(clock), callback="http://nowhere", transport=silent)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sandbox")


@pytest.fixture
def connected(
    store: Store, clock: FixedClock, mind: ScriptedMind, platform: httpx.AsyncClient
) -> House:
    return house_of(store, clock, mind, http=platform, **ADDRESSES)


async def connect(house: House) -> ChannelAccount:
    return await connections.connect(house, None, "whatsapp", NUMBER_ID, f" {WHATSAPP_TOKEN} ")


async def test_a_number_is_connected_by_its_token_which_nobody_can_read(connected: House) -> None:
    row = await connect(connected)
    [kept] = await rows(connected.store, ChannelAccount)
    assert (kept.channel, kept.external_id, kept.status) == ("whatsapp", NUMBER_ID, "connected")
    assert "507" in kept.name
    assert WHATSAPP_TOKEN not in kept.token
    again = await connect(connected)
    assert again.id == row.id
    assert len(await rows(connected.store, ChannelAccount)) == 1


@pytest.mark.parametrize(
    ("channel", "external_id", "token", "field"),
    [
        ("whatsapp", NUMBER_ID, "EAAwrong", "token"),
        ("whatsapp", "999", WHATSAPP_TOKEN, "token"),
        ("whatsapp", "+507 6000", WHATSAPP_TOKEN, "external_id"),
        ("whatsapp", NUMBER_ID, " ", "token"),
        ("webchat", NUMBER_ID, WHATSAPP_TOKEN, "channel"),
    ],
)
async def test_what_the_platform_refuses_is_not_connected(
    connected: House, channel: str, external_id: str, token: str, field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        await connections.connect(connected, None, channel, external_id, token)
    assert refused.value.field == field
    assert await rows(connected.store, ChannelAccount) == []


async def test_an_answer_leaves_through_the_number_it_came_in_by(connected: House) -> None:
    await connect(connected)
    await talk(connected, "hola", channel="whatsapp", external_id=PERSON, account_id=NUMBER_ID)
    [delivery] = await rows(connected.store, Delivery)
    await outbox.deliver(connected, delivery.id)
    [sent] = await rows(connected.store, Message, Message.direction == "out")
    assert (sent.status, sent.provider_id[:6]) == ("accepted", "wamid.")


async def test_a_token_that_is_refused_stops_the_channel_and_tells_a_person(
    connected: House, platform: httpx.AsyncClient
) -> None:
    await connect(connected)
    await platform.patch(f"/control/tokens/{WHATSAPP_TOKEN}", json={"alive": False})
    await talk(connected, "hola", channel="whatsapp", external_id=PERSON, account_id=NUMBER_ID)
    [delivery] = await rows(connected.store, Delivery)
    assert await outbox.deliver(connected, delivery.id) == "failed"
    [account] = await rows(connected.store, ChannelAccount)
    assert account.status == "attention"
    alerts = await rows(connected.store, Alert)
    assert "channel_disconnected" in [one.type for one in alerts]
    await platform.patch(f"/control/tokens/{WHATSAPP_TOKEN}", json={"alive": True})
    assert await connections.check_all(connected) == 0
    [account] = await rows(connected.store, ChannelAccount)
    assert (account.status, account.problem) == ("connected", None)


async def test_who_is_disconnected_speaks_no_more(connected: House, store: Store) -> None:
    row = await connect(connected)
    await connections.disconnect(connected, "user_1", row.id)
    async with store.reading() as session:
        assert await accounts.way_out(connected, session, "whatsapp", NUMBER_ID) is None
