"""Our own ends of the channels: the numbers, pages and accounts that are connected."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cauce.store.models.base import Base, JsonObject, Row, one_of


class ChannelAccount(Row, Base):
    """A number, page or account that speaks for the business.

    `external_id` is the platform's id of it, as webhooks name it; `token` is sealed. `settings`
    holds what its channel needs besides (`waba_id` of a WhatsApp number). `problem` says, in words
    of the platform, why it needs attention; `expires_at` is when its token ends.
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
    checked_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
