"""Delivery: a message leaves through its channel once; what may have left is never sent blindly."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.actions import RaiseAlert, SendMessage
from cauce.engine import accounts, queue
from cauce.engine.announcing import announce_message, raise_alert
from cauce.engine.bounced import not_delivered
from cauce.engine.house import House
from cauce.engine.metrics import DELIVERIES
from cauce.engine.words import action_from
from cauce.errors import (
    DeliveryError,
    OutcomeUnknown,
    Rejected,
    Throttled,
    Unauthorised,
    Unavailable,
    Unreachable,
)
from cauce.store.models import ActionRow, Consent, ContactIdentity, Conversation, Delivery, Message
from cauce.store.queries import turns
from cauce.store.queries.live import tell

_log = structlog.get_logger()

# Seconds between tries; a platform that is down for longer than this is a person's problem.
BACKOFF = (2, 10, 60, 300, 900, 3600)
# What is said later in a conversation leaves this long after what has to be tried again.
BEHIND = timedelta(seconds=5)
# Seconds between tries to write down that a message left, while the database is away.
INSIST = (0.5, 1, 2, 4, 8)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message on its way: everything the channel needs, read before the call."""

    delivery_id: str
    message_id: str
    conversation_id: str
    channel: str
    account_id: str
    to: str
    message: SendMessage
    key: str
    attempt: int


async def deliver(house: House, delivery_id: str) -> str:
    """Takes one delivery as far as it goes now; its outcome. Never raises a DeliveryError.

    Killed before `sending` was committed: it starts over. Killed between that commit and the
    answer's: the row says `sending`, nobody knows whether it left, and a person is asked.
    """
    parcel = await _open(house, delivery_id)
    if isinstance(parcel, str):
        return parcel
    try:
        async with house.store.reading() as session:
            outlet = await accounts.way_out(house, session, parcel.channel, parcel.account_id)
        if outlet is None:
            raise Unauthorised("This channel is not connected. Connect it in Settings.")
        provider_id = await outlet.send_message(parcel.to, parcel.message, parcel.key)
    except DeliveryError as error:
        outcome = await _failed(house, parcel, error)
    else:
        outcome = await _sent_for_sure(house, parcel, provider_id)
    DELIVERIES.labels(parcel.channel, outcome).inc()
    _log.info(
        "delivery.ended",
        conversation=parcel.conversation_id,
        message=parcel.message_id,
        delivery=delivery_id,
        outcome=outcome,
    )
    return outcome


async def _open(house: House, delivery_id: str) -> Parcel | str:
    """Marks it as being sent, in the transaction that asks once more who owns the conversation."""
    async with house.store.writing() as session:
        delivery = await session.get(Delivery, delivery_id, with_for_update=True)
        if delivery is None or delivery.status not in ("queued", "sending"):
            return "nothing"
        thread = await turns.conversation(session, delivery.conversation_id)
        message = await session.get_one(Message, delivery.message_id)
        if thread is None:
            return "nothing"
        if delivery.status == "sending":
            delivery.status = "unknown"
            await _unknown(session, house, delivery, thread)
            return "unknown"
        action = await _action(session, message)
        why_not = await _why_not(session, thread, message, action)
        if why_not is not None:
            delivery.status = message.status = "failed"
            delivery.error = message.error = why_not
            await tell(session, "message.status", conversation=thread.id)
            return "stopped"
        ahead = await _ahead(session, message)
        if ahead is not None:
            delivery.next_try = max(ahead, house.clock.now()) + BEHIND
            await _again(session, house, delivery, house.clock.now())
            return "waits"
        identity = await session.get_one(ContactIdentity, thread.identity_id)
        delivery.status = "sending"
        delivery.attempts += 1
        return Parcel(
            delivery_id=delivery.id,
            message_id=message.id,
            conversation_id=thread.id,
            channel=delivery.channel,
            account_id=thread.account_id,
            to=identity.external_id,
            message=action,
            key=delivery.key,
            attempt=delivery.attempts,
        )


async def _ahead(session: AsyncSession, message: Message) -> datetime | None:
    """When the last of the earlier messages that still have to leave will be tried again."""
    ahead: datetime | None = await session.scalar(
        select(func.max(func.coalesce(Delivery.next_try, Delivery.updated_at)))
        .join(Message, Message.id == Delivery.message_id)
        .where(
            Delivery.conversation_id == message.conversation_id,
            Delivery.status.in_(("queued", "sending")),
            Message.sequence < message.sequence,
        )
    )
    return ahead


async def _action(session: AsyncSession, message: Message) -> SendMessage:
    if message.key is not None and message.sender == "bot":
        payload = await session.scalar(
            select(ActionRow.payload).where(
                ActionRow.key == message.key, ActionRow.kind == "SendMessage"
            )
        )
        if payload is not None:
            stored = action_from("SendMessage", payload)
            if isinstance(stored, SendMessage):
                return stored
    return SendMessage(message.content, "es", purpose="handover")


