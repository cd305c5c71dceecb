"""Invented customers and orders, so that there is something to talk about in a demonstration."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.dialogue import OrderLine
from cauce.core.pricing import Pricing, price_order
from cauce.knowledge.business_file import BusinessFile
from cauce.knowledge.business_people import DemoCustomer, DemoData, DemoOrder
from cauce.knowledge.catalogue_rows import columns_of
from cauce.knowledge.changes import Stamps, known_rows
from cauce.knowledge.snapshot import profile_of
from cauce.knowledge.stored_entries import product_of
from cauce.store.models import Contact, ContactIdentity, Order, OrderItem

SOURCE = "demo"


async def load_customers(session: AsyncSession, demo: DemoData) -> dict[str, Contact]:
    """Contacts by e-mail, each with the WhatsApp identity of their phone."""
    contacts = {}
    for customer in demo.customers:
        contacts[customer.email] = await _contact(session, customer)
    return contacts


async def _contact(session: AsyncSession, customer: DemoCustomer) -> Contact:
    known = await session.scalar(
        select(Contact).where(Contact.emails.contains([customer.email])).limit(1)
    )
    contact = known or Contact(emails=[customer.email])
    contact.name = customer.name
    contact.phones = [customer.phone] if customer.phone else []
    contact.city = customer.city
    contact.language = customer.language
    session.add(contact)
    await session.flush()
    if customer.phone:
        await _whatsapp(session, contact, customer.phone)
    return contact


async def _whatsapp(session: AsyncSession, contact: Contact, phone: str) -> None:
    # WhatsApp names people by their number without the plus sign.
    external_id = phone.removeprefix("+")
    known = await session.scalar(
        select(ContactIdentity.id).where(
            ContactIdentity.channel == "whatsapp", ContactIdentity.external_id == external_id
        )
    )
    if known is None:
        session.add(
            ContactIdentity(
                contact_id=contact.id,
                channel="whatsapp",
                external_id=external_id,
                display_name=contact.name,
                phone=phone,
            )
        )
        await session.flush()


async def load_orders(
    stamps: Stamps,
    session: AsyncSession,
    file: BusinessFile,
    demo: DemoData,
    contacts: Mapping[str, Contact],
) -> None:
    """Orders that are not there yet, at the prices of the file; days are counted from now."""
    now = stamps.clock.now()
    numbers = [order.number for order in demo.orders]
    known = set(await session.scalars(select(Order.number).where(Order.number.in_(numbers))))
    wanted = [columns_of(entry, file.profile.currency) for entry in file.products]
    rows = await known_rows(session, "products", wanted)
    products = {row["sku"]: product_of(row) for row in rows.values()}
    profile = profile_of(file.profile)
    for entry in demo.orders:
        if entry.number in known:
            continue
        contact = contacts[entry.customer_email]
        pricing = price_order(
            [OrderLine(item.sku, item.quantity) for item in entry.items],
            products,
            profile,
            delivery="ship" if entry.delivery else "pickup",
            city=entry.delivery.city if entry.delivery else None,
            day=(now - timedelta(days=entry.placed_days_ago)).date(),
        )
        order = _order(stamps, entry, contact, pricing, now)
        session.add(order)
        await session.flush()
        session.add_all(_items(order, pricing))
        if entry.status != "cancelled":
            contact.lifecycle = "customer"
    await session.flush()


def _order(
    stamps: Stamps, entry: DemoOrder, contact: Contact, pricing: Pricing, now: datetime
) -> Order:
    placed = now - timedelta(days=entry.placed_days_ago)
    delivery = entry.delivery
    eta_days = delivery.eta_days if delivery else None
    cancelled = entry.status == "cancelled"
    return Order(
        number=entry.number,
        token=stamps.keys.token(),
        contact_id=contact.id,
        source=SOURCE,
        status=entry.status,
        subtotal_minor=pricing.goods.minor,
        discount_minor=pricing.discount.minor,
        shipping_minor=pricing.shipping.minor,
        total_minor=pricing.total.minor,
        currency=pricing.total.currency,
        delivery="ship" if delivery else "pickup",
        city=delivery.city if delivery else None,
        customer_name=contact.name,
        tracking=delivery.tracking if delivery else None,
        eta_at=now + timedelta(days=eta_days) if eta_days is not None else None,
        placed_at=placed,
        paid_at=None if cancelled else placed,
        cancelled_at=placed if cancelled else None,
    )


def _items(order: Order, pricing: Pricing) -> list[OrderItem]:
    return [
        OrderItem(
            order_id=order.id,
            product_id=line.product.id,
            sku=line.product.sku,
            name=line.product.name,
            quantity=line.quantity,
            price_minor=line.product.price.minor,
        )
        for line in pricing.lines
    ]
