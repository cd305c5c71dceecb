"""Files of messages, as pages show them and as they leave."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.models import File, Message

# Until they are taken off the shelf, and after: nobody is shown what was erased.
_NOT_SHOWN = ("erased", "gone")


async def of_messages(
    session: AsyncSession, messages: Collection[Message]
) -> Mapping[str, Sequence[File]]:
    """The files of these messages by message id, in order; asked only where there can be any."""
    wanted = [one.id for one in messages if one.kind != "text"]
    if not wanted:
        return {}
    found: dict[str, list[File]] = {}
    rows = await session.scalars(
        select(File)
        .where(File.message_id.in_(wanted), File.status.not_in(_NOT_SHOWN))
        .order_by(File.message_id, File.place)
    )
    for row in rows:
        found.setdefault(row.message_id, []).append(row)
    return found


async def kept(session: AsyncSession, file_id: str) -> File | None:
    """A file whose bytes there are."""
    return await session.scalar(select(File).where(File.id == file_id, File.status == "kept"))


async def leaving_with(session: AsyncSession, message_id: str) -> File | None:
    """The file that leaves with a message of ours."""
    return await session.scalar(
        select(File)
        .where(File.message_id == message_id, File.direction == "out", File.status == "kept")
        .order_by(File.place)
        .limit(1)
    )
