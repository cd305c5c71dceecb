"""An order on the pages: found where the customer is, marked paid, cancelled, and undone."""

from datetime import timedelta

import pytest
from markupsafe import escape
from sqlalchemy import select

from cauce.store.models import Alert, AuditEntry, Order, OrderItem, Payment, Product, User
from tests.office import Office, form_token, visit


async def order_of(office: Office) -> Order:
    async with office.house.store.reading() as session:
        return await session.get_one(Order, office.order)


async def change(office: Office, **values: object) -> None:
    async with office.house.store.writing() as session:
        order = await session.get_one(Order, office.order)
        for name, value in values.items():
            setattr(order, name, value)


@pytest.mark.parametrize("page", ["/app", "/app/contacts/{contact}", "/app/inbox/{conversation}"])
async def test_an_order_is_reached_from_where_its_customer_is(office: Office, page: str) -> None:
    address = page.format(contact=office.contact, conversation=office.conversation)
    async with visit(office, "owner") as client:
        assert f'href="/app/orders/{office.order}"' in (await client.get(address)).text


async def test_who_marks_an_order_as_paid_is_written_down_with_the_reference(
    office: Office,
) -> None:
    here = f"/app/orders/{office.order}"
    async with visit(office, "agent") as client:
        token = await form_token(client)
        form = {"method": "bank_transfer", "reference": "0048213377"}
        paid = await client.post(f"{here}/paid", data=form, headers=token)
        assert paid.headers["Location"] == f"{here}?done=order_paid"
        page = (await client.get(here)).text
    assert "0048213377" in page
    assert "Ana agent" in page
    assert f"{here}/undo" in page
    assert f"{here}/paid" not in page
    async with office.house.store.reading() as session:
        agent = await session.scalar(select(User.id).where(User.email == "agent@tienda.example"))
        [payment] = await session.scalars(select(Payment))
        actor = await session.scalar(
            select(AuditEntry.actor).where(AuditEntry.subject == office.order)
        )
    assert (payment.provider, payment.reference, actor) == ("bank_transfer", "0048213377", agent)


async def test_a_payment_that_was_none_is_taken_back_on_the_page(office: Office) -> None:
    here = f"/app/orders/{office.order}"
    async with visit(office, "agent") as client:
        token = await form_token(client)
        await client.post(f"{here}/paid", data={"method": "cash"}, headers=token)
        assert (await client.post(f"{here}/undo", headers=token)).status_code == 303
        assert f"{here}/paid" in (await client.get(here)).text
        assert (await client.post(f"{here}/undo", headers=token)).status_code == 409
    assert (await order_of(office)).status == "awaiting_payment"


async def test_a_cancelled_order_leaves_today_and_comes_back_when_it_is_taken_up_again(
    office: Office,
) -> None:
    here = f"/app/orders/{office.order}"
    async with visit(office, "owner") as client:
        token = await form_token(client)
        assert (await client.post(f"{here}/cancel", headers=token)).status_code == 303
        assert f'href="{here}"' not in (await client.get("/app")).text
        assert f'href="{here}"' not in (await client.get("/app/orders")).text
        assert f'href="{here}"' in (await client.get("/app/orders?show=all")).text
        assert (await client.post(f"{here}/undo", headers=token)).status_code == 303
        assert f'href="{here}"' in (await client.get("/app")).text


async def test_goods_that_were_sold_meanwhile_are_named_in_the_readers_language(
    office: Office,
) -> None:
    async with office.house.store.writing() as session:
        product = (await session.scalars(select(Product).where(Product.stock > 0))).first()
        assert product is not None
        product.stock = 0
        session.add(
            OrderItem(
                order_id=office.order,
                product_id=product.id,
                sku=product.sku,
                name=product.name,
                quantity=1,
                price_minor=1,
            )
        )
    await change(office, status="cancelled", cancelled_at=office.house.clock.now())
    async with visit(office, "owner") as client:
        token = await form_token(client)
        answer = await client.post(f"/app/orders/{office.order}/undo", headers=token)
    assert answer.status_code == 409
    assert f"de {escape(product.name)} quedan 0." in answer.text


async def test_the_page_says_what_an_unpaid_order_waits_for(office: Office) -> None:
    here = f"/app/orders/{office.order}"
    until = office.house.clock.now() + timedelta(hours=48)
    async with visit(office, "owner") as client:
        assert "Espera hasta que alguien lo marque" in (await client.get(here)).text
        await change(office, pay_by=until)
        assert "Se paga en línea: si nadie lo paga antes del" in (await client.get(here)).text
        assert "se cancela el" in (await client.get("/app")).text


async def test_an_order_that_was_given_up_is_an_alert_that_leads_to_it(office: Office) -> None:
    async with office.house.store.writing() as session:
        session.add(
            Alert(
                type="order_released",
                severity="medium",
                message="Nobody paid this order online in time. Its goods are for sale again.",
                cause="order_released:x",
                data={"order_id": office.order, "number": "EI-1"},
                conversation_id=office.conversation,
            )
        )
    async with visit(office, "owner") as client:
        alerts = (await client.get("/app/alerts", headers={"HX-Request-Type": "partial"})).text
    assert f'<a href="/app/orders/{office.order}">Pedido sin pagar, cancelado: EI-1</a>' in alerts
    assert "Nadie pagó este pedido en línea a tiempo." in alerts


async def test_an_order_nobody_knows_is_not_found(office: Office) -> None:
    async with visit(office, "owner") as client:
        assert (await client.get("/app/orders/ord_unknown")).status_code == 404
