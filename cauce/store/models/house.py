"""The house itself: users, sessions, teams, keys, webhooks, the audit log and settings."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from cauce.store.models.base import Base, JsonObject, Row, may_refer_to, one_of, refers_to


class User(Row, Base):
    """Somebody who works here. `password_hash` is argon2id; `demo` rows cannot log in."""

    __tablename__ = "users"
    prefix = "user"
    __table_args__ = (one_of("role", ("owner", "manager", "agent", "viewer")),)

    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    password_hash: Mapped[str | None]
    language: Mapped[str] = mapped_column(server_default="es")
    languages: Mapped[list[str]] = mapped_column(server_default="{es}")
    on_duty: Mapped[bool] = mapped_column(server_default=text("true"))
    last_assigned_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]


class TeamRow(Row, Base):
    __tablename__ = "teams"
    prefix = "team"

    name: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]


class TeamMember(Row, Base):
    __tablename__ = "team_members"
    prefix = "memb"
    __table_args__ = (UniqueConstraint("team_id", "user_id"),)

    team_id: Mapped[str] = refers_to("teams", cascade=True, index=False)
    user_id: Mapped[str] = refers_to("users", cascade=True)


class LoginSession(Row, Base):
    """A logged-in browser. `token_hash` is SHA-256 of the cookie; the cookie itself is not kept."""

    __tablename__ = "sessions"
    prefix = "sess"

    user_id: Mapped[str] = refers_to("users", cascade=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    csrf: Mapped[str]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    address: Mapped[str | None]
    agent: Mapped[str | None]


class LoginAttempt(Row, Base):
    """A failed login, kept to slow down guessing by address and by e-mail."""

    __tablename__ = "login_attempts"
    prefix = "logn"
    __table_args__ = (Index("ix_login_attempts_who", "who", "created_at"),)

    who: Mapped[str]


class ApiKey(Row, Base):
    """A program's key: the hash, what it may do, and when it was last used."""

    __tablename__ = "api_keys"
    prefix = "key"

    name: Mapped[str]
    hint: Mapped[str]
    key_hash: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[str]]
    made_by: Mapped[str | None] = may_refer_to("users")
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Webhook(Row, Base):
    """An address of somebody else's that wants to hear of our events. `secret` is encrypted."""

    __tablename__ = "webhooks"
    prefix = "hook"

    url: Mapped[str]
    events: Mapped[list[str]]
    secret: Mapped[str]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    made_by: Mapped[str | None] = may_refer_to("users")


class WebhookDelivery(Row, Base):
    """One event on its way to one webhook, retried with back-off until it is taken."""

    __tablename__ = "webhook_deliveries"
    prefix = "whd"
    __table_args__ = (
        one_of("status", ("queued", "delivered", "failed")),
        UniqueConstraint("webhook_id", "event_id"),
    )

    webhook_id: Mapped[str] = refers_to("webhooks", cascade=True, index=False)
    event_id: Mapped[str]
    event: Mapped[str]
    payload: Mapped[JsonObject]
    status: Mapped[str] = mapped_column(server_default="queued")
    attempts: Mapped[int] = mapped_column(server_default="0")
    next_try: Mapped[datetime | None]
    response_code: Mapped[int | None]
    error: Mapped[str | None]


class AuditEntry(Row, Base):
    """What a person or a program changed, from what to what."""

    __tablename__ = "audit_log"
    prefix = "audt"

    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str | None] = mapped_column(index=True)
    before: Mapped[JsonObject | None]
    after: Mapped[JsonObject | None]


class Setting(Row, Base):
    """A setting people change in the interface; secrets among them are encrypted."""

    __tablename__ = "settings"
    prefix = "set"

    name: Mapped[str] = mapped_column(unique=True)
    value: Mapped[JsonObject] = mapped_column(JSONB)


class IdempotentAnswer(Row, Base):
    """The answer a POST got, so that the same idempotency key gets it again."""

    __tablename__ = "idempotent_answers"
    prefix = "idem"
    __table_args__ = (UniqueConstraint("caller", "key"),)

    caller: Mapped[str]
    key: Mapped[str]
    fingerprint: Mapped[str]
    status_code: Mapped[int | None]
    body: Mapped[JsonObject | None]


class WorkerSeen(Row, Base):
    """A worker process and when it last gave a sign of life."""

    __tablename__ = "workers_seen"
    prefix = "work"

    host: Mapped[str]
    pid: Mapped[int]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
