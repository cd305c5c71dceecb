"""What nobody paid for can be bought by others again."""

from datetime import timedelta

from cauce.core.clock import FixedClock
from cauce.engine import unpaid
from cauce.engine.house import House
from cauce.store.models import Order, Product
from tests.engine.test_orders import SKU, ordering
from tests.houses import ScriptedMind, rows, talk


async def stock(house: House) -> int | None:
    [product] = await rows(house.store, Product, Product.sku == SKU)
    left: int | None = product.stock
    return left


async def test_an_order_nobody_paid_in_time_is_cancelled_and_its_goods_go_back_once(
    house: House, mind: ScriptedMind, clock: FixedClock
) -> None:
    before = await stock(house)
    mind.drafts = ordering(2)
    conversation, _ = await talk(house)
    assert before is not None
    assert await stock(house) == before - 2
    clock.at += unpaid.KEPT - timedelta(minutes=1)
    assert await unpaid.release(house) == 0
    clock.at += timedelta(minutes=2)
    assert await unpaid.release(house) == 1
    assert await unpaid.release(house) == 0
    assert await stock(house) == before
    [order] = await rows(house.store, Order, Order.conversation_id == conversation)
    assert (order.status, order.cancelled_at) == ("cancelled", clock.at)


async def test_a_paid_order_keeps_its_goods(
    house: House, mind: ScriptedMind, clock: FixedClock
) -> None:
    mind.drafts = ordering(1)
    conversation, _ = await talk(house)
    async with house.store.writing() as session:
        [order] = await rows(house.store, Order, Order.conversation_id == conversation)
        (await session.get_one(Order, order.id)).status = "paid"
    left = await stock(house)
    clock.at += unpaid.KEPT * 2
    assert await unpaid.release(house) == 0
    assert await stock(house) == left
