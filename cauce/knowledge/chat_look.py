"""How the website chat looks and greets: what the owner chose instead of what comes with it."""

import re

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.errors import BadInput
from cauce.store.models import Setting
from cauce.store.queries.audit import note

# What the chat wears while nobody has chosen a colour.
DEFAULT_COLOUR = "#0f6b5c"
_NAME = "chat"
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_LONGEST_GREETING = 300


async def choose(session: AsyncSession, user_id: str, *, colour: str, greeting: str) -> None:
    """Both hold from the next visit; an empty one is what comes with Cauce again."""
    colour, greeting = colour.strip().lower(), greeting.strip()
    if colour and not _COLOUR.fullmatch(colour):
        raise BadInput("Write the colour like #0f6b5c.", "colour")
    if len(greeting) > _LONGEST_GREETING:
        raise BadInput("This text is too long.", "greeting")
    row = await session.scalar(select(Setting).where(Setting.name == _NAME).with_for_update())
    if row is None:
        row = Setting(name=_NAME, value={})
        session.add(row)
    before = row.value
    kept = {name: text for name, text in before.items() if name not in ("colour", "greeting")}
    chosen = {"colour": colour, "greeting": greeting}
    row.value = kept | {name: text for name, text in chosen.items() if text}
    if before != row.value:
        await session.flush()
        note(session, user_id, "chat.changed", row.id, before=before, after=row.value)
