"""Our own ends of the channels: the numbers, pages and accounts that are connected."""

from datetime import datetime

from sqlalchemy import UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cauce.store.models.base import Base, JsonObject, Row, one_of


class ChannelAccount(Row, Base):
    """A number, page or account that speaks for the business.

    `external_id` is the platform's id of it, as webhooks name it; `token` is sealed. `settings`
    holds what its channel needs besides (`waba_id` of a WhatsApp number). `problem` says, in words
    of the platform, why it needs attention; `expires_at` is when its token ends. `pace` is how many
    messages a second it was brought down to at `pace_at`; nothing leaves before `slow_until`, and
    nothing that nobody asked for before `paused_until`.
    """

    __tablename__ = "channel_accounts"
    prefix = "acct"
    __table_args__ = (
        one_of("status", ("connected", "attention", "off")),
        UniqueConstraint("channel", "external_id"),
    )

    channel: Mapped[str]
    external_id: Mapped[str]
    name: Mapped[str]
    token: Mapped[str]
    settings: Mapped[JsonObject] = mapped_column(server_default="{}")
    status: Mapped[str] = mapped_column(server_default="connected")
    problem: Mapped[str | None]
    standing: Mapped[JsonObject] = mapped_column(server_default="{}")
    checked_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    pace: Mapped[float | None]
    pace_at: Mapped[datetime | None]
    slow_until: Mapped[datetime | None]
    paused_until: Mapped[datetime | None]


class MessageTemplate(Row, Base):
    """A message a WhatsApp Business account had approved, one for each language.

    `waba_id` is that account, whatever number it is sent from. `status`, `quality` and `category`
    are Meta's own words, and `told_at` holds when each was last told, by name; one that is listed
    no more is `DELETED`. `examples` are the values it was approved with, by the keys of its gaps.
    """

    __tablename__ = "message_templates"
    prefix = "tmpl"
    __table_args__ = (UniqueConstraint("waba_id", "name", "language"),)

    waba_id: Mapped[str]
    provider_id: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    language: Mapped[str]
    category: Mapped[str]
    status: Mapped[str]
    quality: Mapped[str] = mapped_column(server_default="UNKNOWN")
    reason: Mapped[str | None]
    named: Mapped[bool] = mapped_column(server_default=text("false"))
    header_format: Mapped[str] = mapped_column(server_default="")
    header: Mapped[str] = mapped_column(server_default="")
    body: Mapped[str]
    footer: Mapped[str] = mapped_column(server_default="")
    buttons: Mapped[list[JsonObject]] = mapped_column(server_default="[]")
    examples: Mapped[JsonObject] = mapped_column(server_default="{}")
    told_at: Mapped[JsonObject] = mapped_column(server_default="{}")
    synced_at: Mapped[datetime | None]
