"""The record of everything Cauce did by itself: decisions, actions, deliveries, timers."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Index, Numeric, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cauce.store.models.base import Base, JsonObject, Row, may_refer_to, one_of, refers_to


class DecisionRow(Row, Base):
    """What a flow decided, what it saw and why. `because` is a list of {sentence, figures}."""

    __tablename__ = "decisions"
    prefix = "dec"
    __table_args__ = (
        one_of("verdict", ("go", "wait", "ask", "stop", "none")),
        Index("ix_decisions_flow_recent", "flow", "id"),
        Index("ix_decisions_conversation", "conversation_id", "id"),
    )

    flow: Mapped[str]
    contact_id: Mapped[str | None] = may_refer_to("contacts", index=True)
    conversation_id: Mapped[str | None] = may_refer_to("conversations")
    message_id: Mapped[str | None]
    turn_id: Mapped[str | None]
    because: Mapped[list[JsonObject]]
    saw: Mapped[JsonObject]
    confidence: Mapped[float]
    decided_by: Mapped[str]
    verdict: Mapped[str]
    autonomy: Mapped[str]
    milliseconds: Mapped[float]
    tokens: Mapped[int] = mapped_column(server_default="0")
    cost: Mapped[Decimal] = mapped_column(Numeric(12, 6), server_default="0")
    prompt_version: Mapped[str | None]
    error: Mapped[str | None]


class ActionRow(Row, Base):
    """One action of a decision and what became of it. `key` makes sure it happens once."""

    __tablename__ = "actions"
    prefix = "act"
    __table_args__ = (
        one_of("status", ("done", "waiting", "asked", "stopped", "rejected", "failed")),
        UniqueConstraint("key"),
    )

    decision_id: Mapped[str] = refers_to("decisions", cascade=True)
    conversation_id: Mapped[str | None] = mapped_column(index=True)
    kind: Mapped[str]
    payload: Mapped[JsonObject]
    verdict: Mapped[str]
    reason: Mapped[JsonObject] = mapped_column(server_default="{}")
    status: Mapped[str]
    key: Mapped[str]
    result: Mapped[JsonObject] = mapped_column(server_default="{}")
    performed_at: Mapped[datetime | None]


class Approval(Row, Base):
    """An action that waits for a person's yes. `draft` is what would be sent or done.

    `sent` is what left instead, in the words of the person who answered.
    """

    __tablename__ = "approvals"
    prefix = "appr"
    __table_args__ = (
        one_of("status", ("waiting", "approved", "rejected", "expired")),
        Index("ix_approvals_waiting", "id", postgresql_where=text("status = 'waiting'")),
    )

    action_id: Mapped[str] = refers_to("actions", cascade=True)
    decision_id: Mapped[str] = refers_to("decisions", cascade=True)
    conversation_id: Mapped[str | None] = may_refer_to("conversations", index=True)
    contact_id: Mapped[str | None] = may_refer_to("contacts")
    flow: Mapped[str]
    draft: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="waiting")
    edited: Mapped[bool] = mapped_column(server_default=text("false"))
    sent: Mapped[str | None]
    answered_by: Mapped[str | None] = may_refer_to("users")
    answered_at: Mapped[datetime | None]
    note: Mapped[str | None]


class Delivery(Row, Base):
    """The outbox: a message on its way through an outside channel, once for its key.

    A message that needs several goes by its `plan`: `part` is the piece that leaves next, and
    `attempts` counts the tries of that piece. `paced_at` is the moment the pace of number and
    person has room for it. `remedy` is what the last refusal asked for.
    """

    __tablename__ = "deliveries"
    prefix = "dlv"
    __table_args__ = (
        one_of("status", ("queued", "sending", "sent", "failed", "unknown")),
        UniqueConstraint("key"),
        Index("ix_deliveries_open", "status", postgresql_where=text("status <> 'sent'")),
    )

    message_id: Mapped[str] = refers_to("messages", cascade=True)
    conversation_id: Mapped[str] = refers_to("conversations", cascade=True)
    channel: Mapped[str]
    key: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="queued")
    attempts: Mapped[int] = mapped_column(server_default="0")
    next_try: Mapped[datetime | None]
    part: Mapped[int] = mapped_column(server_default="0")
    plan: Mapped[JsonObject] = mapped_column(server_default="{}")
    paced_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None]
    remedy: Mapped[str | None]


class SendPace(Row, Base):
    """How fast a number, or one person, is being written to, for all workers together.

    `free_at` is when all that was promised so far will have left at the agreed pace; nothing leaves
    before `held_until`.
    """

    __tablename__ = "send_paces"
    prefix = "pace"
    __table_args__ = (UniqueConstraint("key"),)

    key: Mapped[str]
    free_at: Mapped[datetime]
    held_until: Mapped[datetime | None]


class Timer(Row, Base):
    """Something to do later than the queue likes to hold: moved to the queue when it is due."""

    __tablename__ = "timers"
    prefix = "tim"
    __table_args__ = (UniqueConstraint("key"), Index("ix_timers_due", "due_at"))

    due_at: Mapped[datetime]
    task: Mapped[str]
    args: Mapped[JsonObject]
    key: Mapped[str]


class FlowSetting(Row, Base):
    """How free a flow is; `limit_minor` is the amount above which it asks all the same."""

    __tablename__ = "flow_settings"
    prefix = "flow"
    __table_args__ = (one_of("autonomy", ("off", "shadow", "ask", "act")),)

    flow: Mapped[str] = mapped_column(unique=True)
    autonomy: Mapped[str]
    limit_minor: Mapped[int | None]
    changed_by: Mapped[str | None] = may_refer_to("users")


class Alert(Row, Base):
    """Something the team should know; one open alert per cause."""

    __tablename__ = "alerts"
    prefix = "alrt"
    __table_args__ = (
        one_of("severity", ("low", "medium", "high", "critical")),
        one_of("status", ("active", "acknowledged", "resolved")),
        Index(
            "uq_alerts_open_cause",
            "cause",
            unique=True,
            postgresql_where=text("status <> 'resolved'"),
        ),
    )

    type: Mapped[str]
    severity: Mapped[str]
    message: Mapped[str]
    cause: Mapped[str]
    data: Mapped[JsonObject] = mapped_column(server_default="{}")
    status: Mapped[str] = mapped_column(server_default="active")
    conversation_id: Mapped[str | None] = may_refer_to("conversations")
    acknowledged_by: Mapped[str | None] = may_refer_to("users")
    acknowledged_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
