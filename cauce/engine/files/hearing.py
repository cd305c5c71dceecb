"""Voice notes written down: their words become what the turn reads, and are shown as such.

Killed anywhere it starts over, and asks the service once more; the words are stored once.
"""

from datetime import timedelta
from typing import Any, Final

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.actions import RaiseAlert
from cauce.core.cards import masked
from cauce.core.files import FileKind
from cauce.core.text import clean
from cauce.engine import queue
from cauce.engine.announcing import raise_alert
from cauce.engine.house import House
from cauce.errors import DeliveryError, Rejected, Unauthorised, Unavailable
from cauce.store.models import Conversation, File, Message
from cauce.store.queries import turns
from cauce.store.queries.live import tell

_log = structlog.get_logger()

TASK: Final = "hear_file"
AUDIO: Final[FileKind] = "audio"
# Seconds between tries. The first two come within the time an answer waits; the others are for
# the people who read along.
BACKOFF: Final = (2, 6, 60, 600)
# Ten minutes of quick talk; nobody reads more of it in one message.
LONGEST: Final = 12_000
PREVIEW: Final = 140
# Where a message keeps what became of its voice note.
MARK: Final = "heard"


async def begin(session: AsyncSession, house: House, row: File) -> None:
    """Queues the writing down of a voice note that was just kept, where somebody does that."""
    if house.ears is None or row.kind != AUDIO or row.direction != "in":
        return
    row.heard, row.attempts = "waiting", 0
    await session.flush()
    await queue.queue_file(session, TASK, row.id)


async def hear(house: House, file_id: str) -> str:
    """Takes one note as far as it goes now: done, retried, failed, or nothing to do."""
    ears = house.ears
    async with house.store.reading() as session:
        row = await session.get(File, file_id)
    if row is None or row.heard != "waiting" or row.status != "kept" or row.size is None:
        return "nothing"
    if ears is None:
        return await _failed(house, row)
    try:
        content = await house.shelf.part(file_id, 0, row.size)
        if content is None:
            return await _failed(house, row)
        words = await ears.hear(content, row.name or "note", row.type or "")
    except (Rejected, Unauthorised) as error:
        _log.warning("voice.refused", file=file_id, why=str(error))
        return await _failed(house, row, error)
    except (DeliveryError, Unavailable) as error:
        return await _again(house, row, error)
    text = masked(clean(words)).strip()[:LONGEST]
    if not text:
        return await _failed(house, row)
    return await _done(house, row, text, ears.name)


async def give_up(house: House, conversation_id: str, message_id: str) -> None:
    """There will be no words, because there is no file: whoever waits for them goes on without."""
    async with house.store.writing() as session:
        thread = await turns.conversation(session, conversation_id)
        message = await session.get(Message, message_id, with_for_update=True)
        if thread is None or message is None or message.kind != AUDIO or MARK in message.extra:
            return
        message.extra = {**message.extra, MARK: {"status": "failed"}}
        await session.flush()
        await _wake(session, thread, message)


async def _done(house: House, row: File, text: str, by: str) -> str:
    """The conversation is locked first, as everywhere, so a turn sees all of this or nothing."""
    async with house.store.writing() as session:
        thread, message, still = await _behind_lock(session, row)
        if still is None:
            return "nothing"
        still.heard = "done"
        written = message.content.strip()
        message.content = f"{written}\n{text}" if written else text
        message.extra = {**message.extra, MARK: {"status": "done", "by": by}}
        if message.sequence == thread.message_count:
            thread.preview = message.content[:PREVIEW]
        await session.flush()
        await _wake(session, thread, message)
    return "done"


async def _failed(house: House, row: File, error: DeliveryError | None = None) -> str:
    """A refused key is somebody's to renew: all notes after this one would be refused as well."""
    async with house.store.writing() as session:
        thread, message, still = await _behind_lock(session, row)
        if still is None:
            return "nothing"
        still.heard = "failed"
        message.extra = {**message.extra, MARK: {"status": "failed"}}
        if isinstance(error, Unauthorised):
            await raise_alert(session, house.keys, house.clock.now(), _refused(error))
        await session.flush()
        await _wake(session, thread, message)
    return "failed"


def _refused(error: Unauthorised) -> RaiseAlert:
    return RaiseAlert(
        type="voice_disconnected",
        severity="high",
        message=f"{error} Look at CAUCE_VOICE_KEY; until then voice notes are not written down.",
        cause="voice_disconnected",
    )


async def _again(house: House, row: File, error: Exception) -> str:
    now = house.clock.now()
    if row.attempts >= len(BACKOFF):
        return await _failed(house, row)
    async with house.store.writing() as session:
        still = await session.get_one(File, row.id, with_for_update=True)
        if still.heard != "waiting":
            return "nothing"
        wait = max(BACKOFF[still.attempts], getattr(error, "retry_after", 0.0))
        still.attempts += 1
        still.next_try = now + timedelta(seconds=wait)
        await session.flush()
        await queue.queue_file_at(session, house.keys, now, still.next_try, TASK, row.id)
    _log.info("voice.retried", file=row.id, why=str(error))
    return "retried"


async def _behind_lock(
    session: AsyncSession, row: File
) -> tuple[Conversation, Message, File | None]:
    """All three rows; no file where it is not waited for any more: erased, or heard by another."""
    thread = await turns.conversation(session, row.conversation_id)
    message = await session.get_one(Message, row.message_id, with_for_update=True)
    still = await session.get_one(File, row.id, with_for_update=True)
    assert thread is not None  # noqa: S101 - the file refers to it
    return thread, message, still if still.heard == "waiting" else None


async def _wake(session: AsyncSession, thread: Conversation, message: Message) -> None:
    """The turn that waited for the words goes on; open pages show them."""
    if thread.unhandled > 0 and not message.handled and thread.attempts == 0:
        thread.next_try = None
        await session.flush()
        await queue.queue_turn(session, thread.id)
    await tell(session, "file.changed", conversation=thread.id)


def unheard(message: Message) -> bool:
    """Whether the words of a voice note may still come."""
    extra: dict[str, Any] = message.extra
    return message.kind == AUDIO and MARK not in extra
