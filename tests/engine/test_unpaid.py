"""What nobody paid for online can be bought by others again; everything else waits for a person."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from cauce.core.clock import FixedClock
from cauce.core.dialogue import Brief, Draft
from cauce.engine import orders, unpaid
from cauce.engine.house import House
from cauce.policy.paying import KEPT
from cauce.store.models import Alert, AuditEntry, Order, Product, Webhook, WebhookDelivery
from tests.engine.test_orders import PLACED, SKU, order_of
from tests.houses import ScriptedMind, rows, says, talk

MINUTE = timedelta(minutes=1)


def ordering(quantity: int = 1, payment: str | None = "yappy") -> Callable[[Brief], Draft]:
    """Places an order that is to be paid so."""

    def draft(brief: Brief) -> Draft:
        order = replace(order_of(brief, quantity), payment=payment)
        return says(PLACED, brief, order=order, reserved=brief.reserved)

    return draft


async def stock(house: House) -> int:
    [product] = await rows(house.store, Product, Product.sku == SKU)
    left: int = product.stock
    return left


async def the_order(house: House, conversation: str) -> Order:
    [order] = await rows(house.store, Order, Order.conversation_id == conversation)
    assert isinstance(order, Order)
    return order


async def listening(house: House) -> None:
    async with house.store.writing() as session:
        session.add(Webhook(url="https://n8n.example/x", events=["*"], secret="x", active=True))


async def test_an_order_nobody_paid_in_time_is_cancelled_and_its_goods_go_back_once(
    house: House, mind: ScriptedMind, clock: FixedClock
) -> None:
    before = await stock(house)
    mind.drafts = ordering(2)
    conversation, _ = await talk(house)
    assert await stock(house) == before - 2
    clock.at += KEPT - MINUTE
    assert await unpaid.release(house) == 0
    clock.at += 2 * MINUTE
    assert await unpaid.release(house) == 1
    assert await unpaid.release(house) == 0
    assert await stock(house) == before
    order = await the_order(house, conversation)
    assert (order.status, order.cancelled_at) == ("cancelled", clock.at)


async def test_the_team_and_other_programs_are_told_of_an_order_that_is_given_up(
    house: House, mind: ScriptedMind, clock: FixedClock
) -> None:
    mind.drafts = ordering()
    conversation, _ = await talk(house)
    await listening(house)
    clock.at += KEPT + MINUTE
    await unpaid.release(house)
    order = await the_order(house, conversation)
    [alert] = await rows(house.store, Alert, Alert.type == "order_released")
    assert alert.conversation_id == conversation
    assert alert.data == {"order_id": order.id, "number": order.number}
    told = {one.event: one.payload["data"] for one in await rows(house.store, WebhookDelivery)}
    assert told.keys() == {"order.cancelled", "alert.raised"}
    assert told["order.cancelled"]["order_id"] == order.id
    assert told["order.cancelled"]["reason"] == "not_paid"
    [noted] = await rows(house.store, AuditEntry, AuditEntry.subject == order.id)
    assert (noted.actor, noted.action) == ("cauce", "order.cancelled")
    assert noted.before == {"status": "awaiting_payment"}


@pytest.mark.parametrize("payment", ["bank_transfer", "cash", None])
async def test_an_order_that_may_be_paid_otherwise_is_never_given_up_by_itself(
    house: House, mind: ScriptedMind, clock: FixedClock, payment: str | None
) -> None:
    mind.drafts = ordering(1, payment)
    conversation, _ = await talk(house)
    left = await stock(house)
    clock.at += KEPT * 100
    assert await unpaid.release(house) == 0
    assert ((await the_order(house, conversation)).status, await stock(house)) == (
        "awaiting_payment",
        left,
    )


async def test_a_paid_order_keeps_its_goods(
    house: House, mind: ScriptedMind, clock: FixedClock
) -> None:
    mind.drafts = ordering()
    conversation, _ = await talk(house)
    order = await the_order(house, conversation)
    await orders.mark_paid(house, None, order.id, method="yappy")
    left = await stock(house)
    clock.at += KEPT * 2
    assert await unpaid.release(house) == 0
    assert await stock(house) == left


async def test_an_order_that_is_paid_while_it_is_being_given_up_stays_paid(
    house: House, mind: ScriptedMind, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    mind.drafts = ordering()
    conversation, _ = await talk(house)
    clock.at += KEPT + MINUTE
    holding = orders.held

    def paid_a_moment_before(house: House, order_id: str) -> object:
        monkeypatch.setattr(orders, "held", holding)
        return _after_payment(house, order_id)

    monkeypatch.setattr(orders, "held", paid_a_moment_before)
    assert await unpaid.release(house) == 0
    assert (await the_order(house, conversation)).status == "paid"


class _after_payment:  # noqa: N801 - stands for a function
    """Somebody pays between finding the order and holding it."""

    def __init__(self, house: House, order_id: str) -> None:
        self.house, self.order_id = house, order_id

    async def __aenter__(self) -> object:
        await orders.mark_paid(self.house, None, self.order_id, method="yappy")
        self.held = orders.held(self.house, self.order_id)
        return await self.held.__aenter__()

    async def __aexit__(self, *error: object) -> None:
        await self.held.__aexit__(None, None, None)


async def test_who_dies_between_the_goods_and_the_alert_leaves_nothing_half_done(
    house: House, mind: ScriptedMind, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    mind.drafts = ordering()
    conversation, _ = await talk(house)
    left = await stock(house)
    clock.at += KEPT + MINUTE

    async def killed(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        # The last line before the commit of _released.
        patch.setattr(unpaid, "raise_alert", killed)
        with pytest.raises(SystemExit):
            await unpaid.release(house)
    assert ((await the_order(house, conversation)).status, await stock(house)) == (
        "awaiting_payment",
        left,
    )
    assert await unpaid.release(house) == 1
    assert await stock(house) == left + 1
    assert len(await rows(house.store, Alert, Alert.type == "order_released")) == 1
