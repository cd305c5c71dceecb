"""What somebody who has just begun has done already, as the rows tell."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.people import UNNAMED_OWNER
from cauce.store.models import AuditEntry, Business, ChannelAccount, Message, User

# Whoever has not needed a step in this time does not need to be told of it any more.
SHOWN_FOR = timedelta(days=14)
# What an import or a hand puts among the products.
_OWN_PRODUCTS = ("import.applied", "product.added", "product.changed")


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """True where a step is done. The order is the order they are told in."""

    chat: bool
    name: bool
    products: bool
    channel: bool
    invite: bool

    @property
    def done(self) -> bool:
        return self.chat and self.name and self.products and self.channel and self.invite


async def first_steps(session: AsyncSession, user_id: str, now: datetime) -> FirstSteps | None:
    """In one query; None when they are over: all done, or long enough ago."""
    here = select(func.count()).select_from(User)
    row = (
        await session.execute(
            select(
                exists().where(Message.channel == "webchat", Message.sender == "customer"),
                exists().where(User.id == user_id, User.name != UNNAMED_OWNER),
                or_(
                    exists().where(Business.is_demo.is_(False)),
                    exists().where(AuditEntry.action.in_(_OWN_PRODUCTS)),
                ),
                exists().where(ChannelAccount.status != "off"),
                here.where(User.password_hash.is_not(None)).scalar_subquery() > 1,
                select(func.min(User.created_at))
                .where(User.password_hash.is_not(None))
                .scalar_subquery(),
            )
        )
    ).one()
    steps = FirstSteps(*row[:5])
    began: datetime | None = row[5]
    over = began is not None and now - began > SHOWN_FOR
    return None if steps.done or over else steps
