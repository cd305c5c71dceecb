"""Orders: what was bought, at what price, and where it is."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, select

from cauce.api.caller import SECURED, Looks
from cauce.api.listing import Cursor, Limit, Listed
from cauce.api.once import OnceRoute
from cauce.api.shapes import Amount
from cauce.api.words import Id, Word
from cauce.errors import NotFound
from cauce.store.models import Order, OrderItem
from cauce.store.queries.newest import newest

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
    """An order. Who pays is sent to `payment_link` while it waits for payment."""

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


class OrderDetail(OrderShown):
    """An order with its items."""

    items: list[ItemShown] = Field(default_factory=list)


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


@ROUTER.get("/{order_id}", summary="One order with its items")
async def one(caller: Looks, order_id: Id) -> OrderDetail:
    async with caller.house.store.reading() as session:
        row = await session.get(Order, order_id)
        if row is None:
            raise NotFound("There is no such order.")
        items = list(
            await session.scalars(
                select(OrderItem).where(OrderItem.order_id == order_id).order_by(OrderItem.id)
            )
        )
    order = OrderShown.of(row, caller.house.settings.address)
    shown_items = [
        ItemShown(
            product_id=item.product_id,
            sku=item.sku,
            name=item.name,
            quantity=item.quantity,
            price=Amount.of_minor(item.price_minor, row.currency),
        )
        for item in items
    ]
    return OrderDetail(**order.model_dump(), items=shown_items)
