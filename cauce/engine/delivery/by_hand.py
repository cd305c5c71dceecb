"""What a person says about a message nobody knows to have left, or that did not: it counts."""

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.engine import queue
from cauce.engine.announcing import announce_message
from cauce.engine.delivery.uncertain import CAUSE
from cauce.engine.house import House
from cauce.errors import Conflict, NotFound
from cauce.store.models import Delivery, Message, MessagePart
from cauce.store.queries import deliveries, turns
from cauce.store.queries.audit import note
from cauce.store.queries.live import tell

CHANGED = "It is known by now what became of this message."


async def arrived(house: House, user_id: str | None, message_id: str) -> str:
    """Somebody saw it on the customer's phone; the id of its conversation.

    The rest of a longer message leaves. Raises NotFound, and Conflict when it is known by now.
    """
    async with house.store.writing() as session:
        delivery, message = await _locked(session, message_id)
        if delivery.status != "unknown":
            raise Conflict(CHANGED)
        now = house.clock.now()
        await deliveries.has_left(session, delivery.id, None, now)
        note(session, user_id, "message.said_arrived", message.id)
        await announce_message(session, house.keys, now, "message.sent", message)
    return message.conversation_id


async def send_again(house: House, user_id: str | None, message_id: str) -> str:
    """Sends it once more, as a person knows that it has not arrived; the id of its conversation.

    Raises NotFound, and Conflict when it is on its way or arrived.
    """
    async with house.store.writing() as session:
        delivery, message = await _locked(session, message_id)
        if delivery.status not in ("unknown", "failed") or message.status not in (
            "unknown",
            "failed",
        ):
            raise Conflict(CHANGED)
        before = {"status": message.status, "error": message.error}
        _keep_former(session, house, delivery, message)
        delivery.status = message.status = "queued"
        delivery.next_try = delivery.paced_at = None
        delivery.error = delivery.remedy = message.error = message.problem = None
        note(session, user_id, "message.sent_again", message.id, before=before)
        await session.flush()
        await deliveries.settle_alert(session, f"{CAUSE}:{delivery.id}", house.clock.now())
        await queue.queue_delivery(session, delivery.id, delivery.conversation_id)
        await tell(session, "message.status", conversation=delivery.conversation_id)
    return message.conversation_id


def _keep_former(session: AsyncSession, house: House, delivery: Delivery, message: Message) -> None:
    """News of the try before are still known for ours."""
    if message.provider_id is None:
        return
    session.add(
        MessagePart(
            id=house.keys.new(MessagePart.prefix),
            message_id=message.id,
            channel=message.channel,
            provider_id=message.provider_id,
            kind="former",
            place=delivery.attempts,
            status="failed",
        )
    )
    message.provider_id = None


async def _locked(session: AsyncSession, message_id: str) -> tuple[Delivery, Message]:
    found = await session.get(Message, message_id)
    if found is None or found.direction != "out":
        raise NotFound("There is no such message.")
    await turns.conversation(session, found.conversation_id)
    delivery = await deliveries.of_message(session, message_id)
    message = await session.get(Message, message_id, with_for_update=True, populate_existing=True)
    if delivery is None or message is None:
        raise NotFound("There is no such message.")
    return delivery, message
