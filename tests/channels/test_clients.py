"""Sending through Meta: what each answer means for the message."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import orjson
import pytest

from cauce.channels.instagram.client import InstagramClient
from cauce.channels.messenger.client import MessengerClient
from cauce.channels.whatsapp.client import WhatsAppClient
from cauce.core.actions import SendMessage
from cauce.core.delivery import Sent
from cauce.errors import (
    DeliveryError,
    OutcomeUnknown,
    Rejected,
    Throttled,
    Unauthorised,
    Unreachable,
)

HELLO = SendMessage("Hola", "es")
Answer = Callable[[httpx.Request], httpx.Response]


def whatsapp(answer: Answer) -> WhatsAppClient:
    http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return WhatsAppClient(http, "secret-token", "1001")


def answering(status: int, body: Any, headers: dict[str, str] | None = None) -> Answer:
    return lambda _: httpx.Response(status, json=body, headers=headers)


def refusing(**error: Any) -> Answer:
    return answering(400, {"error": error})


async def failure(answer: Answer) -> DeliveryError:
    with pytest.raises(DeliveryError) as raised:
        await whatsapp(answer).send_message("507", HELLO, "k")
    return raised.value


async def test_whatsapp_gives_the_message_its_id() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"messages": [{"id": "wamid.1"}]})

    assert await whatsapp(answer).send_message("50760000001", HELLO, "k") == Sent(
        "wamid.1", accepted=True
    )
    assert asked[0].url == "https://graph.facebook.com/v25.0/1001/messages"
    assert asked[0].headers["authorization"] == "Bearer secret-token"
    assert orjson.loads(asked[0].content)["to"] == "50760000001"


async def test_messenger_and_instagram_send_to_their_own_hosts() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, json={"recipient_id": "p", "message_id": "m_1"})

    http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    assert await MessengerClient(http, "t", "77").send_message("p", HELLO, "k") == Sent("m_1")
    assert await InstagramClient(http, "t", "88").send_message("p", HELLO, "k") == Sent("m_1")
    assert asked == [
        "https://graph.facebook.com/v25.0/77/messages",
        "https://graph.instagram.com/v25.0/88/messages",
    ]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ({"code": 190}, Unauthorised),
        ({"code": 0}, Unauthorised),
        ({"code": 10}, Unauthorised),
        ({"code": 200}, Unauthorised),
        ({"code": 299}, Unauthorised),
        ({"code": 131031}, Unauthorised),
        ({"code": 10, "error_subcode": 2018278}, Rejected),
        ({"code": 10, "error_subcode": 2534022}, Rejected),
        ({"code": 131047}, Rejected),
        ({"code": 131026}, Rejected),
        ({"code": 131050}, Rejected),
        ({"code": 132001}, Rejected),
        ({"code": 100}, Rejected),
        ({"code": 1}, Unreachable),
        ({"code": 131016}, Unreachable),
        ({"code": 987654, "is_transient": True}, Unreachable),
        ({"code": 130429}, Throttled),
        ({"code": 131056}, Throttled),
        ({"code": 80007}, Throttled),
        ({"code": "131047"}, Rejected),
        ({}, Rejected),
    ],
)
async def test_metas_code_says_what_to_do(error: dict[str, Any], kind: type[DeliveryError]) -> None:
    assert type(await failure(refusing(**error))) is kind


async def test_the_code_and_its_words_are_kept_for_people() -> None:
    refused = await failure(
        refusing(code=131047, message="m", error_data={"details": "More than 24 hours"})
    )
    assert isinstance(refused, Rejected)
    assert refused.code == "131047"
    assert "More than 24 hours" in refused.message


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "17"}, 17.0),
        (
            {
                "X-Business-Use-Case-Usage": '{"1":[{"estimated_time_to_regain_access":2}]}',
            },
            120.0,
        ),
        ({"X-Business-Use-Case-Usage": "junk"}, 5.0),
        ({}, 5.0),
    ],
)
async def test_too_fast_waits_as_long_as_meta_says(headers: dict[str, str], seconds: float) -> None:
    refused = await failure(answering(400, {"error": {"code": 130429}}, headers))
    assert isinstance(refused, Throttled)
    assert refused.retry_after == seconds


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (httpx.ConnectError("no"), Unreachable),
        (httpx.ConnectTimeout("no"), Unreachable),
        (httpx.PoolTimeout("no"), Unreachable),
        (httpx.ReadTimeout("no"), OutcomeUnknown),
        (httpx.RemoteProtocolError("no"), OutcomeUnknown),
        (httpx.WriteError("no"), OutcomeUnknown),
    ],
)
async def test_a_broken_line_is_surely_not_sent_only_before_it_was_open(
    raised: Exception, kind: type[DeliveryError]
) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        raise raised

    assert type(await failure(answer)) is kind


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (500, "gateway", OutcomeUnknown),
        (502, None, OutcomeUnknown),
        (200, {}, OutcomeUnknown),
        (200, {"messages": []}, OutcomeUnknown),
        (200, {"messages": ["wamid"]}, OutcomeUnknown),
        (404, "nothing here", Rejected),
        (401, "who", Unauthorised),
        (429, "slow", Throttled),
    ],
)
async def test_an_answer_without_metas_words_is_judged_by_its_status(
    status: int, body: Any, kind: type[DeliveryError]
) -> None:
    assert type(await failure(answering(status, body))) is kind


async def test_a_text_that_does_not_fit_never_leaves() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        raise AssertionError("nothing should be sent")

    with pytest.raises(Rejected):
        await whatsapp(answer).send_message("507", SendMessage("x" * 5000, "es"), "k")


def test_a_token_is_not_shown_when_a_client_is() -> None:
    client = whatsapp(answering(200, {}))
    assert "secret-token" not in repr(client)
    asyncio.run(client.http.aclose())
