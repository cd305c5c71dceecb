"""Files of ours on their way out: uploaded first where the platform wants them there.

Uploading shows nothing to anybody, so it is done again at will; only then the message is sent.
Killed anywhere the job starts over, and the delivery asks for it again after `PATIENCE`.
"""

from datetime import timedelta
from typing import Final

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.channels import CHANNELS
from cauce.channels.whatsapp.media import upload as upload_to_whatsapp
from cauce.core.delivery import OutFile
from cauce.engine import accounts, queue
from cauce.engine.announcing import announce_message, raise_alert
from cauce.engine.delivery.line import later
from cauce.engine.delivery.remedies import not_delivered
from cauce.engine.files import links
from cauce.engine.house import House
from cauce.errors import DeliveryError, OutcomeUnknown, Rejected, Unauthorised, Unavailable
from cauce.store.models import Conversation, Delivery, File, Message
from cauce.store.queries import deliveries, files
from cauce.store.queries.live import tell

_log = structlog.get_logger()

TASK: Final = "upload_file"
UPLOADS: Final = frozenset({"whatsapp"})
# WhatsApp keeps what was uploaded for thirty days.
KNOWN_FOR: Final = timedelta(days=29)
PATIENCE: Final = timedelta(seconds=60)
BACKOFF: Final = (2, 10, 60, 300, 900)
GONE: Final = "The file is no longer kept, so it could not be sent."


async def file_of(
    session: AsyncSession, house: House, delivery: Delivery, message: Message
) -> OutFile | File | None:
    """The file that leaves with the message; its row where it must be uploaded first."""
    if message.kind == "text":
        return None
    row = await files.leaving_with(session, message.id)
    if row is None:
        return None
    info = CHANNELS[delivery.channel]
    fits = row.kind != "audio" and len(message.content) <= info.max_caption
    sent = OutFile(
        id=row.id,
        kind=row.kind,  # type: ignore[arg-type]
        name=row.name or row.id,
        caption=message.content if fits else "",
    )
    if delivery.channel not in UPLOADS:
        return _with(sent, link=links.for_platform(house, row.id))
    known = row.uploaded_at is not None and house.clock.now() - row.uploaded_at < KNOWN_FOR
    again = delivery.remedy == "upload_again" and delivery.part == 0
    if row.provider_id is None or not known or again:
        return row
    return _with(sent, provider_id=row.provider_id)


def _with(file: OutFile, *, link: str | None = None, provider_id: str | None = None) -> OutFile:
    return OutFile(file.id, file.kind, file.name, provider_id, link, file.caption)


async def ask_for_upload(session: AsyncSession, row: File) -> None:
    """Queues the upload; where it is tried already, that try goes on."""
    row.provider_id = None
    await session.flush()
    await queue.queue_file(session, TASK, row.id)


async def upload(house: House, file_id: str) -> str:
    """Takes one upload as far as it goes now: uploaded, retried, failed, or nothing to do."""
    async with house.store.reading() as session:
        row = await session.get(File, file_id)
        if row is None or row.status != "kept" or row.provider_id is not None:
            return "nothing"
        thread = await session.get_one(Conversation, row.conversation_id)
    try:
        named = await _uploaded(house, row, thread)
    except (DeliveryError, Unavailable) as error:
        return await _again(house, row, error)
    now = house.clock.now()
    async with house.store.writing() as session:
        delivery = await deliveries.of_message(session, row.message_id)
        still = await session.get_one(File, file_id, with_for_update=True)
        if still.status != "kept":
            return "nothing"
        still.provider_id, still.uploaded_at = named, now
        still.attempts, still.next_try = 0, None
        if delivery is not None and delivery.status == "queued":
            delivery.remedy = delivery.error = None
            await session.flush()
            await later(session, house, delivery, now)
    return "uploaded"


async def _uploaded(house: House, row: File, thread: Conversation) -> str:
    async with house.store.reading() as session:
        account = await accounts.account_of(house, session, thread.channel, thread.account_id)
    if account is None:
        raise Unauthorised("This channel is not connected. Connect it in Settings.")
    content = await house.shelf.part(row.id, 0, row.size or 0)
    if content is None:
        raise Rejected(GONE)
    base = house.addresses.base(account.channel)
    name, mime = row.name or row.id, row.type or ""
    return await upload_to_whatsapp(
        house.http, base, account.token, account.external_id, content, name, mime
    )


async def _again(house: House, row: File, error: DeliveryError | Unavailable) -> str:
    """What surely did not upload, and what may have, is tried again; a refusal ends the message."""
    now = house.clock.now()
    final = isinstance(error, Rejected | Unauthorised) and not isinstance(error, OutcomeUnknown)
    async with house.store.writing() as session:
        delivery = await deliveries.of_message(session, row.message_id)
        still = await session.get_one(File, row.id, with_for_update=True)
        if still.provider_id is not None or delivery is None or delivery.status != "queued":
            return "nothing"
        still.attempts += 1
        if not final and still.attempts <= len(BACKOFF):
            wait = max(BACKOFF[still.attempts - 1], getattr(error, "retry_after", 0.0))
            still.next_try = now + timedelta(seconds=wait)
            await session.flush()
            await queue.queue_file_at(session, house.keys, now, still.next_try, TASK, row.id)
            await later(session, house, delivery, still.next_try + PATIENCE)
            return "retried"
        await _failed(session, house, delivery, error)
    return "failed"


async def _failed(
    session: AsyncSession, house: House, delivery: Delivery, error: DeliveryError | Unavailable
) -> None:
    """The message cannot leave; it is told like any other that could not."""
    now = house.clock.now()
    message = await session.get_one(Message, delivery.message_id, with_for_update=True)
    delivery.status = message.status = "failed"
    delivery.error = message.error = str(error)
    if isinstance(error, Unauthorised):
        thread = await session.get_one(Conversation, delivery.conversation_id)
        lost = await accounts.cut_off(session, thread.channel, thread.account_id, error)
        await accounts.raise_or_change(session, house, now, lost)
    else:
        code = error.code if isinstance(error, DeliveryError) else None
        alert = not_delivered(delivery.channel, delivery.conversation_id, code, str(error))
        await raise_alert(session, house.keys, now, alert, delivery.conversation_id)
    await tell(session, "message.status", conversation=delivery.conversation_id)
    await announce_message(session, house.keys, now, "message.failed", message)
