"""What people and programs do with an order: it is paid, it is cancelled, and that is undone."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.money import Money
from cauce.engine.announcing import announce_if_asked
from cauce.engine.house import House
from cauce.errors import BadInput, Conflict, NotFound
from cauce.knowledge.wording import Wording
from cauce.policy import paying
from cauce.store.models import Alert, Order, OrderItem, Product
from cauce.store.queries import orders as queries
from cauce.store.queries import turns
from cauce.store.queries.audit import note
from cauce.store.queries.live import tell

LONGEST = 100
Step = Literal["order.paid", "order.cancelled", "order.reopened"]


async def mark_paid(
    house: House, actor: str | None, order_id: str, *, method: str, reference: str = ""
) -> Order:
    """All of it came in, by `method`; `reference` is what the bank or the till calls it.

    The same payment again changes nothing. Raises NotFound, BadInput, and Conflict for an order
    that does not wait for payment, or a reference that was written down for another one.
    """
    method, reference = method.strip(), reference.strip()
    if not method:
        raise BadInput("Say how it was paid.", "method")
    if max(len(method), len(reference)) > LONGEST:
        raise BadInput("This text is too long.", "reference")
    async with held(house, order_id) as (session, order):
        reference = reference or order.number
        known = await queries.payment_of(session, method, reference)
        if known is not None and known.order_id == order.id and order.status == "paid":
            return order
        if known is not None:
            raise Conflict("A payment with this reference was written down already.")
        if not paying.can_be_paid(order.status):
            raise Conflict("This order does not wait for payment.")
        before = order.status
        await queries.pay(session, order, house.clock.now(), method, reference)
        paid = {"method": method, "reference": reference}
        await written(session, house, order, "order.paid", actor, before, **paid)
    return order


async def cancel(house: House, actor: str | None, order_id: str) -> Order:
    """Its goods can be bought by others again. Cancelled already, nothing changes.

    Raises NotFound, and Conflict once it is being packed.
    """
    async with held(house, order_id) as (session, order):
        if order.status == "cancelled":
            return order
        if not paying.can_be_cancelled(order.status):
            raise Conflict("This order is being prepared or has left: it cannot be cancelled.")
        await call_off(session, house, order, actor, "cancelled")
    return order


async def undo(house: House, actor: str | None, order_id: str) -> Order:
    """Takes its payment or its cancelling back; from then on it waits until a person decides.

    Raises NotFound, and Conflict when there is nothing to take back, it is too late, or the goods
    were sold to others meanwhile.
    """
    now = house.clock.now()
    async with held(house, order_id) as (session, order):
        before = order.status
        if before not in ("paid", "cancelled"):
            raise Conflict("There is nothing to undo.")
        if not paying.can_be_undone(before, order.paid_at, order.cancelled_at, now):
            raise Conflict("Too much time has passed to undo this.")
        taken: dict[str, Any] = {}
        if before == "paid":
            taken = await queries.forget_payments(session, order.id)
            order.status, order.paid_at = "awaiting_payment", None
        else:
            await _take_goods(session, order)
            order.status = "paid" if order.paid_at is not None else "awaiting_payment"
            order.cancelled_at = None
        order.pay_by = None
        await _settle_alert(session, house, order)
        await written(session, house, order, "order.reopened", actor, before, **taken)
    return order


def possible(order: Order, now: datetime) -> frozenset[str]:
    """Which of pay, cancel and undo may be done with it now."""
    may = {
        "pay": paying.can_be_paid(order.status),
        "cancel": paying.can_be_cancelled(order.status),
        "undo": paying.can_be_undone(order.status, order.paid_at, order.cancelled_at, now),
    }
    return frozenset(step for step, can in may.items() if can)


@asynccontextmanager
async def held(house: House, order_id: str) -> AsyncIterator[tuple[AsyncSession, Order]]:
    """The order, which nobody else can change; its conversation first, as everywhere."""
    async with house.store.writing() as session:
        order = await session.get(Order, order_id)
        if order is None:
            raise NotFound("There is no such order.")
        if order.conversation_id is not None:
            await turns.conversation(session, order.conversation_id)
        await session.refresh(order, with_for_update=True)
        yield session, order


async def call_off(
    session: AsyncSession, house: House, order: Order, actor: str | None, reason: str
) -> None:
    """Cancels an order that is held: its goods go back, and whoever listens hears `reason`."""
    before = order.status
    for product, quantity in await _goods(session, order):
        if product.stock is not None:
            product.stock += quantity
    order.status, order.cancelled_at = "cancelled", house.clock.now()
    await written(session, house, order, "order.cancelled", actor, before, reason=reason)


async def written(
    session: AsyncSession,
    house: House,
    order: Order,
    step: Step,
    actor: str | None,
    before: str,
    **more: Any,
) -> None:
    """Into the log, onto open pages, and to the programs that listen."""
    after = {"status": order.status, **more}
    note(session, actor, step, order.id, before={"status": before}, after=after)
    await tell(session, step, order=order.id, conversation=order.conversation_id)
    told = {
        "order_id": order.id,
        "number": order.number,
        "contact_id": order.contact_id,
        "conversation_id": order.conversation_id,
        "status": order.status,
        "total": str(Money.of_minor(order.total_minor, order.currency).amount),
        "currency": order.currency,
        **more,
    }
    await announce_if_asked(session, house.keys, house.clock.now(), step, told)


def released_cause(order_id: str) -> str:
    """What the alert of an order that was given up by itself is known by."""
    return f"order_released:{order_id}"


async def _goods(session: AsyncSession, order: Order) -> Iterable[tuple[Product, int]]:
    """The products of an order and how many of each, held in the one order everybody takes."""
    wanted: dict[str, int] = {}
    for item in await session.scalars(select(OrderItem).where(OrderItem.order_id == order.id)):
        if item.product_id is not None:
            wanted[item.product_id] = wanted.get(item.product_id, 0) + item.quantity
    products = await session.scalars(
        select(Product)
        .where(Product.id.in_(wanted))
        .order_by(Product.sku)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return [(product, wanted[product.id]) for product in products]


async def _take_goods(session: AsyncSession, order: Order) -> None:
    for product, quantity in await _goods(session, order):
        if product.stock is None:
            continue
        if product.stock < quantity:
            told = "The goods were sold meanwhile: {left} of {name} are left."
            raise Conflict(Wording(told, left=product.stock, name=product.name))
        product.stock -= quantity


async def _settle_alert(session: AsyncSession, house: House, order: Order) -> None:
    now = house.clock.now()
    settled = await session.scalar(
        update(Alert)
        .where(Alert.cause == released_cause(order.id), Alert.status != "resolved")
        .values(status="resolved", resolved_at=now, updated_at=now)
        .returning(Alert.id)
    )
    if settled is not None:
        await tell(session, "alert.changed", alert=settled)
