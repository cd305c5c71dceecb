"""Which numbers, pages and accounts are connected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.models import ChannelAccount, Conversation, Message


@dataclass(frozen=True, slots=True)
class Talk:
    """The last conversation through an account: when the customer wrote, and our last answer."""

    conversation_id: str
    heard_at: datetime | None
    answered_at: datetime | None = None
    answer: str | None = None
    error: str | None = None


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


async def last_talk(session: AsyncSession, channel: str, external_id: str) -> Talk | None:
    """What came in by this account last, and what became of the answer."""
    thread = await session.scalar(
        select(Conversation)
        .where(Conversation.channel == channel, Conversation.account_id == external_id)
        .order_by(Conversation.last_inbound_at.desc().nulls_last())
        .limit(1)
    )
    if thread is None:
        return None
    answer = await session.scalar(
        select(Message)
        .where(Message.conversation_id == thread.id, Message.direction == "out")
        .order_by(Message.sequence.desc())
        .limit(1)
    )
    if answer is None:
        return Talk(thread.id, thread.last_inbound_at)
    return Talk(thread.id, thread.last_inbound_at, answer.created_at, answer.status, answer.error)
