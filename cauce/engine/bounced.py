"""A message its platform took and then could not deliver: put right, or told to people."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.channels import what_it_means
from cauce.core.delivery import Remedy
from cauce.engine.announcing import announce_message
from cauce.engine.delivery.line import later
from cauce.engine.delivery.remedies import About, not_delivered, settle
from cauce.engine.house import House
from cauce.engine.metrics import DELIVERIES
from cauce.errors import DeliveryError
from cauce.policy.sending import Again, Stop, after_taken
from cauce.store.models import ContactIdentity, Conversation, Delivery, Message, MessagePart
from cauce.store.queries import deliveries

OUTCOME = "bounced"

__all__ = ["not_delivered", "tell_bounced"]


async def tell_bounced(house: House, message_id: str, code: str | None) -> str:
    """Sends it again where it surely has not arrived and that may help; otherwise marks the
    delivery, does what the code asks for and announces it, once. What became of it."""
    async with house.store.writing() as session:
        delivery = await deliveries.of_message(session, message_id)
        message = await session.get(Message, message_id, with_for_update=True)
        # It may have arrived after all, and a job may run twice.
        if message is None or message.status != "failed":
            return "nothing"
        if delivery is not None and delivery.status == "failed":
            return "nothing"
        outcome = await _settled(session, house, delivery, message, code)
    DELIVERIES.labels(message.channel, outcome).inc()
    return outcome


async def _settled(
    session: AsyncSession,
    house: House,
    delivery: Delivery | None,
    message: Message,
    code: str | None,
) -> str:
    remedy, never_arrived = what_it_means(code)
    attempt = 1 if delivery is None else delivery.attempts
    step: Again | Stop = Stop("failed")
    # Of a message that left as several pieces nobody can tell what the customer has read.
    if delivery is not None and not delivery.plan:
        chance = house.chance()
        step = after_taken(remedy, attempt, never_arrived=never_arrived, chance=chance)
    error = DeliveryError(message.error or "", code, remedy)
    about = await _about(session, message)
    await settle(session, house, about, remedy, step, error)
    if isinstance(step, Again) and delivery is not None:
        await _once_more(session, house, delivery, message, remedy, step)
        return "retried"
    if delivery is not None:
        delivery.status = "failed"
        delivery.error, delivery.remedy = message.error, remedy
    message.problem = remedy
    await announce_message(session, house.keys, house.clock.now(), "message.failed", message)
    return OUTCOME


async def _once_more(
    session: AsyncSession,
    house: House,
    delivery: Delivery,
    message: Message,
    remedy: Remedy,
    step: Again,
) -> None:
    """A new try of the same delivery. News of the former one are still known for ours."""
    if message.provider_id is not None:
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
    message.status = delivery.status = "queued"
    delivery.error, delivery.remedy = message.error, remedy
    at = house.clock.now() + timedelta(seconds=step.seconds)
    await later(session, house, delivery, at)


async def _about(session: AsyncSession, message: Message) -> About:
    thread = await session.get_one(Conversation, message.conversation_id)
    identity = await session.get_one(ContactIdentity, thread.identity_id)
    return About(
        channel=message.channel,
        account_id=thread.account_id,
        conversation_id=thread.id,
        contact_id=message.contact_id,
        identity_id=identity.id,
        message_id=message.id,
        to=identity.external_id,
    )
