"""A message nobody knows to have left: the platform may have told already, or a person looks."""

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.actions import RaiseAlert
from cauce.engine.announcing import raise_alert
from cauce.engine.house import House
from cauce.store.models import Delivery, Message
from cauce.store.queries import deliveries
from cauce.store.queries.live import tell

CAUSE = "delivery_unknown"


async def nobody_knows(
    session: AsyncSession, house: House, delivery: Delivery, message: Message
) -> str:
    """Marks it unknown; `sent` where news of it had come before we gave up on the answer.

    The caller holds the delivery: news that come later settle it by themselves.
    """
    delivery.status = delivery.remedy = "unknown"
    if message.status in ("queued", "unknown"):
        message.status = message.problem = "unknown"
    await session.flush()
    if await deliveries.hear_by_key(session, delivery.id):
        return "sent"
    alert = RaiseAlert(
        type=CAUSE,
        severity="high",
        message="Nobody knows whether a message left. Look before sending it again.",
        cause=f"{CAUSE}:{delivery.id}",
    )
    await raise_alert(session, house.keys, house.clock.now(), alert, delivery.conversation_id)
    await tell(session, "message.status", conversation=delivery.conversation_id)
    return "unknown"
