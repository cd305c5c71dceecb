"""Orders nobody paid for give their goods back, so that the stock told to others stays true."""

from datetime import timedelta

import structlog
from sqlalchemy import select, update

from cauce.engine.house import House
from cauce.store.models import Order, OrderItem, Product
from cauce.store.queries.live import tell

_log = structlog.get_logger()

# Two days are enough for a bank transfer to arrive; longer keeps others from buying.
KEPT = timedelta(hours=48)
_AT_ONCE = 200


async def release(house: House) -> int:
    """Cancels orders that were not paid in time and puts their goods back; how many."""
    now = house.clock.now()
    async with house.store.writing() as session:
        found = await session.scalars(
            select(Order)
            .where(
                Order.status == "awaiting_payment",
                Order.source != "demo",
                Order.placed_at < now - KEPT,
            )
            .order_by(Order.id)
            .limit(_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        orders = found.all()
        for order in orders:
            order.status = "cancelled"
            order.cancelled_at = now
            items = await session.scalars(select(OrderItem).where(OrderItem.order_id == order.id))
            for item in items:
                await session.execute(
                    update(Product)
                    .where(Product.id == item.product_id, Product.stock.is_not(None))
                    .values(stock=Product.stock + item.quantity, updated_at=now)
                )
            await tell(session, "order.cancelled", order=order.id)
            _log.info("order.released", order=order.id)
    return len(orders)
