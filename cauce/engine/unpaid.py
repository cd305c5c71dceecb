"""Orders nobody paid online give their goods back, so that the stock told to others is true."""

import structlog
from sqlalchemy import select

from cauce.core.actions import RaiseAlert
from cauce.engine import orders
from cauce.engine.announcing import raise_alert
from cauce.engine.house import House
from cauce.policy import paying
from cauce.store.models import Order

_log = structlog.get_logger()

_AT_ONCE = 200


async def release(house: House) -> int:
    """Cancels orders that were not paid in time, each by itself; how many."""
    async with house.store.reading() as session:
        due = await session.scalars(
            select(Order.id)
            .where(Order.status == "awaiting_payment", Order.pay_by < house.clock.now())
            .order_by(Order.pay_by)
            .limit(_AT_ONCE)
        )
        found = due.all()
    return sum([await _released(house, order_id) for order_id in found])


async def _released(house: House, order_id: str) -> bool:
    """False when it was paid or cancelled a moment ago."""
    now = house.clock.now()
    async with orders.held(house, order_id) as (session, order):
        if not paying.is_due(order.status, order.pay_by, now):
            return False
        await orders.call_off(session, house, order, None, "not_paid")
        alert = RaiseAlert(
            type="order_released",
            severity="medium",
            message="Nobody paid this order online in time. Its goods are for sale again.",
            cause=orders.released_cause(order.id),
            data={"order_id": order.id, "number": order.number},
        )
        await raise_alert(session, house.keys, now, alert, order.conversation_id)
    _log.info("order.released", order=order_id)
    return True
