"""The language models that may be asked, and every request that was paid for."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column

from cauce.store.models.base import Base, Row, may_refer_to, one_of


class LanguageModel(Row, Base):
    """One link of the chain; the smallest `place` is asked first. `key` is sealed.

    Prices are in US dollars for a million tokens. `problem` says why it did not answer when it
    was last tried, and `tried_milliseconds` how long the answer took.
    """

    __tablename__ = "language_models"
    prefix = "lm"
    __table_args__ = (
        one_of("vendor", ("openai", "openai_responses", "anthropic", "google", "compatible")),
    )

    name: Mapped[str] = mapped_column(unique=True)
    vendor: Mapped[str]
    model: Mapped[str]
    key: Mapped[str | None]
    base_url: Mapped[str | None]
    place: Mapped[int]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    seconds: Mapped[float]
    attempts: Mapped[int]
    price_in: Mapped[Decimal] = mapped_column(Numeric(12, 6))
    price_out: Mapped[Decimal] = mapped_column(Numeric(12, 6))
    most_tokens: Mapped[int]
    thinking: Mapped[str | None]
    masks: Mapped[list[str]]
    tried_at: Mapped[datetime | None]
    tried_milliseconds: Mapped[float | None]
    problem: Mapped[str | None]


class ModelRequest(Row, Base):
    """A request that was paid for, whatever came of the answer. `cost` is in US dollars."""

    __tablename__ = "model_requests"
    prefix = "ask"
    __table_args__ = (
        one_of("task", ("read", "draft", "try")),
        Index("ix_model_requests_spent", "created_at", postgresql_include=["cost"]),
    )

    model: Mapped[str]
    task: Mapped[str]
    conversation_id: Mapped[str | None] = may_refer_to("conversations", index=True)
    tokens_in: Mapped[int]
    tokens_out: Mapped[int]
    cost: Mapped[Decimal] = mapped_column(Numeric(12, 6))
