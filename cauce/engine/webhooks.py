"""Our events on their way to other people's programs: signed, tried again, and given up in time.

Signed as Standard Webhooks says: HMAC-SHA256 over `id.timestamp.body`, in the header
`webhook-signature`. An event may arrive twice (its `webhook-id` is the same), never unsigned.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal, get_args

import httpx
import orjson
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.actions import RaiseAlert
from cauce.core.keys import Keys
from cauce.engine import queue
from cauce.engine.alerts import open_alert
from cauce.engine.house import House
from cauce.engine.outside import Resolve, checked_url, pinned, resolve
from cauce.errors import BadInput, Misconfigured
from cauce.store.models import Webhook, WebhookDelivery
from cauce.store.queries import hooks
from cauce.store.queries.audit import note

Event = Literal[
    "message.received",
    "message.sent",
    "message.failed",
    "conversation.handed_over",
    "conversation.closed",
    "lead.scored",
    "order.placed",
    "order.paid",
    "order.cancelled",
    "order.reopened",
    "approval.asked",
    "alert.raised",
    "contact.changed",
    "webhook.test",
]
EVENTS: Final[tuple[Event, ...]] = get_args(Event)
EVERYTHING: Final = "*"
TASK: Final = "webhook"
# Seconds between tries: about a day and a quarter in all.
BACKOFF: Final = (5, 300, 1_800, 7_200, 18_000, 36_000, 36_000)
TIMEOUT: Final = 15.0
_GONE: Final = 410
_LONGEST_ERROR: Final = 300
_log = structlog.get_logger()


async def announce(
    session: AsyncSession, keys: Keys, now: datetime, event: Event, payload: Mapping[str, Any]
) -> str | None:
    """Queues the event for every webhook that asked for it, with the session's own transaction.

    The id of the event; None when nobody asked.
    """
    wanted = await hooks.asking_for(session, event, EVERYTHING)
    if not wanted:
        return None
    event_id = keys.new("evt")
    told = {"type": event, "timestamp": now.isoformat(), "data": dict(payload)}
    for webhook_id in wanted:
        await _queue(session, keys, webhook_id, event_id, event, told)
    return event_id


async def add(
    house: House, url: str, events: Sequence[str], *, actor: str, made_by: str | None
) -> tuple[Webhook, str]:
    """A webhook and its secret, which is shown this once. Raises BadInput for a bad address."""
    checked_url(url)
    nonce = house.keys.token(16)
    secret = secret_of(house, nonce)
    async with house.store.writing() as session:
        row = Webhook(url=url, events=list(events), secret=nonce, made_by=made_by, active=True)
        session.add(row)
        await session.flush()
        note(session, actor, "webhook.added", row.id, after={"url": url, "events": list(events)})
    return row, secret


async def try_out(house: House, webhook_id: str) -> str:
    """Sends a `webhook.test` to this one, whatever it asked for; the id of the delivery."""
    now = house.clock.now()
    told = {"type": "webhook.test", "timestamp": now.isoformat(), "data": {"hello": "world"}}
    async with house.store.writing() as session:
        return await _queue(
            session, house.keys, webhook_id, house.keys.new("evt"), "webhook.test", told
        )


async def wake(session: AsyncSession, webhook_id: str) -> None:
    """Lets what waits for a webhook go out, now that it is switched on."""
    for delivery_id in await hooks.waiting_of(session, webhook_id):
        await queue.enqueue(session, TASK, {"delivery_id": delivery_id}, once=_once(delivery_id))


async def deliver(
    house: House, client: httpx.AsyncClient, delivery_id: str, find: Resolve = resolve
) -> str:
    """Takes one delivery as far as it goes now: delivered, retried, failed, or nothing to do."""
    async with house.store.reading() as session:
        row = await session.get(WebhookDelivery, delivery_id)
        hook = await session.get(Webhook, row.webhook_id) if row is not None else None
    if row is None or hook is None or row.status != "queued" or not hook.active:
        return "nothing"
    status, error, wait = await _send(house, client, hook, row, find)
    outcome = await _note(house, delivery_id, status, error, wait)
    _log.info("webhook.ended", delivery=delivery_id, outcome=outcome, status=status)
    return outcome


def secret_of(house: House, nonce: str) -> str:
    """The secret of a webhook; only what it is made from is stored. Raises Misconfigured."""
    own = house.settings.secret.get_secret_value()
    if not own:
        raise Misconfigured("Set CAUCE_SECRET: the secrets of webhooks are made from it.")
    made = hmac.new(own.encode(), f"webhook:{nonce}".encode(), hashlib.sha256).digest()
    return "whsec_" + base64.b64encode(made).decode()


def signature(secret: str, event_id: str, timestamp: int, body: bytes) -> str:
    """What a receiver compares with the header `webhook-signature`."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{event_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


