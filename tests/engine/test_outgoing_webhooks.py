"""Our events on their way to other programs: signed, once asked for, and never into our network."""

import base64
import hashlib
import hmac
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import httpx
import orjson
import pytest
from pydantic import SecretStr
from sqlalchemy import select, text

from cauce.core.clock import FixedClock
from cauce.engine import webhooks
from cauce.engine.outside import checked_url
from cauce.errors import BadInput, Misconfigured
from cauce.store.models import Alert, Webhook, WebhookDelivery
from cauce.store.session import Store

URL = "https://n8n.example/webhook/cauce"


class Receiver:
    """Somebody else's server: answers with what it is told to, and keeps what it got."""

    def __init__(self, *answers: int | Exception, headers: dict[str, str] | None = None) -> None:
        self.answers = list(answers)
        self.headers = headers or {}
        self.got: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.got.append(request)
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer, headers=self.headers)


async def public(_: str, __: int) -> tuple[str, ...]:
    return ("8.8.8.8",)


@pytest.fixture
def house(store: Store, clock: FixedClock) -> Any:
    settings = SimpleNamespace(secret=SecretStr("s3cret"), webhooks_to_private_addresses=False)
    return SimpleNamespace(store=store, clock=clock, keys=store.keys, settings=settings)


async def subscribed(store: Store, *events: str, url: str = URL) -> str:
    async with store.writing() as session:
        row = Webhook(url=url, events=list(events), secret="nonce", active=True)
        session.add(row)
        await session.flush()
    return row.id


async def announced(house: Any, event: webhooks.Event = "order.placed") -> str | None:
    async with house.store.writing() as session:
        now = house.clock.now()
        return await webhooks.announce(session, house.keys, now, event, {"order_id": "ord_1"})


async def the_delivery(store: Store) -> WebhookDelivery:
    async with store.reading() as session:
        return (await session.scalars(select(WebhookDelivery))).one()


async def deliver(house: Any, receiver: Receiver, find: Any = public) -> str:
    row = await the_delivery(house.store)
    async with httpx.AsyncClient(transport=httpx.MockTransport(receiver)) as client:
        return await webhooks.deliver(house, client, row.id, find)


async def jobs(store: Store) -> list[str]:
    async with store.reading() as session:
        return list(
            await session.scalars(
                text("SELECT args->>'delivery_id' FROM procrastinate_jobs WHERE status = 'todo'")
            )
        )


async def test_an_event_goes_only_to_who_asked_for_it(house: Any, store: Store) -> None:
    assert await announced(house) is None
    mine = await subscribed(store, "order.placed")
    everything = await subscribed(store, "*")
    await subscribed(store, "lead.scored")
    event_id = await announced(house)
    async with store.reading() as session:
        rows = list(await session.scalars(select(WebhookDelivery)))
    assert {row.webhook_id for row in rows} == {mine, everything}
    assert {row.event_id for row in rows} == {event_id}
    assert sorted(await jobs(store)) == sorted(row.id for row in rows)


async def test_an_event_that_is_rolled_back_was_never_announced(house: Any, store: Store) -> None:
    await subscribed(store, "*")
    with pytest.raises(RuntimeError):
        async with store.writing() as session:
            now = house.clock.now()
            await webhooks.announce(session, house.keys, now, "order.placed", {})
            raise RuntimeError
    assert await jobs(store) == []


async def test_a_receiver_can_check_the_signature(house: Any, store: Store) -> None:
    await subscribed(store, "order.placed")
    event_id = await announced(house)
    receiver = Receiver()
    assert await deliver(house, receiver) == "delivered"
    (request,) = receiver.got
    body, headers = request.content, request.headers
    assert orjson.loads(body) == {
        "type": "order.placed",
        "timestamp": house.clock.now().isoformat(),
        "data": {"order_id": "ord_1"},
    }
    assert headers["webhook-id"] == event_id
    key = base64.b64decode(webhooks.secret_of(house, "nonce").removeprefix("whsec_"))
    signed = f"{event_id}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


