"""Drafts out of date: neither the question nor what a yes would have done stays open."""

from datetime import datetime

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.reasons import Reason

_EXPIRE = text("SELECT cauce_expire_drafts(:conversation, :now, :reason)")


async def expire(session: AsyncSession, conversation_id: str, now: datetime, why: Reason) -> None:
    """Ends all that wait in this conversation; `why` is kept with the actions."""
    reason = orjson.dumps(why.as_json()).decode()
    values = {"conversation": conversation_id, "now": now, "reason": reason}
    await session.execute(_EXPIRE, values)
