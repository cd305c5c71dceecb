"""The outbox: what is on its way, who it is for, and at what pace it may leave."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.models import (
    ActionRow,
    Consent,
    ContactIdentity,
    Conversation,
    Delivery,
    Message,
)
from cauce.store.queries.live import tell

_FOR_DELIVERY = (
    select(Delivery, Message, ContactIdentity, ActionRow.payload)
    .join(Message, Message.id == Delivery.message_id)
    .join(Conversation, Conversation.id == Delivery.conversation_id)
    .join(ContactIdentity, ContactIdentity.id == Conversation.identity_id)
    .outerjoin(
        ActionRow,
        and_(
            ActionRow.key == Message.key,
            ActionRow.kind == "SendMessage",
            Message.sender == "bot",
        ),
    )
    .where(Delivery.id == bindparam("delivery"))
    .limit(1)
    .with_for_update(of=Delivery)
    .execution_options(populate_existing=True)
)
_AHEAD = (
    select(func.max(func.coalesce(Delivery.next_try, Delivery.updated_at)))
    .join(Message, Message.id == Delivery.message_id)
    .where(
        Delivery.conversation_id == bindparam("conversation"),
        Delivery.status.in_(("queued", "sending")),
        Message.sequence < bindparam("sequence"),
    )
)
_REFUSAL = (
    select(Consent.granted, Consent.created_at)
    .where(Consent.contact_id == bindparam("contact"), Consent.scope == "all")
    .order_by(Consent.id.desc())
    .limit(1)
)
_PACE = text("""
    SELECT cauce_stand_in_pace(:number, :number_gap, :number_burst,
                               :person, :person_gap, :person_burst, :moment)
""")
_HOLD = text("SELECT cauce_hold_pace(:person, :until, :moment)")
_HEAR = text("SELECT cauce_hear_by_key(:delivery)")
_HAS_LEFT = text("SELECT cauce_has_left(:delivery, :name, :moment)")
_HEAR_EARLY = text("SELECT cauce_hear_early(:channel, :name)")


_SETTLE = text("SELECT cauce_settle_alert(:cause, :moment)")
_LAST_INBOUND = (
    select(
        Message.channel, Conversation.account_id, ContactIdentity.external_id, Message.provider_id
    )
    .join(Conversation, Conversation.id == Message.conversation_id)
    .join(ContactIdentity, ContactIdentity.id == Conversation.identity_id)
    .where(
        Message.conversation_id == bindparam("conversation"),
        Message.sender == "customer",
        Message.provider_id.is_not(None),
        Message.provider_id.not_like("sha256:%"),
    )
    .order_by(Message.sequence.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class LastInbound:
    """The last message of a customer, by the platform's name, and where it came in."""

    channel: str
    account_id: str
    external_id: str
    provider_id: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A delivery, locked, with its message, who it is for, and the action it came from."""

    delivery: Delivery
    message: Message
    identity: ContactIdentity
    payload: dict[str, Any] | None


async def outgoing(session: AsyncSession, delivery_id: str) -> Outgoing | None:
    """Whoever holds the conversation as well has locked it before."""
    row = (await session.execute(_FOR_DELIVERY, {"delivery": delivery_id})).one_or_none()
    return None if row is None else Outgoing(row[0], row[1], row[2], row[3])


async def of_message(session: AsyncSession, message_id: str) -> Delivery | None:
    """The delivery of a message, locked."""
    found: Delivery | None = await session.scalar(
        select(Delivery).where(Delivery.message_id == message_id).with_for_update()
    )
    return found


async def ahead(session: AsyncSession, message: Message) -> datetime | None:
    """When the last of the earlier messages that still have to leave will be tried again."""
    values = {"conversation": message.conversation_id, "sequence": message.sequence}
    found: datetime | None = await session.scalar(_AHEAD, values)
    return found


async def refused_since(session: AsyncSession, contact_id: str, since: datetime) -> bool:
    """Whether the contact has asked after `since` not to be written to."""
    row = (await session.execute(_REFUSAL, {"contact": contact_id})).one_or_none()
    return row is not None and not row[0] and row[1] > since


async def stand_in_pace(
    session: AsyncSession,
    number: tuple[str, float, int],
    person: tuple[str, float, int] | None,
    moment: datetime,
) -> datetime:
    """The moment at which the pace of number and person has room, promised to the caller. Both are
    (key, seconds a message takes, how many at once)."""
    who, gap, burst = person or (None, 0.0, 1)
    values = {
        "number": number[0],
        "number_gap": number[1],
        "number_burst": number[2],
        "person": who,
        "person_gap": gap,
        "person_burst": burst,
        "moment": moment,
    }
    room: datetime = (await session.execute(_PACE, values)).scalar_one()
    return room


async def hold_person(session: AsyncSession, key: str, until: datetime, moment: datetime) -> None:
    """Nothing leaves for this person before `until`, whoever sends it."""
    await session.execute(_HOLD, {"person": key, "until": until, "moment": moment})


async def hear_by_key(session: AsyncSession, delivery_id: str) -> bool:
    """Whether the platform has told already that a delivery left that just became unknown."""
    found: bool = (await session.execute(_HEAR, {"delivery": delivery_id})).scalar_one()
    return found


async def has_left(
    session: AsyncSession, delivery_id: str, name: str | None, moment: datetime
) -> None:
    """Notes as sent what nobody knew to have left. The caller has flushed what it changed."""
    values = {"delivery": delivery_id, "name": name, "moment": moment}
    await session.execute(_HAS_LEFT, values)


async def hear_early(session: AsyncSession, channel: str, name: str) -> None:
    """Applies what was said of a name before anybody knew whose it is."""
    await session.execute(_HEAR_EARLY, {"channel": channel, "name": name})


async def settle_alert(session: AsyncSession, cause: str, moment: datetime) -> None:
    """Nobody has to look at it any more."""
    settled = await session.scalars(_SETTLE, {"cause": cause, "moment": moment})
    for alert_id in settled.all():
        await tell(session, "alert.changed", alert=alert_id)


async def last_inbound(session: AsyncSession, conversation_id: str) -> LastInbound | None:
    row = (await session.execute(_LAST_INBOUND, {"conversation": conversation_id})).one_or_none()
    if row is None or row[3] is None:
        return None
    return LastInbound(row[0], row[1], row[2], row[3])