async def test_the_number_that_was_checked_is_the_one_that_is_called(
    house: Any, store: Store
) -> None:
    await subscribed(store, "*")
    await announced(house)
    receiver = Receiver()
    await deliver(house, receiver)
    assert receiver.got[0].url.host == "8.8.8.8"
    assert receiver.got[0].headers["host"] == "n8n.example"
    assert receiver.got[0].extensions["sni_hostname"] == "n8n.example"


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "10.0.0.8",
        "169.254.169.254",
        "::1",
        "fe80::1%eth0",
        "::ffff:10.0.0.1",
        "0.0.0.0",  # noqa: S104 - an address to be refused
    ],
)
async def test_nothing_is_sent_into_our_own_network(house: Any, store: Store, number: str) -> None:
    async def inside(_: str, __: int) -> tuple[str, ...]:
        return ("8.8.8.8", number)

    await subscribed(store, "*")
    await announced(house)
    receiver = Receiver()
    assert await deliver(house, receiver, inside) == "retried"
    assert receiver.got == []
    assert "private network" in str((await the_delivery(store)).error)
    house.settings.webhooks_to_private_addresses = True
    assert await deliver(house, receiver, inside) == "delivered"


async def test_a_receiver_that_is_down_is_asked_again_later(
    house: Any, store: Store, clock: FixedClock
) -> None:
    await subscribed(store, "*")
    await announced(house)
    receiver = Receiver(500, httpx.ConnectError("down"), 200)
    assert await deliver(house, receiver) == "retried"
    row = await the_delivery(store)
    assert (row.attempts, row.response_code, row.error) == (1, 500, "it answered 500")
    assert row.next_try == clock.now() + timedelta(seconds=webhooks.BACKOFF[0])
    assert await deliver(house, receiver) == "retried"
    assert (await the_delivery(store)).error == "ConnectError: down"
    assert await deliver(house, receiver) == "delivered"
    assert await deliver(house, receiver) == "nothing"
    assert len(receiver.got) == 3


async def test_who_asks_for_a_longer_wait_gets_it(
    house: Any, store: Store, clock: FixedClock
) -> None:
    await subscribed(store, "*")
    await announced(house)
    await deliver(house, Receiver(429, headers={"Retry-After": "90"}))
    assert (await the_delivery(store)).next_try == clock.now() + timedelta(seconds=90)


async def test_a_webhook_that_never_answers_is_switched_off_and_told(
    house: Any, store: Store
) -> None:
    hook_id = await subscribed(store, "*")
    await announced(house)
    receiver = Receiver(*[503] * 20)
    outcomes = [await deliver(house, receiver) for _ in range(len(webhooks.BACKOFF) + 1)]
    assert outcomes == ["retried"] * len(webhooks.BACKOFF) + ["failed"]
    async with store.reading() as session:
        assert (await session.get_one(Webhook, hook_id)).active is False
        alert = (await session.scalars(select(Alert))).one()
    assert (alert.type, alert.data) == ("webhook_disabled", {"webhook_id": hook_id})
    assert await announced(house) is None


async def test_a_receiver_that_is_gone_is_not_asked_again(house: Any, store: Store) -> None:
    hook_id = await subscribed(store, "*")
    await announced(house)
    assert await deliver(house, Receiver(410)) == "failed"
    async with store.reading() as session:
        assert (await session.get_one(Webhook, hook_id)).active is False


async def test_a_redirect_is_not_followed(house: Any, store: Store) -> None:
    await subscribed(store, "*")
    await announced(house)
    receiver = Receiver(302, headers={"Location": "http://169.254.169.254/"})
    assert await deliver(house, receiver) == "retried"
    assert len(receiver.got) == 1


async def test_what_waited_goes_out_when_the_webhook_is_switched_on(
    house: Any, store: Store
) -> None:
    hook_id = await subscribed(store, "*")
    await announced(house)
    async with store.writing() as session:
        await session.execute(text("DELETE FROM procrastinate_jobs"))
        await webhooks.wake(session, hook_id)
    assert await jobs(store) == [(await the_delivery(store)).id]


@pytest.mark.parametrize("url", ["ftp://x.example", "https://", "https://a:b@x.example", "no"])
async def test_only_addresses_that_can_be_called_are_taken(url: str) -> None:
    with pytest.raises(BadInput):
        checked_url(url)


async def test_without_a_secret_of_the_house_there_are_no_webhooks(house: Any) -> None:
    house.settings.secret = SecretStr("")
    with pytest.raises(Misconfigured, match="CAUCE_SECRET"):
        webhooks.secret_of(house, "nonce")
