"""What platforms charge for our messages: of one, and of a whole conversation."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.models import Message, MessageCharge

_MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Charged:
    """`amount` is None where a price is not known; a message that is not billed costs nothing."""

    category: str
    type: str | None
    billable: bool
    amount: Decimal | None
    currency: str | None


@dataclass(frozen=True, slots=True)
class Spent:
    """The sum of what is known in one currency; `unknown` are messages without a price."""

    currency: str | None
    amount: Decimal
    unknown: int


async def of_messages(session: AsyncSession, ids: Collection[str]) -> dict[str, Charged]:
    """By message; one that left as several is charged as several."""
    rows = await session.execute(
        select(
            MessageCharge.message_id,
            func.min(MessageCharge.category),
            func.min(MessageCharge.type),
            func.bool_or(MessageCharge.billable),
            func.sum(MessageCharge.micros),
            func.bool_and(MessageCharge.micros.is_not(None)),
            func.max(MessageCharge.currency),
        )
        .where(MessageCharge.message_id.in_(ids))
        .group_by(MessageCharge.message_id)
    )
    return {
        row[0]: Charged(row[1], row[2], row[3], _amount(row[4]) if row[5] else None, row[6])
        for row in rows
    }


async def of_conversation(session: AsyncSession, conversation_id: str) -> list[Spent]:
    """One sum a currency; those without a price have none. Empty where nothing was charged yet."""
    rows = await session.execute(
        select(
            MessageCharge.currency,
            func.coalesce(func.sum(MessageCharge.micros), 0),
            func.count().filter(MessageCharge.micros.is_(None)),
        )
        .join(Message, Message.id == MessageCharge.message_id)
        .where(Message.conversation_id == conversation_id)
        .group_by(MessageCharge.currency)
        .order_by(MessageCharge.currency)
    )
    return [Spent(row[0], _amount(row[1]), row[2]) for row in rows]


def _amount(micros: int | None) -> Decimal:
    return Decimal(micros or 0) / _MILLION
