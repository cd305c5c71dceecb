"""Webhooks: other programs' addresses that want to hear of our events."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import AfterValidator, Field

from cauce.api.caller import SECURED, Caller, Runs
from cauce.api.listing import Cursor, Limit, Listed, shown
from cauce.api.once import OnceRoute
from cauce.api.words import Id, Line, Shown, Told
from cauce.engine import webhooks
from cauce.engine.outside import checked_url
from cauce.errors import BadInput, NotFound
from cauce.store.models import Webhook, WebhookDelivery
from cauce.store.queries.audit import note
from cauce.store.queries.newest import newest

ROUTER = APIRouter(
    prefix="/api/v1/webhooks", tags=["webhooks"], route_class=OnceRoute, dependencies=SECURED
)


def _callable(url: str) -> str:
    try:
        checked_url(url)
    except BadInput as error:
        raise ValueError(error.message) from error
    return url


Url = Annotated[
    Line,
    AfterValidator(_callable),
    Field(
        examples=["https://n8n.mitienda.example/webhook/cauce"],
        json_schema_extra={"pattern": "^https?://[a-z0-9.-]+(:[0-9]{1,4})?(/|$)"},
    ),
]
Events = Annotated[
    list[webhooks.Event | Literal["*"]],
    Field(min_length=1, max_length=20, examples=[["order.placed", "lead.scored"]]),
]


class WebhookShown(Shown):
    """A webhook. `events` with `*` gets everything."""

    id: Annotated[str, Field(examples=["hook_01k9…"])]
    url: str
    events: list[str]
    active: bool
    made_by: str | None
    created_at: datetime
    updated_at: datetime


class WebhookMade(WebhookShown):
    """`secret` is shown this once; an answer that is repeated comes without it."""

    secret: Annotated[str | None, Field(examples=["whsec_…"])]


class DeliveryShown(Shown):
    """One event on its way."""

    id: str
    event_id: str
    event: str
    payload: dict[str, Any]
    status: Literal["queued", "delivered", "failed"]
    attempts: int
    next_try: datetime | None
    response_code: int | None
    error: str | None
    created_at: datetime


class WebhookTold(Told):
    url: Url
    events: Events


class WebhookChange(Told):
    """Only what is given changes. Switching it on again lets what waits go out."""

    url: Url | None = None
    events: Events | None = None
    active: bool | None = None


@ROUTER.get("", summary="List webhooks, newest first")
async def listed(caller: Runs, limit: Limit = 50, cursor: Cursor = None) -> Listed[WebhookShown]:
    async with caller.house.store.reading() as session:
        return shown(WebhookShown, await newest(session, Webhook, after=cursor, size=limit))


@ROUTER.post("", status_code=201, summary="Add a webhook")
async def added(caller: Runs, told: WebhookTold) -> WebhookMade:
    """Calls are signed as Standard Webhooks says; keep the secret to check them with."""
    row, secret = await webhooks.add(
        caller.house, told.url, told.events, actor=caller.actor, made_by=caller.acts_as
    )
    return _with_secret(row, secret)


@ROUTER.get("/{webhook_id}", summary="One webhook")
async def one(caller: Runs, webhook_id: Id) -> WebhookShown:
    async with caller.house.store.reading() as session:
        row = await session.get(Webhook, webhook_id)
    if row is None:
        raise NotFound("There is no such webhook.")
    return WebhookShown.model_validate(row)


@ROUTER.patch("/{webhook_id}", summary="Change a webhook, or switch it on or off")
async def changed(caller: Runs, webhook_id: Id, told: WebhookChange) -> WebhookShown:
    async with caller.house.store.writing() as session:
        row = await session.get(Webhook, webhook_id, with_for_update=True)
        if row is None:
            raise NotFound("There is no such webhook.")
        before = {"url": row.url, "events": row.events, "active": row.active}
        row.url = told.url if told.url is not None else row.url
        row.events = list(told.events) if told.events is not None else row.events
        switched_on = bool(told.active) and not row.active
        row.active = told.active if told.active is not None else row.active
        after = {"url": row.url, "events": row.events, "active": row.active}
        if before != after:
            note(session, caller.actor, "webhook.changed", row.id, before=before, after=after)
        if switched_on:
            await webhooks.wake(session, row.id)
    return WebhookShown.model_validate(row)


@ROUTER.delete("/{webhook_id}", status_code=204, summary="Remove a webhook and its deliveries")
async def removed(caller: Runs, webhook_id: Id) -> None:
    async with caller.house.store.writing() as session:
        row = await session.get(Webhook, webhook_id, with_for_update=True)
        if row is None:
            raise NotFound("There is no such webhook.")
        note(session, caller.actor, "webhook.removed", row.id, before={"url": row.url})
        await session.delete(row)


@ROUTER.post("/{webhook_id}/secret", summary="Make a fresh secret")
async def fresh_secret(caller: Runs, webhook_id: Id) -> WebhookMade:
    """The old one is worth nothing from now on."""
    nonce = caller.house.keys.token(16)
    secret = webhooks.secret_of(caller.house, nonce)
    async with caller.house.store.writing() as session:
        row = await session.get(Webhook, webhook_id, with_for_update=True)
        if row is None:
            raise NotFound("There is no such webhook.")
        row.secret = nonce
        note(session, caller.actor, "webhook.secret_changed", row.id)
    return _with_secret(row, secret)


@ROUTER.post("/{webhook_id}/test", status_code=202, summary="Send a test event")
async def tested(caller: Runs, webhook_id: Id) -> DeliveryShown:
    await _known(caller, webhook_id)
    delivery_id = await webhooks.try_out(caller.house, webhook_id)
    async with caller.house.store.reading() as session:
        return DeliveryShown.model_validate(await session.get_one(WebhookDelivery, delivery_id))


@ROUTER.get("/{webhook_id}/deliveries", summary="Its deliveries, newest first")
async def deliveries(
    caller: Runs, webhook_id: Id, limit: Limit = 50, cursor: Cursor = None
) -> Listed[DeliveryShown]:
    await _known(caller, webhook_id)
    async with caller.house.store.reading() as session:
        these = WebhookDelivery.webhook_id == webhook_id
        page = await newest(session, WebhookDelivery, these, after=cursor, size=limit)
    return shown(DeliveryShown, page)


async def _known(caller: Caller, webhook_id: str) -> None:
    await one(caller, webhook_id)


def _with_secret(row: Webhook, secret: str) -> WebhookMade:
    return WebhookMade(**WebhookShown.model_validate(row).model_dump(), secret=secret)
