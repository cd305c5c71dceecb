"""Programs settle orders: paid, cancelled, undone; a call that is repeated settles once."""

from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from cauce.engine.house import House
from cauce.store.models import AuditEntry, Contact, Order, OrderItem, Payment, Product
from tests.api.programs import client_for
from tests.api.test_people_nouns import ok

TOLD = {"method": "bank_transfer", "reference": "0048213377"}


@pytest.fixture
async def order(shop: House) -> str:
    """Two units of one product, taken out of stock, that nobody has paid yet."""
    async with shop.store.writing() as session:
        product = (await session.scalars(select(Product).where(Product.stock > 2))).first()
        assert product is not None
        contact = Contact(name="Luz", emails=[], phones=[])
        session.add(contact)
        await session.flush()
        row = Order(
            number="PA-T1",
            token="t1",
            contact_id=contact.id,
            source="webchat",
            status="awaiting_payment",
            subtotal_minor=2 * product.price_minor,
            total_minor=2 * product.price_minor,
            currency="USD",
            delivery="pickup",
            placed_at=shop.clock.now(),
        )
        session.add(row)
        await session.flush()
        item = {"sku": product.sku, "name": product.name, "price_minor": product.price_minor}
        session.add(OrderItem(order_id=row.id, product_id=product.id, quantity=2, **item))
    return row.id


async def stock(shop: House, answer: dict[str, Any]) -> int:
    async with shop.store.reading() as session:
        left = await session.scalar(
            select(Product.stock).where(Product.sku == answer["items"][0]["sku"])
        )
    return left or 0


async def test_a_payment_is_told_once_and_shown(
    shop: House, admin: httpx.AsyncClient, order: str
) -> None:
    waiting = await ok(await admin.get(f"/orders/{order}"))
    assert (waiting["payments"], waiting["pay_by"]) == ([], None)
    for _ in range(2):
        paid = await ok(await admin.post(f"/orders/{order}/mark-paid", json=TOLD))
        assert (paid["status"], paid["payment_link"]) == ("paid", None)
        (payment,) = paid["payments"]
        assert (payment["method"], payment["reference"]) == tuple(TOLD.values())
        assert payment["amount"] == paid["total"]
    async with shop.store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Payment)) == 1
        [noted] = await session.scalars(select(AuditEntry).where(AuditEntry.subject == order))
    assert (noted.actor, noted.action) == ("user_owner", "order.paid")


async def test_an_idempotency_key_gets_the_first_answer_again(
    admin: httpx.AsyncClient, order: str
) -> None:
    key = {"Idempotency-Key": "gateway-77"}
    first = await admin.post(f"/orders/{order}/mark-paid", json=TOLD, headers=key)
    await ok(await admin.post(f"/orders/{order}/undo"))
    again = await admin.post(f"/orders/{order}/mark-paid", json=TOLD, headers=key)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json() == first.json()
    assert (await ok(await admin.get(f"/orders/{order}")))["status"] == "awaiting_payment"


async def test_cancelling_gives_the_goods_back_and_undoing_takes_them_again(
    shop: House, admin: httpx.AsyncClient, order: str
) -> None:
    left = await stock(shop, await ok(await admin.get(f"/orders/{order}")))
    for _ in range(2):
        gone = await ok(await admin.post(f"/orders/{order}/cancel"))
        assert (gone["status"], await stock(shop, gone)) == ("cancelled", left + 2)
    back = await ok(await admin.post(f"/orders/{order}/undo"))
    assert (back["status"], back["cancelled_at"]) == ("awaiting_payment", None)
    assert await stock(shop, back) == left


async def test_what_cannot_be_is_a_problem_document_that_says_why(
    admin: httpx.AsyncClient, order: str
) -> None:
    none = await admin.post(f"/orders/{order}/undo")
    assert (none.status_code, none.headers["content-type"]) == (409, "application/problem+json")
    assert none.json()["detail"] == "There is nothing to undo."
    await ok(await admin.post(f"/orders/{order}/cancel"))
    assert (await admin.post(f"/orders/{order}/mark-paid", json=TOLD)).status_code == 409
    unknown = await admin.post("/orders/ord_unknown/cancel")
    assert unknown.status_code == 404
    for bad in ({}, {"method": ""}, {"method": "x" * 101}, TOLD | {"amount": "1.00"}):
        assert (await admin.post(f"/orders/{order}/mark-paid", json=bad)).status_code == 422, bad


async def test_a_key_that_may_only_look_settles_nothing(
    shop: House, reader: httpx.AsyncClient, order: str
) -> None:
    for step in ("mark-paid", "cancel", "undo"):
        answer = await reader.post(f"/orders/{order}/{step}", json=TOLD)
        assert answer.status_code == 403, step
    async with await client_for(shop, "write") as writer:
        await ok(await writer.post(f"/orders/{order}/mark-paid", json=TOLD))
