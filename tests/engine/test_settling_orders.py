"""An order is marked paid or cancelled by people and programs, once, and that can be undone."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from cauce.core.clock import FixedClock
from cauce.engine import orders, unpaid
from cauce.engine.house import House
from cauce.errors import BadInput, Conflict, NotFound
from cauce.policy.paying import KEPT, UNDONE_WITHIN
from cauce.store.models import (
    Alert,
    AuditEntry,
    Order,
    OrderItem,
    Payment,
    Product,
    User,
    WebhookDelivery,
)
from tests.engine.test_orders import SKU
from tests.engine.test_unpaid import listening, ordering, stock, the_order
from tests.houses import ScriptedMind, rows, talk

OTHER = "LAP-LEN-E14"


@pytest.fixture
async def order(house: House, mind: ScriptedMind) -> Order:
    mind.drafts = ordering(2, None)
    conversation, _ = await talk(house)
    return await the_order(house, conversation)


async def again(house: House, order: Order) -> Order:
    [row] = await rows(house.store, Order, Order.id == order.id)
    assert isinstance(row, Order)
    return row


async def announced(house: House) -> list[str]:
    return [one.event for one in await rows(house.store, WebhookDelivery)]


async def test_a_payment_is_written_down_with_who_said_so_and_told(
    house: House, order: Order, agent: User, clock: FixedClock
) -> None:
    await listening(house)
    await orders.mark_paid(
        house, agent.id, order.id, method=" bank_transfer ", reference=" 0048213377 "
    )
    paid = await again(house, order)
    assert (paid.status, paid.paid_at) == ("paid", clock.at)
    [payment] = await rows(house.store, Payment)
    assert (payment.provider, payment.reference) == ("bank_transfer", "0048213377")
    assert (payment.order_id, payment.amount_minor) == (order.id, order.total_minor)
    [noted] = await rows(house.store, AuditEntry, AuditEntry.subject == order.id)
    assert (noted.actor, noted.action) == (agent.id, "order.paid")
    assert noted.after == {"status": "paid", "method": "bank_transfer", "reference": "0048213377"}
    [told] = await rows(house.store, WebhookDelivery)
    assert told.event == "order.paid"
    assert told.payload["data"]["contact_id"] == order.contact_id
    assert told.payload["data"]["reference"] == "0048213377"


async def test_the_same_payment_again_changes_nothing_and_another_is_refused(
    house: House, order: Order
) -> None:
    await listening(house)
    for _ in range(2):
        await orders.mark_paid(house, None, order.id, method="cash")
    with pytest.raises(Conflict):
        await orders.mark_paid(house, None, order.id, method="card")
    assert len(await rows(house.store, Payment)) == 1
    assert await announced(house) == ["order.paid"]


async def test_two_who_mark_it_at_the_same_moment_write_one_payment(
    house: House, order: Order
) -> None:
    ended = await asyncio.gather(
        *(orders.mark_paid(house, None, order.id, method=one) for one in ("cash", "card")),
        return_exceptions=True,
    )
    assert [type(one) for one in ended].count(Conflict) == 1
    assert len(await rows(house.store, Payment)) == 1


async def test_one_transfer_does_not_pay_two_orders(
    house: House, order: Order, mind: ScriptedMind
) -> None:
    conversation, _ = await talk(house, external_id="visitor_2")
    other = await the_order(house, conversation)
    await orders.mark_paid(house, None, order.id, method="ach", reference="77")
    with pytest.raises(Conflict):
        await orders.mark_paid(house, None, other.id, method="ach", reference="77")
    assert (await again(house, other)).status == "awaiting_payment"


async def test_cancelling_gives_the_goods_back_once_and_is_told(
    house: House, order: Order, agent: User
) -> None:
    await listening(house)
    left = await stock(house)
    for _ in range(2):
        await orders.cancel(house, agent.id, order.id)
    assert await stock(house) == left + 2
    assert (await again(house, order)).status == "cancelled"
    [told] = await rows(house.store, WebhookDelivery)
    assert (told.event, told.payload["data"]["reason"]) == ("order.cancelled", "cancelled")
    with pytest.raises(Conflict):
        await orders.mark_paid(house, None, order.id, method="cash")


@pytest.mark.parametrize("status", ["preparing", "shipped", "delivered"])
async def test_what_is_on_its_way_cannot_be_cancelled_paid_or_undone(
    house: House, order: Order, status: str
) -> None:
    async with house.store.writing() as session:
        await session.execute(update(Order).values(status=status))
    left = await stock(house)
    with pytest.raises(Conflict):
        await orders.cancel(house, None, order.id)
    with pytest.raises(Conflict):
        await orders.mark_paid(house, None, order.id, method="cash")
    with pytest.raises(Conflict):
        await orders.undo(house, None, order.id)
    assert ((await again(house, order)).status, await stock(house)) == (status, left)


async def test_a_payment_that_was_none_is_taken_out_of_the_books_and_may_come_later(
    house: House, order: Order, agent: User
) -> None:
    await listening(house)
    await orders.mark_paid(house, agent.id, order.id, method="ach", reference="77")
    await orders.undo(house, agent.id, order.id)
    back = await again(house, order)
    assert (back.status, back.paid_at, await rows(house.store, Payment)) == (
        "awaiting_payment",
        None,
        [],
    )
    noted = (await rows(house.store, AuditEntry, AuditEntry.subject == order.id))[-1]
    assert (noted.action, noted.before) == ("order.reopened", {"status": "paid"})
    assert noted.after == {"status": "awaiting_payment", "method": "ach", "reference": "77"}
    await orders.mark_paid(house, agent.id, order.id, method="ach", reference="77")
    assert await announced(house) == ["order.paid", "order.reopened", "order.paid"]


async def test_a_cancelled_order_is_taken_up_again_as_it_was(house: House, order: Order) -> None:
    left = await stock(house)
    await orders.mark_paid(house, None, order.id, method="cash")
    await orders.cancel(house, None, order.id)
    await orders.undo(house, None, order.id)
    back = await again(house, order)
    assert (back.status, back.cancelled_at, await stock(house)) == ("paid", None, left)


async def test_goods_that_were_sold_meanwhile_cannot_be_had_back(
    house: House, order: Order
) -> None:
    await orders.cancel(house, None, order.id)
    async with house.store.writing() as session:
        await session.execute(update(Product).where(Product.sku == SKU).values(stock=1))
    with pytest.raises(Conflict, match="1 of"):
        await orders.undo(house, None, order.id)
    assert ((await again(house, order)).status, await stock(house)) == ("cancelled", 1)


async def test_after_a_week_nothing_is_undone(
    house: House, order: Order, clock: FixedClock
) -> None:
    await orders.cancel(house, None, order.id)
    clock.at += UNDONE_WITHIN + timedelta(seconds=1)
    with pytest.raises(Conflict):
        await orders.undo(house, None, order.id)
    assert (await again(house, order)).status == "cancelled"


async def test_an_order_a_person_took_up_again_is_not_given_up_a_second_time(
    house: House, mind: ScriptedMind, clock: FixedClock
) -> None:
    mind.drafts = ordering(1, "yappy")
    conversation, _ = await talk(house)
    clock.at += KEPT + timedelta(minutes=1)
    assert await unpaid.release(house) == 1
    order = await the_order(house, conversation)
    await orders.undo(house, None, order.id)
    clock.at += KEPT * 2
    assert await unpaid.release(house) == 0
    assert (await again(house, order)).status == "awaiting_payment"
    [alert] = await rows(house.store, Alert, Alert.type == "order_released")
    assert alert.status == "resolved"


async def test_an_order_nobody_knows_and_a_payment_without_a_way_are_refused(
    house: House, order: Order
) -> None:
    for act in (orders.cancel, orders.undo):
        with pytest.raises(NotFound):
            await act(house, None, "ord_unknown")
    with pytest.raises(BadInput):
        await orders.mark_paid(house, None, order.id, method=" ")
    with pytest.raises(BadInput):
        await orders.mark_paid(house, None, order.id, method="x", reference="7" * 101)


async def test_two_orders_of_the_same_goods_cancelled_at_once_do_not_wait_for_each_other(
    house: House, order: Order, mind: ScriptedMind
) -> None:
    conversation, _ = await talk(house, external_id="visitor_2")
    other = await the_order(house, conversation)
    [first, second] = await rows(house.store, Product, Product.sku.in_((SKU, OTHER)))
    before = {first.sku: first.stock, second.sku: second.stock}
    async with house.store.writing() as session:
        # The same two products, in the other order, and one of them twice.
        for at, one in enumerate((order, other)):
            await session.execute(delete(OrderItem).where(OrderItem.order_id == one.id))
            for product in (first, second, second)[:: 1 if at else -1]:
                session.add(
                    OrderItem(
                        order_id=one.id,
                        product_id=product.id,
                        sku=product.sku,
                        name=product.name,
                        quantity=1,
                        price_minor=1,
                    )
                )
    await asyncio.gather(*(orders.cancel(house, None, one.id) for one in (order, other)))
    after = {one.sku: one.stock for one in await rows(house.store, Product)}
    assert after[first.sku] == before[first.sku] + 2
    assert after[second.sku] == before[second.sku] + 4
