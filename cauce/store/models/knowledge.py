"""What the business told us: its profile, catalogue, questions, policies, and imports of them."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column

from cauce.store.models.base import Base, JsonObject, Row, may_refer_to, one_of


class Business(Row, Base):
    """The one business of this installation. `knowledge_version` grows with every change."""

    __tablename__ = "business"
    prefix = "biz"

    name: Mapped[str]
    language: Mapped[str]
    currency: Mapped[str]
    country: Mapped[str]
    time_zone: Mapped[str]
    profile: Mapped[JsonObject]
    knowledge_version: Mapped[int] = mapped_column(server_default="1")
    is_demo: Mapped[bool] = mapped_column(server_default=text("false"))


class Product(Row, Base):
    """Something sold. `stock` NULL is a service; `entry` is the whole row of the business file."""

    __tablename__ = "products"
    prefix = "prod"
    __table_args__ = (Index("ix_products_category", "category"),)

    sku: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    category: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    features: Mapped[list[str]] = mapped_column(server_default="{}")
    price_minor: Mapped[int]
    currency: Mapped[str]
    stock: Mapped[int | None]
    low_stock_level: Mapped[int] = mapped_column(server_default="0")
    images: Mapped[list[str]] = mapped_column(server_default="{}")
    brand_colours: Mapped[list[str]] = mapped_column(server_default="{}")
    link: Mapped[str | None]
    entry: Mapped[JsonObject] = mapped_column(server_default="{}")
    archived_at: Mapped[datetime | None]


class FaqRow(Row, Base):
    __tablename__ = "faqs"
    prefix = "faq"

    question: Mapped[str]
    answer: Mapped[str]
    language: Mapped[str]
    topic: Mapped[str] = mapped_column(server_default="other")
    entry: Mapped[JsonObject] = mapped_column(server_default="{}")
    archived_at: Mapped[datetime | None]


class PolicyRow(Row, Base):
    __tablename__ = "policies"
    prefix = "poli"

    kind: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    entry: Mapped[JsonObject] = mapped_column(server_default="{}")
    archived_at: Mapped[datetime | None]


class UnansweredQuestion(Row, Base):
    """A question nobody had told us the answer to; `asked` counts how often it came."""

    __tablename__ = "unanswered_questions"
    prefix = "unan"
    __table_args__ = (one_of("status", ("open", "answered", "dismissed")),)

    question: Mapped[str]
    language: Mapped[str]
    fingerprint: Mapped[str] = mapped_column(unique=True)
    asked: Mapped[int] = mapped_column(server_default="1")
    last_asked_at: Mapped[datetime]
    conversation_id: Mapped[str | None] = may_refer_to("conversations")
    status: Mapped[str] = mapped_column(server_default="open")
    faq_id: Mapped[str | None] = may_refer_to("faqs")


class Import(Row, Base):
    """One import of a file: what it changed, and all that is needed to undo it."""

    __tablename__ = "imports"
    prefix = "imp"
    __table_args__ = (one_of("status", ("done", "undone")),)

    file_name: Mapped[str]
    kind: Mapped[str]
    rows: Mapped[int]
    created: Mapped[int]
    updated: Mapped[int]
    unchanged: Mapped[int]
    before: Mapped[JsonObject]
    status: Mapped[str] = mapped_column(server_default="done")
    made_by: Mapped[str | None] = may_refer_to("users")
    undone_at: Mapped[datetime | None]


class DiscountCode(Row, Base):
    """A code that is honoured at checkout: single use unless `uses_left` is NULL."""

    __tablename__ = "discount_codes"
    prefix = "disc"

    code: Mapped[str] = mapped_column(unique=True)
    percent: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    contact_id: Mapped[str | None] = may_refer_to("contacts")
    cart_id: Mapped[str | None] = may_refer_to("carts")
    expires_at: Mapped[datetime | None]
    uses_left: Mapped[int | None]
    used_at: Mapped[datetime | None]
