"""A message its platform took and then could not deliver: people and programs hear of it."""

from sqlalchemy import select

from cauce.core.actions import RaiseAlert
from cauce.engine.announcing import announce_message, raise_alert
from cauce.engine.house import House
from cauce.engine.metrics import DELIVERIES
from cauce.store.models import Delivery, Message

OUTCOME = "bounced"


async def tell_bounced(house: House, message_id: str, code: str | None) -> str:
    """Marks the delivery, opens the alert and announces it, once; what became of it."""
    async with house.store.writing() as session:
        delivery = await session.scalar(
            select(Delivery).where(Delivery.message_id == message_id).with_for_update()
        )
        message = await session.get(Message, message_id, with_for_update=True)
        # It may have arrived after all, and a job may run twice.
        if message is None or message.status != "failed":
            return "nothing"
        if delivery is not None:
            if delivery.status == "failed":
                return "nothing"
            delivery.status = "failed"
            delivery.error = message.error
        now = house.clock.now()
        alert = not_delivered(message.channel, message.conversation_id, code, message.error or "")
        await raise_alert(session, house.keys, now, alert, message.conversation_id)
        await announce_message(session, house.keys, now, "message.failed", message)
    DELIVERIES.labels(message.channel, OUTCOME).inc()
    return OUTCOME


def not_delivered(channel: str, conversation_id: str, code: str | None, why: str) -> RaiseAlert:
    """One alert for each of the platform's error codes; without a code, one a conversation."""
    return RaiseAlert(
        type="message_failed",
        severity="medium",
        message=f"{channel}: {why}",
        cause=f"message_failed:{channel}:{code}" if code else f"message_failed:{conversation_id}",
        data={"code": code} if code else {},
    )
