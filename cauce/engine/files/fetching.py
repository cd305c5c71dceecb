"""Fetching the files of customers' messages, after reception: later again, until it is given up.

Killed anywhere before the last commit it starts over: the same bytes go to the same place.
"""

import base64
import hashlib
from datetime import timedelta
from typing import Any, Final

import structlog

from cauce.channels.whatsapp.media import locate
from cauce.core.files import FileType, called, type_of
from cauce.engine import accounts, queue
from cauce.engine.files import hearing
from cauce.engine.files.downloading import download
from cauce.engine.house import House
from cauce.engine.outside import Resolve, resolve
from cauce.errors import (
    BadInput,
    DeliveryError,
    Misconfigured,
    Rejected,
    TooLarge,
    Unauthorised,
    Unavailable,
    Unreachable,
)
from cauce.store.models import Conversation, File
from cauce.store.queries.live import tell

_log = structlog.get_logger()

TASK: Final = "fetch_file"
MEGABYTE: Final = 1024 * 1024
# Seconds between tries: about a day and a half in all, for a platform that is away or a token
# somebody has to renew. WhatsApp keeps files for a month.
BACKOFF: Final = (5, 30, 120, 600, 3_600, 14_400, 36_000, 72_000)

TOO_LARGE: Final = "The file is larger than may be kept."
DANGEROUS: Final = "This kind of file can harm a computer, so it was not kept."
ELSEWHERE: Final = "The file is at an address that is not the platform's."
GONE: Final = "The platform no longer has this file."
EMPTY: Final = "The file is empty."
NOT_NOW: Final = "The file could not be fetched from the platform."
NOT_OURS: Final = "The platform does not hand the file out to us. Look at Settings, Channels."


async def fetch(house: House, file_id: str, find: Resolve = resolve) -> str:
    """Takes one file as far as it goes now: kept, retried, failed, refused, or nothing to do."""
    async with house.store.reading() as session:
        row = await session.get(File, file_id)
        thread = await session.get(Conversation, row.conversation_id) if row is not None else None
    if row is None or thread is None or row.status not in ("waiting", "erased"):
        return "nothing"
    if row.status == "erased":
        return await forget(house, file_id)
    try:
        content = await _content(house, row, thread, find)
        found = type_of(content, row.kind, row.name)  # type: ignore[arg-type]
        if found is None:
            return await _ended(house, file_id, "refused", DANGEROUS)
        await house.shelf.put(file_id, content)
    except TooLarge:
        return await _ended(house, file_id, "too_large", TOO_LARGE)
    except BadInput:
        return await _ended(house, file_id, "refused", ELSEWHERE)
    except Rejected:
        return await _ended(house, file_id, "failed", GONE)
    except (DeliveryError, Unavailable, Misconfigured) as error:
        return await _again(house, file_id, error)
    return await _kept(house, file_id, found, content)


async def try_again(house: House, file_id: str) -> str | None:
    """Somebody wants it tried once more; its conversation. None when there is nothing to try."""
    async with house.store.writing() as session:
        row = await session.get(File, file_id, with_for_update=True)
        if row is None or not row.source:
            return None
        if row.status in ("failed", "too_large"):
            row.status, row.attempts, row.next_try, row.problem = "waiting", 0, None, None
            await session.flush()
            await queue.queue_file(session, TASK, file_id)
            await tell(session, "file.changed", conversation=row.conversation_id)
        return row.conversation_id


async def forget(house: House, file_id: str) -> str:
    """Takes an erased file off the shelf; "gone" is only written once it is."""
    async with house.store.reading() as session:
        row = await session.get(File, file_id)
    if row is None or row.status != "erased":
        return "nothing"
    await house.shelf.remove(file_id)
    async with house.store.writing() as session:
        row = await session.get_one(File, file_id, with_for_update=True)
        row.status = "gone"
    return "gone"


async def _content(house: House, row: File, thread: Conversation, find: Resolve) -> bytes:
    """The bytes as the platform has them. Raises everything `download` does."""
    most = house.settings.media_max_mb * MEGABYTE
    source: dict[str, Any] = row.source
    url, wanted, token = source.get("url"), source.get("sha256"), None
    if source.get("provider_id"):
        async with house.store.reading() as session:
            account = await accounts.account_of(house, session, thread.channel, thread.account_id)
        if account is None:
            raise Unauthorised(NOT_OURS)
        token = account.token
        base = house.addresses.base(account.channel)
        located = await locate(house.http, base, token, source["provider_id"])
        if located.size is not None and located.size > most:
            raise TooLarge(TOO_LARGE)
        url, wanted = located.url, wanted or located.sha256
    content = await download(house, url or "", token, most, find)
    if not content:
        raise Unreachable(EMPTY)
    if wanted and not _same(content, wanted):
        raise Unreachable("The file arrived damaged.")
    return content


def _same(content: bytes, told: str) -> bool:
    """Whether the bytes are those the platform speaks of; it writes sums in base64, seldom hex."""
    digest = hashlib.sha256(content)
    return told in (base64.b64encode(digest.digest()).decode(), digest.hexdigest())


async def _kept(house: House, file_id: str, found: FileType, content: bytes) -> str:
    async with house.store.writing() as session:
        row = await session.get_one(File, file_id, with_for_update=True)
        if row.status == "waiting":
            row.status, row.problem, row.next_try = "kept", None, None
            row.type, row.kind, row.name = found.mime, found.kind, called(row.name, found)
            row.size, row.sha256 = len(content), hashlib.sha256(content).hexdigest()
            await session.flush()
            await hearing.begin(session, house, row)
            await tell(session, "file.changed", conversation=row.conversation_id)
            _log.info("file.kept", file=file_id, type=found.mime, size=row.size)
            return "kept"
    # Meanwhile the person was erased, or another worker kept the same bytes.
    return await forget(house, file_id)


async def _ended(house: House, file_id: str, status: str, problem: str) -> str:
    async with house.store.writing() as session:
        row = await session.get_one(File, file_id, with_for_update=True)
        if row.status != "waiting":
            return "nothing"
        row.status, row.problem, row.next_try = status, problem, None
        await tell(session, "file.changed", conversation=row.conversation_id)
        await session.flush()
        conversation, message = row.conversation_id, row.message_id
    _log.warning("file.not_kept", file=file_id, status=status, why=problem)
    await hearing.give_up(house, conversation, message)
    return status


async def _again(house: House, file_id: str, error: Exception) -> str:
    """Later, and later still; in the end it is told why, with a way to try again."""
    now = house.clock.now()
    async with house.store.writing() as session:
        row = await session.get_one(File, file_id, with_for_update=True)
        if row.status != "waiting":
            return "nothing"
        row.attempts += 1
        if row.attempts <= len(BACKOFF):
            wait = max(BACKOFF[row.attempts - 1], getattr(error, "retry_after", 0.0))
            row.next_try = now + timedelta(seconds=wait)
            row.problem = NOT_OURS if isinstance(error, Unauthorised) else NOT_NOW
            await session.flush()
            await queue.queue_file_at(session, house.keys, now, row.next_try, TASK, row.id)
            _log.info("file.retried", file=file_id, attempt=row.attempts, why=str(error))
            return "retried"
    why = NOT_OURS if isinstance(error, Unauthorised) else NOT_NOW
    return await _ended(house, file_id, "failed", why)
