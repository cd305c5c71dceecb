"""After a message was handed over: it left, or what the refusal asks for is done."""

from datetime import timedelta
from typing import cast

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.delivery import Remedy, Sent
from cauce.engine.announcing import announce_message
from cauce.engine.delivery.line import later, take_notice
from cauce.engine.delivery.parcel import Parcel
from cauce.engine.delivery.remedies import About, settle
from cauce.engine.delivery.uncertain import nobody_knows
from cauce.engine.house import House
from cauce.errors import DeliveryError, OutcomeUnknown, Throttled, Unavailable
from cauce.policy.sending import Again, next_step
from cauce.store.models import ChannelAccount, Delivery, Message, MessagePart
from cauce.store.queries import deliveries, turns
from cauce.store.queries.live import tell

_log = structlog.get_logger()

# Seconds between tries to write down that a message left, while the database is away.
INSIST = (0.5, 1, 2, 4, 8)


async def sent_for_sure(house: House, parcel: Parcel, told: Sent) -> str:
    """It has left: forgetting that would leave a person wondering whether it did."""
    for pause in INSIST:
        try:
            return await _sent(house, parcel, told)
        except Unavailable as away:
            _log.warning("delivery.not_noted", delivery=parcel.delivery_id, why=str(away))
            await house.sleep(pause)
    return await _sent(house, parcel, told)


async def _sent(house: House, parcel: Parcel, told: Sent) -> str:
    """`sent`, or `goes_on` where more of the message is to follow."""
    now = house.clock.now()
    async with house.store.writing() as session:
        await turns.lock_name(session, parcel.channel, told.provider_id)
        delivery = await session.get_one(Delivery, parcel.delivery_id, with_for_update=True)
        message = await session.get_one(Message, parcel.message_id, with_for_update=True)
        if not _of_this_try(delivery, parcel):
            return "nothing"
        await _slow_down(session, house, parcel, told)
        if delivery.status == "unknown":
            # Somebody took us for dead before the answer came.
            await session.flush()
            await deliveries.has_left(session, delivery.id, told.provider_id, now)
            await deliveries.hear_early(session, parcel.channel, told.provider_id)
        elif parcel.last:
            await _whole(session, house, delivery, message, told)
        else:
            await _piece(session, house, delivery, message, told)
        await tell(session, "message.status", conversation=parcel.conversation_id)
        if parcel.last:
            await announce_message(session, house.keys, now, "message.sent", message)
    return "sent" if parcel.last else "goes_on"


def _of_this_try(delivery: Delivery, parcel: Parcel) -> bool:
    return delivery.status in ("sending", "unknown") and (delivery.part, delivery.attempts) == (
        parcel.part,
        parcel.attempt,
    )


async def _whole(
    session: AsyncSession, house: House, delivery: Delivery, message: Message, told: Sent
) -> None:
    now = house.clock.now()
    delivery.status = "sent"
    delivery.sent_at = now
    delivery.error = delivery.remedy = None
    message.sent_at = message.sent_at or now
    message.error = message.problem = None
    if message.status in ("queued", "unknown"):
        message.status = "accepted" if told.accepted else "sent"
    await session.flush()
    await turns.name_message(session, message.id, delivery.channel, told.provider_id)


async def _piece(
    session: AsyncSession, house: House, delivery: Delivery, message: Message, told: Sent
) -> None:
    """One of several has left; killed from here on, the next worker goes on with the following."""
    session.add(
        MessagePart(
            id=house.keys.new(MessagePart.prefix),
            message_id=message.id,
            channel=delivery.channel,
            provider_id=told.provider_id,
            kind="piece",
            place=delivery.part,
            status="sent",
        )
    )
    delivery.status = "queued"
    delivery.part += 1
    delivery.attempts = 0
    delivery.error = delivery.remedy = None
    message.sent_at = message.sent_at or house.clock.now()
    await session.flush()
    await deliveries.hear_early(session, delivery.channel, told.provider_id)


async def _slow_down(session: AsyncSession, house: House, parcel: Parcel, told: Sent) -> None:
    if parcel.account_row is None or (told.strain, told.rest) == (0.0, 0.0):
        return
    account = await session.get(ChannelAccount, parcel.account_row)
    if account is not None:
        take_notice(house, account, told)


async def failed(house: House, parcel: Parcel, error: DeliveryError) -> str:
    """What the refusal asks for: again later, never again, or a person."""
    now = house.clock.now()
    remedy = cast("Remedy", error.remedy)
    asked = error.retry_after if isinstance(error, Throttled) else 0.0
    async with house.store.writing() as session:
        delivery = await session.get_one(Delivery, parcel.delivery_id, with_for_update=True)
        message = await session.get_one(Message, parcel.message_id, with_for_update=True)
        if not _of_this_try(delivery, parcel):
            return "nothing"
        delivery.error, delivery.remedy = str(error), remedy
        if isinstance(error, OutcomeUnknown):
            return await nobody_knows(session, house, delivery, message)
        step = next_step(remedy, parcel.attempt, asked, house.chance())
        if isinstance(step, Again):
            delivery.status = "queued"
            message.status = "queued"
            again = now + timedelta(seconds=step.seconds)
            await settle(session, house, _about(parcel), remedy, step, error)
            await later(session, house, delivery, again)
            await tell(session, "message.status", conversation=parcel.conversation_id)
            return "retried"
        delivery.status = message.status = "failed"
        message.error, message.problem = str(error), remedy
        await settle(session, house, _about(parcel), remedy, step, error)
        await tell(session, "message.status", conversation=parcel.conversation_id)
        await announce_message(session, house.keys, now, "message.failed", message)
    return step.outcome


def _about(parcel: Parcel) -> About:
    return About(
        channel=parcel.channel,
        account_id=parcel.account_id,
        conversation_id=parcel.conversation_id,
        contact_id=parcel.contact_id,
        identity_id=parcel.identity_id,
        message_id=parcel.message_id,
        to=parcel.to,
    )