async def _queue(
    session: AsyncSession,
    keys: Keys,
    webhook_id: str,
    event_id: str,
    event: str,
    told: dict[str, Any],
) -> str:
    row = WebhookDelivery(
        id=keys.new(WebhookDelivery.prefix),
        webhook_id=webhook_id,
        event_id=event_id,
        event=event,
        payload=told,
    )
    session.add(row)
    await session.flush()
    await queue.enqueue(session, TASK, {"delivery_id": row.id}, once=_once(row.id))
    return row.id


async def _send(
    house: House, client: httpx.AsyncClient, hook: Webhook, row: WebhookDelivery, find: Resolve
) -> tuple[int | None, str | None, float]:
    """Status, error and the wait the receiver asked for."""
    body = orjson.dumps(row.payload)
    timestamp = int(house.clock.now().timestamp())
    headers = {
        "content-type": "application/json",
        "user-agent": "Cauce-Webhooks/1",
        "webhook-id": row.event_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(
            secret_of(house, hook.secret), row.event_id, timestamp, body
        ),
    }
    try:
        allowed = house.settings.webhooks_to_private_addresses
        url, host, extensions = await pinned(hook.url, find, private=allowed)
        request = client.build_request(
            "POST",
            url,
            content=body,
            headers=headers | {"host": host},
            timeout=TIMEOUT,
            extensions=extensions,
        )
        answer = await client.send(request, stream=True, follow_redirects=False)
        await answer.aclose()
    except BadInput as refused:
        return None, refused.message, 0.0
    except httpx.HTTPError as failure:
        return None, f"{type(failure).__name__}: {failure}"[:_LONGEST_ERROR], 0.0
    if answer.is_success:
        return answer.status_code, None, 0.0
    asked = answer.headers.get("retry-after", "")
    wait = min(float(asked), BACKOFF[-1]) if asked.isascii() and asked.isdigit() else 0.0
    return answer.status_code, f"it answered {answer.status_code}", wait


async def _note(
    house: House, delivery_id: str, status: int | None, error: str | None, wait: float
) -> str:
    now = house.clock.now()
    async with house.store.writing() as session:
        row = await session.get_one(WebhookDelivery, delivery_id, with_for_update=True)
        hook = await session.get_one(Webhook, row.webhook_id, with_for_update=True)
        row.attempts += 1
        row.response_code, row.error, row.next_try = status, error, None
        if error is None:
            row.status = "delivered"
            return "delivered"
        if status != _GONE and row.attempts <= len(BACKOFF):
            row.next_try = now + timedelta(seconds=max(wait, BACKOFF[row.attempts - 1]))
            await queue.run_at(
                session,
                house.keys,
                now,
                row.next_try,
                TASK,
                {"delivery_id": row.id},
                key=_once(row.id),
            )
            return "retried"
        row.status = "failed"
        if status == _GONE or not await hooks.delivered_since(session, hook.id, row.created_at):
            await _switch_off(session, house, hook, error)
    return "failed"


async def _switch_off(session: AsyncSession, house: House, hook: Webhook, error: str) -> None:
    """Nothing got through for more than a day: it stays off until a person looks."""
    hook.active = False
    alert = RaiseAlert(
        type="webhook_disabled",
        severity="high",
        message=f"The webhook {hook.url} was switched off: {error}. Mend it, then switch it on.",
        cause=f"webhook_disabled:{hook.id}",
        data={"webhook_id": hook.id},
    )
    await open_alert(session, house.keys, house.clock.now(), alert)


def _once(delivery_id: str) -> str:
    return f"webhook:{delivery_id}"
