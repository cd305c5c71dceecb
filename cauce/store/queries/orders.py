"""Orders: one with its items, payments and story, those that wait for money, and the list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.models import AuditEntry, Contact, Order, OrderItem, Payment, User
from cauce.store.queries import paging

_WAITS = Order.status == "awaiting_payment"


@dataclass(frozen=True, slots=True)
class Line:
    """An order as a list shows it."""

    order: Order
    contact: Contact


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done with an order; `who` is the person or program, if it was one."""

    action: str
    at: datetime
    who: str | None
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Whole:
    order: Order
    contact: Contact
    items: tuple[OrderItem, ...]
    payments: tuple[Payment, ...]
    steps: tuple[Step, ...]


async def whole(session: AsyncSession, order_id: str) -> Whole | None:
    """The order with everything that belongs to it."""
    found = await session.execute(
        select(Order, Contact)
        .join(Contact, Contact.id == Order.contact_id)
        .where(Order.id == order_id)
    )
    row = found.one_or_none()
    if row is None:
        return None
    return Whole(
        row[0],
        row[1],
        await items(session, order_id),
        await payments(session, order_id),
        await _steps(session, order_id),
    )


async def items(session: AsyncSession, order_id: str) -> tuple[OrderItem, ...]:
    found = await session.scalars(
        select(OrderItem).where(OrderItem.order_id == order_id).order_by(OrderItem.id)
    )
    return tuple(found.all())


async def payments(session: AsyncSession, order_id: str) -> tuple[Payment, ...]:
    found = await session.scalars(
        select(Payment).where(Payment.order_id == order_id).order_by(Payment.id)
    )
    return tuple(found.all())


async def _steps(session: AsyncSession, order_id: str) -> tuple[Step, ...]:
    found = await session.execute(
        select(AuditEntry.action, AuditEntry.created_at, User.name, AuditEntry.after)
        .outerjoin(User, User.id == AuditEntry.actor)
        .where(AuditEntry.subject == order_id, AuditEntry.action.startswith("order."))
        .order_by(AuditEntry.id)
    )
    return tuple(Step(action, at, who, after or {}) for action, at, who, after in found.all())


async def waiting(session: AsyncSession, size: int = 8) -> list[Line]:
    """Those that wait for money, the oldest first."""
    found = await session.execute(
        select(Order, Contact)
        .join(Contact, Contact.id == Order.contact_id)
        .where(_WAITS)
        .order_by(Order.id)
        .limit(size)
    )
    return [Line(*row) for row in found.all()]


async def how_many_wait(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(Order).where(_WAITS)) or 0


async def listed(
    session: AsyncSession, *, waiting_only: bool, after: str | None = None, size: int = 50
) -> paging.Page[Line]:
    """A page of them, newest first."""
    wanted = select(Order, Contact).join(Contact, Contact.id == Order.contact_id)
    if waiting_only:
        wanted = wanted.where(_WAITS)
    if after:
        wanted = wanted.where(Order.id < str(paging.decode(after, 1)[0]))
    found = await session.execute(wanted.order_by(Order.id.desc()).limit(size + 1))
    lines = [Line(*row) for row in found.all()]
    cursor = paging.encode(lines[size - 1].order.id) if len(lines) > size else None
    return paging.page_of(lines, size, cursor)


async def payment_of(session: AsyncSession, method: str, reference: str) -> Payment | None:
    """The one payment of that name."""
    return await session.scalar(
        select(Payment).where(Payment.provider == method, Payment.reference == reference)
    )


async def pay(
    session: AsyncSession, order: Order, now: datetime, method: str, reference: str
) -> None:
    """The whole sum came in."""
    order.status, order.paid_at = "paid", now
    session.add(
        Payment(
            order_id=order.id,
            provider=method,
            reference=reference,
            amount_minor=order.total_minor,
            currency=order.currency,
            paid_at=now,
        )
    )


async def forget_payments(session: AsyncSession, order_id: str) -> dict[str, Any]:
    """Takes them out of the books; what the last of them was, for the log."""
    found = await payments(session, order_id)
    await session.execute(delete(Payment).where(Payment.order_id == order_id))
    return {"method": found[-1].provider, "reference": found[-1].reference} if found else {}
