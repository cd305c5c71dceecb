"""What happens here, told to the programs that asked to hear of it, with the same transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.actions import RaiseAlert
from cauce.core.keys import Keys
from cauce.engine.alerts import open_alert
from cauce.engine.webhooks import Event, announce
from cauce.store.models import Conversation, Message, Webhook

_ANYONE = "someone listens"


def remember_listeners(session: AsyncSession, someone_listens: bool) -> None:
    """For who has asked already in this transaction; saves the question."""
    session.info[_ANYONE] = someone_listens


async def announce_if_asked(
    session: AsyncSession, keys: Keys, now: datetime, event: Event, told: Mapping[str, Any]
) -> None:
    """As `announce`, at the cost of one question a transaction where nobody listens."""
    if _ANYONE not in session.info:
        asked = select(exists().where(Webhook.active))
        session.info[_ANYONE] = await session.scalar(asked)
    if session.info[_ANYONE]:
        await announce(session, keys, now, event, told)


async def announce_message(
    session: AsyncSession, keys: Keys, now: datetime, event: Event, message: Message
) -> None:
    """A message that came in, left, or did not leave."""
    told = {
        "message_id": message.id,
        "conversation_id": message.conversation_id,
        "contact_id": message.contact_id,
        "channel": message.channel,
        "sequence": message.sequence,
        "sender": message.sender,
        "kind": message.kind,
        "text": message.content,
        "error": message.error,
    }
    await announce_if_asked(session, keys, now, event, told)


async def announce_conversation(
    session: AsyncSession, keys: Keys, now: datetime, event: Event, thread: Conversation
) -> None:
    """A conversation that goes to a person, or ends."""
    told = {
        "conversation_id": thread.id,
        "contact_id": thread.contact_id,
        "channel": thread.channel,
        "status": thread.status,
        "reason": thread.escalation_reason,
        "team": thread.department,
        "owner_id": thread.owner_id,
        "priority": thread.priority,
    }
    await announce_if_asked(session, keys, now, event, told)


async def raise_alert(
    session: AsyncSession,
    keys: Keys,
    now: datetime,
    alert: RaiseAlert,
    conversation_id: str | None = None,
) -> str | None:
    """Opens the alert and tells of it; None when one for the same cause is open already."""
    opened = await open_alert(session, keys, now, alert, conversation_id)
    if opened is not None:
        told = {
            "alert_id": opened,
            "conversation_id": conversation_id,
            "type": alert.type,
            "severity": alert.severity,
            "message": alert.message,
        }
        await announce_if_asked(session, keys, now, "alert.raised", told)
    return opened
