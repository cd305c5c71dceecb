"""Nurturing and its traces: campaigns, steps, who is in them, what was opened and clicked."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cauce.store.models.base import Base, JsonObject, Row, may_refer_to, one_of, refers_to


class Campaign(Row, Base):
    __tablename__ = "campaigns"
    prefix = "camp"

    name: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    goal: Mapped[str]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    choice: Mapped[JsonObject] = mapped_column(server_default="{}")


class CampaignStep(Row, Base):
    """`day` 1 is the day of entry."""

    __tablename__ = "campaign_steps"
    prefix = "step"
    __table_args__ = (UniqueConstraint("campaign_id", "position"),)

    campaign_id: Mapped[str] = refers_to("campaigns", cascade=True, index=False)
    position: Mapped[int]
    day: Mapped[int]
    kind: Mapped[str]
    texts: Mapped[JsonObject]
    template: Mapped[str | None]


class Enrollment(Row, Base):
    """A contact's way through a campaign or a follow-up sequence."""

    __tablename__ = "enrollments"
    prefix = "enro"
    __table_args__ = (
        one_of("status", ("active", "finished", "left", "paused")),
        Index("ix_enrollments_due", "status", "next_at"),
    )

    contact_id: Mapped[str] = refers_to("contacts", cascade=True)
    campaign_id: Mapped[str] = refers_to("campaigns", cascade=True)
    status: Mapped[str] = mapped_column(server_default="active")
    position: Mapped[int] = mapped_column(server_default="0")
    entered_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    left_because: Mapped[str | None]
    score_at_entry: Mapped[int | None]


class Touch(Row, Base):
    """A sign of life on something we sent: delivered, read, clicked, replied, converted."""

    __tablename__ = "touches"
    prefix = "tch"

    contact_id: Mapped[str] = refers_to("contacts", cascade=True)
    enrollment_id: Mapped[str | None] = may_refer_to("enrollments", index=True)
    step_id: Mapped[str | None] = may_refer_to("campaign_steps", index=True)
    message_id: Mapped[str | None] = may_refer_to("messages")
    kind: Mapped[str]
    at: Mapped[datetime]


class Link(Row, Base):
    """A tracked link: `slug` is what the customer sees, `target` where it leads."""

    __tablename__ = "links"
    prefix = "link"

    slug: Mapped[str] = mapped_column(unique=True)
    target: Mapped[str]
    contact_id: Mapped[str | None] = may_refer_to("contacts")
    message_id: Mapped[str | None] = may_refer_to("messages")
    clicks: Mapped[int] = mapped_column(server_default="0")
    last_click_at: Mapped[datetime | None]