async def _why_not(
    session: AsyncSession, thread: Conversation, message: Message, action: SendMessage
) -> str | None:
    """What happened since it was decided that keeps the machine's message from leaving."""
    if message.sender != "bot" or action.purpose in ("handover", "notice"):
        return None
    if thread.bot_silenced:
        return "a person took over before it left"
    newest = await session.scalar(
        select(Consent)
        .where(Consent.contact_id == message.contact_id, Consent.scope == "all")
        .order_by(Consent.id.desc())
        .limit(1)
    )
    if newest is not None and not newest.granted and newest.created_at > message.created_at:
        return "the customer asked not to be written to before it left"
    return None


async def _sent_for_sure(house: House, parcel: Parcel, provider_id: str) -> str:
    """It has left: forgetting that would leave a person wondering whether it did."""
    for pause in INSIST:
        try:
            return await _sent(house, parcel, provider_id)
        except Unavailable as away:
            _log.warning("delivery.not_noted", delivery=parcel.delivery_id, why=str(away))
            await house.sleep(pause)
    return await _sent(house, parcel, provider_id)


async def _sent(house: House, parcel: Parcel, provider_id: str) -> str:
    now = house.clock.now()
    async with house.store.writing() as session:
        await turns.lock_name(session, parcel.channel, provider_id)
        delivery = await session.get_one(Delivery, parcel.delivery_id, with_for_update=True)
        message = await session.get_one(Message, parcel.message_id, with_for_update=True)
        delivery.status = "sent"
        delivery.sent_at = now
        message.sent_at = message.sent_at or now
        if message.status == "queued":
            message.status = "sent"
        await session.flush()
        await turns.name_message(session, message.id, parcel.channel, provider_id)
        await tell(session, "message.status", conversation=parcel.conversation_id)
        await announce_message(session, house.keys, now, "message.sent", message)
    return "sent"


async def _failed(house: House, parcel: Parcel, error: DeliveryError) -> str:
    """What each error of the tree asks for: again later, never again, or a person."""
    now = house.clock.now()
    async with house.store.writing() as session:
        delivery = await session.get_one(Delivery, parcel.delivery_id, with_for_update=True)
        message = await session.get_one(Message, parcel.message_id, with_for_update=True)
        delivery.error = str(error)
        wait = _wait(error, parcel.attempt)
        if isinstance(error, OutcomeUnknown):
            delivery.status = "unknown"
            thread = await session.get_one(Conversation, parcel.conversation_id)
            await _unknown(session, house, delivery, thread)
            return "unknown"
        if wait is not None:
            delivery.status = "queued"
            delivery.next_try = now + timedelta(seconds=wait)
            await _again(session, house, delivery, now)
            return "retried"
        delivery.status = "failed"
        message.status = "failed"
        message.error = str(error)
        if isinstance(error, Unauthorised):
            await accounts.cut_off(session, parcel.channel, parcel.account_id, str(error))
        await raise_alert(
            session, house.keys, now, _why_not_sent(parcel, error), parcel.conversation_id
        )
        await tell(session, "message.status", conversation=parcel.conversation_id)
        await announce_message(session, house.keys, now, "message.failed", message)
    return "rejected" if isinstance(error, Rejected) else "failed"


def _wait(error: DeliveryError, attempt: int) -> float | None:
    if attempt > len(BACKOFF):
        return None
    if isinstance(error, Throttled):
        return max(error.retry_after, BACKOFF[attempt - 1])
    return BACKOFF[attempt - 1] if isinstance(error, Unreachable) else None


async def _again(session: AsyncSession, house: House, delivery: Delivery, now: datetime) -> None:
    await queue.run_at(
        session,
        house.keys,
        now,
        delivery.next_try or now,
        "deliver",
        {"delivery_id": delivery.id},
        key=f"deliver:{delivery.id}",
    )


async def _unknown(
    session: AsyncSession, house: House, delivery: Delivery, thread: Conversation
) -> None:
    alert = RaiseAlert(
        type="delivery_unknown",
        severity="high",
        message="Nobody knows whether a message left. Look before sending it again.",
        cause=f"delivery_unknown:{delivery.id}",
    )
    await raise_alert(session, house.keys, house.clock.now(), alert, thread.id)
    await tell(session, "message.status", conversation=thread.id)


def _why_not_sent(parcel: Parcel, error: DeliveryError) -> RaiseAlert:
    """A channel that is cut off is one alert, whatever should have left through it."""
    if isinstance(error, Unauthorised):
        return RaiseAlert(
            type="channel_disconnected",
            severity="critical",
            message=f"{parcel.channel}: {error}",
            cause=f"channel_disconnected:{parcel.channel}",
        )
    code = error.code if isinstance(error, Rejected) else None
    return not_delivered(parcel.channel, parcel.conversation_id, code, str(error))
