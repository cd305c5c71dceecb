"""Telling open pages what changed: heard only when the transaction commits."""

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_TELL = text("SELECT pg_notify('cauce_live', :news)")


async def tell(session: AsyncSession, kind: str, **facts: str | int | None) -> None:
    """Sends `{"kind": kind, **facts}` to every process that listens; ids only, never content."""
    news = {"kind": kind} | {name: value for name, value in facts.items() if value is not None}
    await session.execute(_TELL, {"news": orjson.dumps(news).decode()})
