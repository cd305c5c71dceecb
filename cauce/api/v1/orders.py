"""Orders: what was bought, at what price, and where it is."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement

from cauce.api.caller import SECURED, Looks, Talks
from cauce.api.listing import Cursor, Limit, Listed
from cauce.api.once import OnceRoute
from cauce.api.shapes import Amount
from cauce.api.words import Id, Line, Told, Word
from cauce.engine import orders
from cauce.errors import NotFound
from cauce.store.models import Order
from cauce.store.queries.newest import newest
from cauce.store.queries.orders import Whole, whole

ROUTER = APIRouter(
    prefix="/api/v1/orders", tags=["orders"], route_class=OnceRoute, dependencies=SECURED
)
Status = Literal["awaiting_payment", "paid", "preparing", "shipped", "delivered", "cancelled"]


class ItemShown(BaseModel):
    """Some units of one product, at the price they were sold for."""

    product_id: str | None
    sku: str
    name: str
    quantity: int
    price: Amount


class OrderShown(BaseModel):
    """An order. Who pays is sent to `payment_link` while it waits for payment.

    Unpaid at `pay_by` it is cancelled by itself; null: it waits until somebody decides.
    """

    id: Annotated[str, Field(examples=["ord_01k9…"])]
    number: Annotated[str, Field(examples=["PA-1042"])]
    contact_id: str
    conversation_id: str | None
    source: str
    status: Status
    subtotal: Amount
    discount: Amount
    shipping: Amount
    total: Amount
    delivery: str
    city: str | None
    customer_name: str | None
    payment_method: str | None
    payment_link: str | None
    tracking: str | None
    eta_at: datetime | None
    placed_at: datetime
    pay_by: datetime | None
    paid_at: datetime | None
    cancelled_at: datetime | None

    @classmethod
    def of(cls, row: Order, address: str) -> "OrderShown":
        columns = {
            name: getattr(row, name)
            for name in OrderShown.model_fields
            if name not in (*_AMOUNTS, "payment_link")
        }
        amounts = {
            name: Amount.of_minor(getattr(row, f"{name}_minor"), row.currency) for name in _AMOUNTS
        }
        waits = row.status == "awaiting_payment"
        link = f"{address}/pay/{row.token}" if waits else None
        return cls.model_validate(columns | amounts | {"payment_link": link})


class PaymentShown(BaseModel):
    """Money that came in."""

    method: Annotated[str, Field(examples=["bank_transfer"])]
    reference: Annotated[str, Field(examples=["0048213377"])]
    amount: Amount
    paid_at: datetime


class OrderDetail(OrderShown):
    """An order with its items and what was paid for it."""

    items: list[ItemShown] = Field(default_factory=list)
    payments: list[PaymentShown] = Field(default_factory=list)


class PaymentTold(Told):
    """How the whole sum came in. The same method and reference pay once, for one order."""

    method: Annotated[
        Line,
        Field(
            max_length=orders.LONGEST,
            examples=["bank_transfer"],
            description="One of the business's ways to pay, or what you call yours.",
        ),
    ]
    reference: Annotated[
        Line | None,
        Field(
            max_length=orders.LONGEST,
            examples=["0048213377"],
            description="What the bank or the till calls it; without one, the order's number.",
        ),
    ] = None


_AMOUNTS = ("subtotal", "discount", "shipping", "total")


@ROUTER.get("", summary="List orders, newest first")
async def listed(
    caller: Looks,
    status: Annotated[Status | None, Query()] = None,
    contact_id: Annotated[Id | None, Query(description="Only this contact's.")] = None,
    number: Annotated[Word | None, Query(description="Only the one with this number.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Listed[OrderShown]:
    where: list[ColumnElement[bool]] = []
    if status is not None:
        where.append(Order.status == status)
    if contact_id is not None:
        where.append(Order.contact_id == contact_id)
    if number is not None:
        where.append(Order.number == number)
    async with caller.house.store.reading() as session:
        page = await newest(session, Order, *where, after=cursor, size=limit)
    address = caller.house.settings.address
    return Listed(items=[OrderShown.of(row, address) for row in page.items], next=page.after)


@ROUTER.get("/{order_id}", summary="One order with its items and payments")
async def one(caller: Looks, order_id: Id) -> OrderDetail:
    async with caller.house.store.reading() as session:
        found = await whole(session, order_id)
    if found is None:
        raise NotFound("There is no such order.")
    return _detail(found, caller.house.settings.address)


@ROUTER.post("/{order_id}/mark-paid", summary="Its money came in")
async def marked_paid(caller: Talks, order_id: Id, told: PaymentTold) -> OrderDetail:
    """The same payment again changes nothing; 409 for an order that does not wait for payment."""
    await orders.mark_paid(
        caller.house, caller.actor, order_id, method=told.method, reference=told.reference or ""
    )
    return await one(caller, order_id)


@ROUTER.post("/{order_id}/cancel", summary="Cancel it and put its goods back")
async def cancelled(caller: Talks, order_id: Id) -> OrderDetail:
    """Doing it twice changes nothing; 409 once it is being prepared."""
    await orders.cancel(caller.house, caller.actor, order_id)
    return await one(caller, order_id)


@ROUTER.post("/{order_id}/undo", summary="Take its payment or its cancelling back")
async def undone(caller: Talks, order_id: Id) -> OrderDetail:
    """Within 7 days. 409 when there is nothing to take back, or its goods were sold meanwhile."""
    await orders.undo(caller.house, caller.actor, order_id)
    return await one(caller, order_id)


def _detail(found: Whole, address: str) -> OrderDetail:
    row = found.order
    shown = OrderShown.of(row, address).model_dump()
    items = [
        ItemShown(
            product_id=item.product_id,
            sku=item.sku,
            name=item.name,
            quantity=item.quantity,
            price=Amount.of_minor(item.price_minor, row.currency),
        )
        for item in found.items
    ]
    payments = [
        PaymentShown(
            method=one.provider,
            reference=one.reference,
            amount=Amount.of_minor(one.amount_minor, one.currency),
            paid_at=one.paid_at,
        )
        for one in found.payments
    ]
    return OrderDetail(**shown, items=items, payments=payments)
