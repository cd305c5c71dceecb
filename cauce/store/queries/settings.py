"""Webhooks, channels' state, and payloads that could not be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.models import Conversation, RawMessage, Webhook, WebhookDelivery
from cauce.store.queries import paging

PAGE = 50


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook and how its deliveries stand."""

    webhook: Webhook
    delivered: int
    failed: int


async def webhooks(session: AsyncSession) -> Sequence[Hook]:
    found = await session.execute(
        select(
            Webhook,
            func.count().filter(WebhookDelivery.status == "delivered"),
            func.count().filter(WebhookDelivery.status == "failed"),
        )
        .outerjoin(WebhookDelivery, WebhookDelivery.webhook_id == Webhook.id)
        .group_by(Webhook.id)
        .order_by(Webhook.id)
    )
    return [Hook(*row) for row in found.all()]


async def last_heard(session: AsyncSession) -> dict[str, datetime]:
    """When a customer last wrote, by channel."""
    found = await session.execute(
        select(Conversation.channel, func.max(Conversation.last_inbound_at))
        .where(Conversation.last_inbound_at.is_not(None))
        .group_by(Conversation.channel)
    )
    return {channel: at for channel, at in found.all() if at is not None}


async def unreadable(
    session: AsyncSession, *, after: str | None = None, size: int = PAGE
) -> paging.Page[RawMessage]:
    """Payloads nobody could make sense of, newest first."""
    wanted = (
        select(RawMessage)
        .where(RawMessage.processing_error.is_not(None))
        .order_by(RawMessage.received_at.desc(), RawMessage.id.desc())
        .limit(size + 1)
    )
    if after:
        at, last = paging.decode(after, 2)
        moment = paging.moment(at)
        wanted = wanted.where(
            (RawMessage.received_at < moment)
            | ((RawMessage.received_at == moment) & (RawMessage.id < str(last)))
        )
    rows = list(await session.scalars(wanted))
    cursor = None
    if len(rows) > size:
        cursor = paging.encode(rows[size - 1].received_at, rows[size - 1].id)
    return paging.page_of(rows, size, cursor)


async def how_many_unreadable(session: AsyncSession) -> int:
    counted = await session.scalar(
        select(func.count()).select_from(RawMessage).where(RawMessage.processing_error.is_not(None))
    )
    return counted or 0
