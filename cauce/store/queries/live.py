"""Telling open pages what changed: heard only when the transaction commits."""

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.session import NEWS


async def tell(session: AsyncSession, kind: str, **facts: str | int | None) -> None:
    """Notes `{"kind": kind, **facts}` for every process that listens; ids only, never content."""
    news = {"kind": kind} | {name: value for name, value in facts.items() if value is not None}
    session.info.setdefault(NEWS, []).append(orjson.dumps(news).decode())
