"""Which numbers, pages and accounts are connected."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.models import ChannelAccount


async def connected(session: AsyncSession) -> Sequence[ChannelAccount]:
    """All of them, whatever their state, by channel and name."""
    found = await session.scalars(
        select(ChannelAccount).order_by(ChannelAccount.channel, ChannelAccount.name)
    )
    return found.all()


async def speaking_for(
    session: AsyncSession, channel: str, external_id: str
) -> ChannelAccount | None:
    """The account a conversation goes out through: the one it came in by, or the only one."""
    rows = (
        await session.scalars(select(ChannelAccount).where(ChannelAccount.channel == channel))
    ).all()
    named = [row for row in rows if row.external_id == external_id]
    if named:
        return named[0]
    return rows[0] if len(rows) == 1 and not external_id else None


async def by_external(
    session: AsyncSession, channel: str, external_id: str
) -> ChannelAccount | None:
    found: ChannelAccount | None = await session.scalar(
        select(ChannelAccount)
        .where(ChannelAccount.channel == channel, ChannelAccount.external_id == external_id)
        .with_for_update()
    )
    return found
