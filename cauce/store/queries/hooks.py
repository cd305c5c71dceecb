"""Webhooks and their deliveries."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.models import Webhook, WebhookDelivery


async def asking_for(session: AsyncSession, event: str, everything: str) -> list[str]:
    """The ids of active webhooks that want this event, or all events."""
    found = await session.scalars(
        select(Webhook.id)
        .where(
            Webhook.active,
            or_(Webhook.events.contains([event]), Webhook.events.contains([everything])),
        )
        .order_by(Webhook.id)
    )
    return list(found)


async def delivered_since(session: AsyncSession, webhook_id: str, since: datetime) -> bool:
    """Whether anything got through to it since then."""
    found = await session.scalar(
        select(WebhookDelivery.id)
        .where(
            WebhookDelivery.webhook_id == webhook_id,
            WebhookDelivery.status == "delivered",
            WebhookDelivery.updated_at >= since,
        )
        .limit(1)
    )
    return found is not None


async def waiting_of(session: AsyncSession, webhook_id: str) -> list[str]:
    """The ids of its deliveries that have not arrived and are not given up."""
    found = await session.scalars(
        select(WebhookDelivery.id)
        .where(WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.status == "queued")
        .order_by(WebhookDelivery.id)
    )
    return list(found)
