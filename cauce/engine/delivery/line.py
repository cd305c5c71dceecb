"""When the next message may leave: the pace of its number and of the person it is for."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.delivery import Sent
from cauce.core.events import Channel
from cauce.engine import queue
from cauce.engine.house import House
from cauce.policy import pacing
from cauce.store.models import ChannelAccount, ContactIdentity, Delivery
from cauce.store.queries import deliveries

# As urgent as the first try: a conversation waits for it.
PRIORITY = 5


async def room_for(
    session: AsyncSession,
    house: House,
    delivery: Delivery,
    account: ChannelAccount | None,
    identity: ContactIdentity,
) -> datetime | None:
    """When it may leave, if that is later than now. A place in the line is kept once given."""
    now = house.clock.now()
    if account is None:
        return None
    if account.slow_until is not None and account.slow_until > now:
        return account.slow_until
    if delivery.paced_at is not None:
        return delivery.paced_at if delivery.paced_at > now else None
    number = pace_of(house, account, now)
    if number is None:
        return None
    person = pacing.person_pace(_channel(account))
    room = await deliveries.stand_in_pace(
        session,
        (number_key(account), number.gap, number.burst),
        None if person is None else (person_key(account, identity.external_id), *_of(person)),
        now,
    )
    delivery.paced_at = room
    return room if room > now else None


def pace_of(house: House, account: ChannelAccount, now: datetime) -> pacing.Pace | None:
    """What the account may do a second now; its own setting goes before that of the house."""
    usual: float | None = None
    if account.channel == "whatsapp":
        usual = float(account.settings.get("per_second") or house.settings.whatsapp_per_second)
    return pacing.number_pace(usual, account.pace, account.pace_at, now)


def take_notice(house: House, account: ChannelAccount, told: Sent) -> None:
    """Slows down before the platform has to say so."""
    asked = pacing.under(told.strain, told.rest)
    now = house.clock.now()
    if asked.pace is not None:
        account.pace, account.pace_at = asked.pace, now
    if asked.rest > 0:
        rest = now + timedelta(seconds=asked.rest)
        account.slow_until = max(account.slow_until or rest, rest)


async def later(session: AsyncSession, house: House, delivery: Delivery, at: datetime) -> None:
    """Puts the delivery back in the queue for `at`."""
    delivery.next_try = at
    now = house.clock.now()
    key, args = f"deliver:{delivery.id}", {"delivery_id": delivery.id}
    if at - now > queue.NEAR:
        await queue.run_at(session, house.keys, now, at, "deliver", args, key)
        return
    await queue.cancel(session, key)
    await queue.enqueue(
        session, "deliver", args, queue=queue.CHAT, priority=PRIORITY, once=key, run_at=at
    )


def number_key(account: ChannelAccount) -> str:
    return f"{account.channel}:{account.external_id}"


def person_key(account: ChannelAccount, to: str) -> str:
    return f"{number_key(account)}:{to}"


def _of(pace: pacing.Pace) -> tuple[float, int]:
    return pace.gap, pace.burst


def _channel(account: ChannelAccount) -> Channel:
    return account.channel  # type: ignore[return-value]
