"""Sending: the message row is the promise; on the website chat storing it is sending it."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.channels import CHANNELS
from cauce.core.actions import SendMessage
from cauce.core.keys import Keys, idempotency_key
from cauce.engine import queue
from cauce.engine.announcing import announce_message
from cauce.engine.scene import Scene
from cauce.engine.words import as_json
from cauce.store.models import Conversation, Delivery, Message
from cauce.store.queries.live import tell

PREVIEW_LENGTH = 140


async def send(scene: Scene, action: SendMessage, key: str) -> dict[str, Any]:
    """Stores the message, and queues its delivery where the channel is not in the house.

    It is the bot's, or of the person who put it in their own words.
    """
    extra: dict[str, Any] = {}
    if action.quick_replies:
        extra["quick_replies"] = [as_json(reply) for reply in action.quick_replies]
    if action.cards:
        extra["cards"] = list(action.cards)
    if action.summary is not None:
        extra["summary"] = as_json(action.summary)
    if action.sources:
        extra["sources"] = [as_json(source) for source in action.sources]
    message = Message(
        id=scene.keys.new(Message.prefix),
        sender="bot" if scene.author is None else "agent",
        agent_id=scene.author,
        content=action.text,
        extra=extra,
        key=key,
        decision_id=scene.decision_id,
    )
    await put(scene.session, scene.keys, scene.now, scene.conversation, message)
    scene.conversation.bot_handled = scene.conversation.bot_handled or scene.author is None
    if not scene.conversation.bot_silenced and scene.conversation.status != "closed":
        scene.conversation.status = "waiting_customer"
    scene.sent.append(message)
    return {"message_id": message.id}


async def put(
    session: AsyncSession, keys: Keys, now: datetime, thread: Conversation, message: Message
) -> None:
    """Adds an outbound message at the end of a locked conversation, whoever of ours wrote it."""
    in_house = CHANNELS[thread.channel].in_house
    thread.message_count += 1
    thread.last_message_at = now
    thread.preview = message.content[:PREVIEW_LENGTH]
    message.conversation_id = thread.id
    message.contact_id = thread.contact_id
    message.channel = thread.channel
    message.sequence = thread.message_count
    message.direction = "out"
    message.status = "sent" if in_house else "queued"
    message.sent_at = now if in_house else None
    message.handled = True
    session.add(message)
    await tell(session, "message.sent", conversation=thread.id, message=message.id)
    if in_house:
        await announce_message(session, keys, now, "message.sent", message)
    else:
        await _post(session, keys, message)


async def _post(session: AsyncSession, keys: Keys, message: Message) -> None:
    """Puts the message in the outbox; it leaves after the commit, once for its key."""
    await session.flush()
    delivery = Delivery(
        id=keys.new(Delivery.prefix),
        message_id=message.id,
        conversation_id=message.conversation_id,
        channel=message.channel,
        key=idempotency_key("deliver", message.id),
    )
    session.add(delivery)
    await session.flush()
    await queue.queue_delivery(session, delivery.id, message.conversation_id)
