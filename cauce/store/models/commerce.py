"""Selling and collecting: carts, orders, invoices, payments."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Index, Numeric, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cauce.store.models.base import Base, JsonObject, Row, may_refer_to, one_of, refers_to


class Cart(Row, Base):
    """Things somebody put aside and did not buy yet; `items` are {sku, quantity, price_minor}."""

    __tablename__ = "carts"
    prefix = "cart"
    __table_args__ = (
        one_of("status", ("pending", "recovered", "abandoned", "converted")),
        UniqueConstraint("source", "external_id"),
        Index("ix_carts_pending", "status", "last_activity_at"),
    )

    contact_id: Mapped[str] = refers_to("contacts")
    source: Mapped[str]
    external_id: Mapped[str]
    items: Mapped[list[JsonObject]]
    total_minor: Mapped[int]
    currency: Mapped[str]
    recovery_link: Mapped[str | None]
    status: Mapped[str] = mapped_column(server_default="pending")
    attempts: Mapped[int] = mapped_column(server_default="0")
    last_activity_at: Mapped[datetime]
    recovered_at: Mapped[datetime | None]
    recovery_channel: Mapped[str | None]


class Order(Row, Base):
    """A sale. Amounts in minor units of `currency`; `token` opens its payment page.

    Unpaid at `pay_by` it is given up by itself; without it, it waits until a person decides.
    """

    __tablename__ = "orders"
    prefix = "ord"
    __table_args__ = (
        one_of(
            "status",
            ("awaiting_payment", "paid", "preparing", "shipped", "delivered", "cancelled"),
        ),
        Index(
            "ix_orders_waiting",
            "pay_by",
            postgresql_where=text("status = 'awaiting_payment'"),
        ),
    )

    number: Mapped[str] = mapped_column(unique=True)
    token: Mapped[str] = mapped_column(unique=True)
    contact_id: Mapped[str] = refers_to("contacts")
    conversation_id: Mapped[str | None] = may_refer_to("conversations", index=True)
    source: Mapped[str]
    status: Mapped[str]
    subtotal_minor: Mapped[int]
    discount_minor: Mapped[int] = mapped_column(server_default="0")
    shipping_minor: Mapped[int] = mapped_column(server_default="0")
    total_minor: Mapped[int]
    currency: Mapped[str]
    delivery: Mapped[str]
    city: Mapped[str | None]
    address: Mapped[str | None]
    customer_name: Mapped[str | None]
    payment_method: Mapped[str | None]
    tracking: Mapped[str | None]
    eta_at: Mapped[datetime | None]
    placed_at: Mapped[datetime]
    pay_by: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]


class OrderItem(Row, Base):
    __tablename__ = "order_items"
    prefix = "item"

    order_id: Mapped[str] = refers_to("orders", cascade=True)
    product_id: Mapped[str | None] = may_refer_to("products")
    sku: Mapped[str]
    name: Mapped[str]
    quantity: Mapped[int]
    price_minor: Mapped[int]


class Invoice(Row, Base):
    """Money owed to the business; a promise holds reminders back until its date."""

    __tablename__ = "invoices"
    prefix = "inv"
    __table_args__ = (
        one_of("status", ("draft", "open", "paid", "void", "disputed")),
        Index("ix_invoices_open", "status", "due_at"),
    )

    contact_id: Mapped[str] = refers_to("contacts")
    number: Mapped[str] = mapped_column(unique=True)
    amount_minor: Mapped[int]
    paid_minor: Mapped[int] = mapped_column(server_default="0")
    currency: Mapped[str]
    due_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(server_default="open")
    promised_for: Mapped[datetime | None]
    payment_link: Mapped[str | None]


class Payment(Row, Base):
    """Money that came in, for an order or an invoice; once for each provider reference."""

    __tablename__ = "payments"
    prefix = "pay"
    __table_args__ = (UniqueConstraint("provider", "reference"),)

    invoice_id: Mapped[str | None] = may_refer_to("invoices", index=True)
    order_id: Mapped[str | None] = may_refer_to("orders", index=True)
    provider: Mapped[str]
    reference: Mapped[str]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    paid_at: Mapped[datetime]
    fee: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
