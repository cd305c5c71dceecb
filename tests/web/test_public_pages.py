"""The demo shop and the payment page, which need no login."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import select, text

from cauce.core.clock import FixedClock
from cauce.store.models import Contact, Order, OrderItem, Payment, Webhook, WebhookDelivery
from cauce.store.session import Store
from tests.public_app import app_of, house_of, open_demo_shop


@pytest.fixture
async def client(store: Store, clock: FixedClock) -> AsyncIterator[httpx.AsyncClient]:
    await open_demo_shop(store)
    transport = httpx.ASGITransport(app_of(house_of(store, clock)))
    async with httpx.AsyncClient(transport=transport, base_url="http://cauce") as open_client:
        yield open_client


@pytest.fixture
async def order(store: Store, clock: FixedClock, client: httpx.AsyncClient) -> str:
    """The payment page of an order that waits to be paid."""
    async with store.writing() as session:
        contact = Contact(name="Ana")
        session.add(contact)
        await session.flush()
        made = Order(
            number="PA-7",
            token="tok_12345678",
            contact_id=contact.id,
            source="webchat",
            status="awaiting_payment",
            subtotal_minor=104000,
            discount_minor=5200,
            shipping_minor=0,
            total_minor=98800,
            currency="USD",
            delivery="ship",
            city="David",
            customer_name="<b>Ana</b>",
            placed_at=clock.now(),
        )
        session.add(made)
        await session.flush()
        session.add(
            OrderItem(order_id=made.id, sku="A", name="Laptop", quantity=2, price_minor=52000)
        )
    return f"/pay/{made.token}"


def form_of(page: httpx.Response) -> dict[str, str]:
    found = re.search(r'name="form" value="([^"]+)"', page.text)
    assert found is not None
    return {"form": found.group(1)}


async def status(store: Store) -> str | None:
    async with store.reading() as session:
        return await session.scalar(select(Order.status))


async def test_the_shop_shows_products_of_the_database_and_the_chat(
    client: httpx.AsyncClient, store: Store
) -> None:
    async with store.writing() as session:
        await session.execute(
            text("UPDATE products SET price_minor = 77700, stock = 1 WHERE sku = 'LAP-HP-15'")
        )
    page = await client.get("/demo/shop")
    assert page.status_code == 200
    assert "$777" in page.text
    assert '<script src="/chat/widget.js" defer>' in page.text
    assert "'unsafe-inline'" not in page.headers["content-security-policy"]
    assert " style=" not in page.text
    english = await client.get("/demo/shop?lang=en")
    assert "Ask in the chat" in english.text


async def test_the_payment_page_shows_what_is_paid(client: httpx.AsyncClient, order: str) -> None:
    page = await client.get(order)
    assert page.status_code == 200
    for shown in ("PA-7", "2 × Laptop", "$1,040", "−$52", "Gratis", "$988", "David"):
        assert shown in page.text, shown
    assert "<b>Ana</b>" not in page.text


@pytest.mark.parametrize(
    ("language", "pays", "way"),
    [
        ("es", "Pagar $988", "Transferencia bancaria (ACH)"),
        ("en", "Pay $988", "Bank transfer"),
        ("pt", "Pagar $988", "Transferência bancária"),
    ],
)
async def test_the_payment_page_is_in_the_language_of_who_ordered(
    client: httpx.AsyncClient, store: Store, order: str, language: str, pays: str, way: str
) -> None:
    async with store.writing() as session:
        await session.execute(text(f"UPDATE contacts SET language = '{language}'"))
    page = (await client.get(order)).text
    assert f'<html lang="{language}">' in page
    assert pays in page
    assert way in page
    assert '<html lang="en">' in (await client.get(f"{order}?lang=en")).text


async def test_paying_twice_pays_once(client: httpx.AsyncClient, store: Store, order: str) -> None:
    form = form_of(await client.get(order))
    for _ in range(2):
        paid = await client.post(order, data=form)
        assert (paid.status_code, paid.headers["location"]) == (303, order)
    assert await status(store) == "paid"
    async with store.reading() as session:
        (payment,) = await session.scalars(select(Payment))
    assert (payment.amount_minor, payment.reference) == (98800, "PA-7")
    assert "Pago recibido" in (await client.get(order)).text


async def test_programs_that_asked_hear_once_that_an_order_was_paid(
    client: httpx.AsyncClient, store: Store, order: str
) -> None:
    async with store.writing() as session:
        session.add(Webhook(url="https://n8n.example/h", events=["order.paid"], secret="nonce"))
    form = form_of(await client.get(order))
    for _ in range(2):
        await client.post(order, data=form)
    async with store.reading() as session:
        (told,) = await session.scalars(select(WebhookDelivery))
    assert (told.event, told.payload["data"]["number"]) == ("order.paid", "PA-7")
    assert told.payload["data"]["total"] == "988.00"


async def test_a_form_that_is_not_ours_or_too_old_pays_nothing(
    client: httpx.AsyncClient, store: Store, order: str, clock: FixedClock
) -> None:
    good = form_of(await client.get(order))
    for wrong in ("", "1.2", good["form"] + "0", "9" * 20 + ".a", "ñ.ñ"):
        assert (await client.post(order, data={"form": wrong})).status_code == 422
    clock.at = clock.at.replace(day=11)
    assert (await client.post(order, data=good)).status_code == 422
    assert await status(store) == "awaiting_payment"


async def test_a_real_business_is_not_paid_by_a_button(
    client: httpx.AsyncClient, store: Store, order: str
) -> None:
    form = form_of(await client.get(order))
    async with store.writing() as session:
        await session.execute(text("UPDATE business SET is_demo = false"))
    assert "<form" not in (await client.get(order)).text
    await client.post(order, data=form)
    assert await status(store) == "awaiting_payment"


async def test_a_cancelled_order_cannot_be_paid(
    client: httpx.AsyncClient, store: Store, order: str
) -> None:
    form = form_of(await client.get(order))
    async with store.writing() as session:
        await session.execute(text("UPDATE orders SET status = 'cancelled'"))
    await client.post(order, data=form)
    assert await status(store) == "cancelled"
    assert "<form" not in (await client.get(order)).text


@pytest.mark.parametrize("token", ["nothing", "%00", "a" * 5000, "..%2f.."])
async def test_an_unknown_order_is_not_found(client: httpx.AsyncClient, token: str) -> None:
    assert (await client.get(f"/pay/{token}")).status_code == 404
