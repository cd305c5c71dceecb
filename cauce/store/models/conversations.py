"""What was said: raw payloads, conversations, messages, and the cases people work on."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Index, Numeric, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cauce.store.models.base import Base, JsonObject, Row, may_refer_to, one_of, refers_to


class RawMessage(Row, Base):
    """A payload exactly as it came, before anyone read it. `body` keeps every byte."""

    __tablename__ = "raw_messages"
    prefix = "raw"
    __table_args__ = (
        Index(
            "ix_raw_messages_unreadable",
            "received_at",
            postgresql_where=text("processing_error IS NOT NULL"),
        ),
    )

    channel: Mapped[str]
    sender: Mapped[str | None]
    body: Mapped[bytes]
    received_at: Mapped[datetime]
    processed: Mapped[bool] = mapped_column(server_default=text("false"))
    processing_error: Mapped[str | None]


class Conversation(Row, Base):
    """A thread with one contact on one channel.

    `bot_silenced` holds from the moment a person types or it is handed over until it is handed
    back. `unhandled` counts customer messages no turn has taken yet. `attempts` and `next_try`
    are of a turn that failed. `memory` is what the dialogue remembers. `wrote_at` is when the
    customer last wrote by the platform's clock, `by_ad_at` when an advertisement brought them: the
    time for answers counts from these.
    """

    __tablename__ = "conversations"
    prefix = "conv"
    __table_args__ = (
        one_of("status", ("active", "waiting_customer", "waiting_agent", "resolved", "closed")),
        Index(
            "uq_conversations_open_identity",
            "identity_id",
            unique=True,
            postgresql_where=text("status <> 'closed'"),
        ),
        Index("ix_conversations_inbox", "status", "last_message_at"),
        Index("ix_conversations_recent", "last_message_at", "id"),
        Index(
            "ix_conversations_unhandled",
            "last_message_at",
            postgresql_where=text("unhandled > 0"),
        ),
    )

    contact_id: Mapped[str] = refers_to("contacts")
    identity_id: Mapped[str] = refers_to("contact_identities")
    channel: Mapped[str]
    account_id: Mapped[str] = mapped_column(server_default="")
    status: Mapped[str] = mapped_column(server_default="active")
    owner_id: Mapped[str | None] = may_refer_to("users", index=True)
    bot_silenced: Mapped[bool] = mapped_column(server_default=text("false"))
    bot_handled: Mapped[bool] = mapped_column(server_default=text("false"))
    bot_failures: Mapped[int] = mapped_column(server_default="0")
    escalated: Mapped[bool] = mapped_column(server_default=text("false"))
    escalation_reason: Mapped[str | None]
    department: Mapped[str | None]
    priority: Mapped[int] = mapped_column(server_default="3")
    language: Mapped[str | None]
    last_intent: Mapped[str | None]
    message_count: Mapped[int] = mapped_column(server_default="0")
    unhandled: Mapped[int] = mapped_column(server_default="0")
    unread: Mapped[int] = mapped_column(server_default="0")
    average_sentiment: Mapped[float | None]
    mood_count: Mapped[int] = mapped_column(server_default="0")
    memory: Mapped[JsonObject] = mapped_column(server_default="{}")
    preview: Mapped[str] = mapped_column(server_default="")
    started_at: Mapped[datetime]
    last_message_at: Mapped[datetime]
    last_inbound_at: Mapped[datetime | None]
    wrote_at: Mapped[datetime | None]
    by_ad_at: Mapped[datetime | None]
    customer_typing_until: Mapped[datetime | None]
    waiting_since: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(server_default="0")
    next_try: Mapped[datetime | None]
    last_error: Mapped[str | None]


class Message(Row, Base):
    """One message, in or out. `sequence` counts from 1 in its conversation.

    `handled` is true once a turn has taken it (inbound). `key` is the idempotency key of an
    outbound message, `problem` what a refusal of it asks for. `extra` carries quick replies, cards
    and the order summary, and what became of it later: `edited` (with the `original`), `withdrawn`,
    `reactions`, `outside` (not sent by us).
    """

    __tablename__ = "messages"
    prefix = "msg"
    __table_args__ = (
        one_of("sender", ("customer", "bot", "agent", "system")),
        one_of("direction", ("in", "out")),
        one_of(
            "status",
            (
                "queued",
                "unknown",
                "accepted",
                "sent",
                "delivered",
                "read",
                "played",
                "failed",
            ),
        ),
        UniqueConstraint("conversation_id", "sequence"),
        UniqueConstraint("channel", "provider_id"),
        UniqueConstraint("key"),
        Index(
            "ix_messages_unhandled",
            "conversation_id",
            "sequence",
            postgresql_where=text("direction = 'in' AND NOT handled"),
        ),
        Index("ix_messages_words", text("cauce_words(content)"), postgresql_using="gin"),
    )

    conversation_id: Mapped[str] = refers_to("conversations", cascade=True, index=False)
    contact_id: Mapped[str] = refers_to("contacts")
    raw_id: Mapped[str | None]
    channel: Mapped[str]
    sequence: Mapped[int]
    direction: Mapped[str]
    sender: Mapped[str]
    agent_id: Mapped[str | None] = may_refer_to("users")
    kind: Mapped[str] = mapped_column(server_default="text")
    content: Mapped[str]
    media: Mapped[JsonObject] = mapped_column(server_default="{}")
    extra: Mapped[JsonObject] = mapped_column(server_default="{}")
    status: Mapped[str]
    provider_id: Mapped[str | None]
    reply_to: Mapped[str | None]
    key: Mapped[str | None]
    decision_id: Mapped[str | None]
    handled: Mapped[bool] = mapped_column(server_default=text("false"))
    intent: Mapped[str | None]
    sentiment: Mapped[float | None]
    score: Mapped[int | None]
    sent_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    played_at: Mapped[datetime | None]
    error: Mapped[str | None]
    problem: Mapped[str | None]
    cost: Mapped[Decimal] = mapped_column(Numeric(12, 6), server_default="0")


class MessagePart(Row, Base):
    """Another name a platform has for a message of ours.

    A `piece` is one of the messages a long text left as, all but the last; `former` is a try that
    failed after the platform had taken it, and was made again.
    """

    __tablename__ = "message_parts"
    prefix = "part"
    __table_args__ = (
        one_of("kind", ("piece", "former")),
        UniqueConstraint("channel", "provider_id"),
    )

    message_id: Mapped[str] = refers_to("messages", cascade=True)
    channel: Mapped[str]
    provider_id: Mapped[str]
    kind: Mapped[str]
    place: Mapped[int]
    status: Mapped[str]


class MessageCharge(Row, Base):
    """What a platform says it charges for a message, and what that costs by our price list.

    `micros` are millionths of `currency`; None where the list has no price for the category.
    """

    __tablename__ = "message_charges"
    prefix = "chrg"
    __table_args__ = (UniqueConstraint("channel", "provider_id"),)

    message_id: Mapped[str] = refers_to("messages", cascade=True)
    channel: Mapped[str]
    provider_id: Mapped[str]
    category: Mapped[str]
    type: Mapped[str | None]
    billable: Mapped[bool]
    micros: Mapped[int | None]
    currency: Mapped[str | None]


class MessageChange(Row, Base):
    """What somebody did to a message after it was said: edited, withdrew, or reacted to it.

    `about` is the platform's name of that message, which may come later than this; `event` the
    name of the change itself. The message shows what all its changes together make of it.
    """

    __tablename__ = "message_changes"
    prefix = "chan"
    __table_args__ = (
        one_of("kind", ("edited", "withdrawn", "reaction")),
        one_of("author", ("customer", "agent")),
        UniqueConstraint("channel", "event"),
        Index("ix_message_changes_about", "channel", "about"),
    )

    channel: Mapped[str]
    event: Mapped[str]
    about: Mapped[str]
    kind: Mapped[str]
    author: Mapped[str]
    said: Mapped[str]
    data: Mapped[JsonObject] = mapped_column(server_default="{}")
    at: Mapped[datetime]
    raw_id: Mapped[str | None]


class EarlyStatus(Row, Base):
    """What a platform said of a message before we knew what it calls that message."""

    __tablename__ = "early_statuses"
    prefix = "early"
    __table_args__ = (
        Index("ix_early_statuses_name", "channel", "provider_id"),
        Index("ix_early_statuses_key", "key", postgresql_where=text("key IS NOT NULL")),
    )

    channel: Mapped[str]
    provider_id: Mapped[str]
    key: Mapped[str | None]
    news: Mapped[JsonObject]


class Case(Row, Base):
    """A matter a person works on until it is settled."""

    __tablename__ = "cases"
    prefix = "case"
    __table_args__ = (
        one_of("status", ("open", "in_progress", "waiting_customer", "resolved", "closed")),
        Index(
            "ix_cases_open",
            "conversation_id",
            postgresql_where=text("status NOT IN ('resolved', 'closed')"),
        ),
    )

    contact_id: Mapped[str] = refers_to("contacts")
    conversation_id: Mapped[str] = refers_to("conversations")
    description: Mapped[str]
    reason: Mapped[str | None]
    entities: Mapped[JsonObject] = mapped_column(server_default="{}")
    suggested_reply: Mapped[str | None]
    status: Mapped[str] = mapped_column(server_default="open")
    priority: Mapped[int] = mapped_column(server_default="3")
    assigned_to: Mapped[str | None] = may_refer_to("users", index=True)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    resolution_hours: Mapped[float | None]
    closure_type: Mapped[str | None]
    closure_reason: Mapped[str | None]
    evidence: Mapped[JsonObject] = mapped_column(server_default="{}")
    satisfaction: Mapped[int | None]
    predicted_satisfaction: Mapped[float | None]
    reopened_from: Mapped[str | None] = may_refer_to("cases")


class ClosingMetrics(Row, Base):
    """How selling went in one conversation."""

    __tablename__ = "closing_metrics"
    prefix = "clos"

    conversation_id: Mapped[str] = mapped_column(unique=True)
    objections_detected: Mapped[list[str]] = mapped_column(server_default="{}")
    objections_overcome: Mapped[list[str]] = mapped_column(server_default="{}")
    signals: Mapped[list[str]] = mapped_column(server_default="{}")
    attempted: Mapped[bool] = mapped_column(server_default=text("false"))
    successful: Mapped[bool] = mapped_column(server_default=text("false"))
    messages: Mapped[int] = mapped_column(server_default="0")
    minutes_to_close: Mapped[float | None]
