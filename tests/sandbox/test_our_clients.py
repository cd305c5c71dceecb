"""Cauce's own channel clients against the sandbox: only the address tells it from the platform."""

from typing import Protocol

import pytest

from cauce.channels.instagram.client import InstagramClient
from cauce.channels.messenger.client import MessengerClient
from cauce.channels.whatsapp.client import WhatsAppClient
from cauce.core.actions import SendMessage
from cauce.core.delivery import Sent
from cauce.core.dialogue import QuickReply
from cauce.errors import DeliveryError, OutcomeUnknown, Rejected, Throttled, Unauthorised
from cauce.sandbox.world.accounts import (
    INSTAGRAM_ID,
    INSTAGRAM_TOKEN,
    NUMBER_ID,
    PAGE_ID,
    PAGE_TOKEN,
    WHATSAPP_TOKEN,
)
from tests.sandbox.played import Played

CHANNELS = ("whatsapp", "messenger", "instagram")
ANSWER = SendMessage(text="¿A qué ciudad?", language="es")


class Client(Protocol):
    async def send_message(self, to: str, message: SendMessage, key: str) -> Sent: ...


def client_of(played: Played, channel: str) -> Client:
    graph, instagram = "http://sandbox.test/graph/v25.0", "http://sandbox.test/instagram/v25.0"
    clients: dict[str, Client] = {
        "whatsapp": WhatsAppClient(played.http, WHATSAPP_TOKEN, NUMBER_ID, graph),
        "messenger": MessengerClient(played.http, PAGE_TOKEN, PAGE_ID, graph),
        "instagram": InstagramClient(played.http, INSTAGRAM_TOKEN, INSTAGRAM_ID, instagram),
    }
    return clients[channel]


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("count", [0, 3, 7])
async def test_what_they_send_is_on_the_phone(played: Played, channel: str, count: int) -> None:
    ana = await played.customer(channel)
    await played.writes(ana)
    replies = tuple(QuickReply(title=f"Ciudad {at}", says=f"A {at}") for at in range(count))
    message = SendMessage(text="¿A qué ciudad?", language="es", quick_replies=replies)
    sent = await client_of(played, channel).send_message(ana["address"], message, "key-1")
    shown = (await played.phone(ana))["messages"][-1]
    assert (shown["id"], shown["content"]["text"]) == (sent.provider_id, "¿A qué ciudad?")


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"kind": "token_dead"}, Unauthorised),
        ({"kind": "quota"}, Throttled),
        ({"kind": "status", "code": 100}, Rejected),
        ({"kind": "answer_lost"}, OutcomeUnknown),
        ({"kind": "malformed"}, OutcomeUnknown),
        ({"kind": "status", "status": 502}, OutcomeUnknown),
    ],
)
async def test_what_goes_wrong_is_understood(
    played: Played, channel: str, fault: dict[str, object], error: type[DeliveryError]
) -> None:
    ana = await played.customer(channel)
    await played.writes(ana)
    await played.control("faults", {"place": f"meta.{channel}.messages", **fault})
    with pytest.raises(error):
        await client_of(played, channel).send_message(ana["address"], ANSWER, "key-1")


@pytest.mark.parametrize("channel", ["messenger", "instagram"])
async def test_a_closed_window_is_final(played: Played, channel: str) -> None:
    ana = await played.customer(channel)
    await played.writes(ana)
    await played.passes(hours=25)
    with pytest.raises(Rejected):
        await client_of(played, channel).send_message(ana["address"], ANSWER, "key-1")
