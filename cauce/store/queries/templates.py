"""Message templates: those of a business account, and how many somebody left unanswered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import exists, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.models import ActionRow, ChannelAccount, Message, MessageTemplate
from cauce.store.queries.newest import newest
from cauce.store.queries.paging import Page

DELETED: Final = "DELETED"
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:line, 0))")


async def lock_list(session: AsyncSession, waba_id: str) -> None:
    """Two who bring the list of an account in at once do so one after the other."""
    await session.execute(_LOCK, {"line": f"templates:{waba_id}"})


async def of_business(
    session: AsyncSession, waba_id: str, *, lock: bool = False
) -> Sequence[MessageTemplate]:
    """All of them, those that are gone included, by name and language."""
    asked = (
        select(MessageTemplate)
        .where(MessageTemplate.waba_id == waba_id)
        .order_by(MessageTemplate.name, MessageTemplate.language)
    )
    found = await session.scalars(asked.with_for_update() if lock else asked)
    return found.all()


async def existing(session: AsyncSession) -> Sequence[MessageTemplate]:
    """Those of every account that are not gone."""
    found = await session.scalars(
        select(MessageTemplate)
        .where(MessageTemplate.status != DELETED)
        .order_by(MessageTemplate.waba_id, MessageTemplate.name, MessageTemplate.language)
    )
    return found.all()


async def page(session: AsyncSession, after: str | None, size: int) -> Page[Any]:
    return await newest(
        session, MessageTemplate, MessageTemplate.status != DELETED, after=after, size=size
    )


async def told_of(session: AsyncSession, waba_id: str, provider_id: str) -> MessageTemplate | None:
    """The one the platform means, locked."""
    found: MessageTemplate | None = await session.scalar(
        select(MessageTemplate)
        .where(MessageTemplate.waba_id == waba_id, MessageTemplate.provider_id == provider_id)
        .with_for_update()
    )
    return found


async def called(session: AsyncSession, waba_id: str, name: str) -> Sequence[MessageTemplate]:
    """The languages of one."""
    found = await session.scalars(
        select(MessageTemplate)
        .where(MessageTemplate.waba_id == waba_id, MessageTemplate.name == name)
        .order_by(MessageTemplate.language)
    )
    return found.all()


async def speaks_for(session: AsyncSession, waba_id: str) -> ChannelAccount | None:
    """A number that is connected and belongs to this business account."""
    found: ChannelAccount | None = await session.scalar(
        select(ChannelAccount)
        .where(
            ChannelAccount.channel == "whatsapp",
            ChannelAccount.settings["waba_id"].astext == waba_id,
            ChannelAccount.status != "off",
        )
        .order_by(ChannelAccount.status, ChannelAccount.id)
        .limit(1)
    )
    return found


async def unanswered(
    session: AsyncSession, contact_id: str, since: datetime, wrote_at: datetime | None
) -> int:
    """How many templates the contact was sent since they last wrote, and since `since` at most."""
    start = since if wrote_at is None else max(since, wrote_at)
    found: int = (
        await session.scalar(
            select(func.count())
            .select_from(Message)
            .where(
                Message.contact_id == contact_id,
                Message.created_at > start,
                Message.direction == "out",
                Message.status != "failed",
                Message.extra.has_key("template"),
            )
        )
        or 0
    )
    return found


async def decided(session: AsyncSession, action_key: str) -> bool:
    """Whether an action of this key was decided before."""
    found: bool = await session.scalar(select(exists().where(ActionRow.key == action_key))) or False
    return found
