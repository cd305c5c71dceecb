"""What a person does in the inbox. Typing is taking over: the bot is silent from that moment."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.channels import CHANNELS
from cauce.core.files import FileType
from cauce.core.keys import idempotency_key
from cauce.core.reasons import because
from cauce.engine import drafts, queue
from cauce.engine.announcing import announce_conversation
from cauce.engine.files import attaching
from cauce.engine.files.attaching import Upload
from cauce.engine.house import House
from cauce.engine.performing import messages
from cauce.engine.performing.conversations import open_case
from cauce.engine.window import window_for_people
from cauce.errors import BadInput, Conflict, NotFound
from cauce.store.models import Conversation, Message, User
from cauce.store.queries import turns
from cauce.store.queries.audit import note
from cauce.store.queries.live import tell

LONGEST_REPLY = 4000
CLOSED = "This conversation is closed. It opens again when the customer writes."
TOO_LATE = (
    "It is too long since the customer wrote: WhatsApp takes only an approved template now. "
    "Choose one, and write freely once they answer."
)
TOO_LATE_HERE = (
    "It is too long since the customer wrote: this channel takes no more messages until they "
    "write again."
)


async def reply(
    house: House,
    user_id: str,
    conversation_id: str,
    text: str,
    key: str,
    upload: Upload | None = None,
) -> Message:
    """Sends what a person typed, with the file they chose, and makes the conversation theirs.

    The same `key` again returns the message that was sent. Raises BadInput for an empty or too
    long text and a file the channel does not take, NotFound, and Conflict when the conversation is
    closed, or the platform takes no free text there any more.
    """
    if not text.strip() and upload is None:
        raise BadInput("Write something before sending.", "text")
    if len(text) > LONGEST_REPLY:
        raise BadInput(f"Keep it under {LONGEST_REPLY} characters.", "text")
    once = idempotency_key("agent", conversation_id, key)
    found = await _kept(house, conversation_id, once, upload)
    async with house.store.writing() as session:
        thread = await locked(session, conversation_id)
        sent = await session.scalar(select(Message).where(Message.key == once))
        if sent is not None:
            return sent
        await _may_write(session, house, thread)
        message = Message(
            id=house.keys.new(Message.prefix),
            sender="agent",
            agent_id=user_id,
            content=text,
            key=once,
            kind="text" if found is None else found.kind,
        )
        await say(session, house, thread, user_id, message)
        if upload is not None and found is not None:
            session.add(attaching.row_of(house, attaching.id_of(once), message, upload, found))
    return message


async def _may_write(session: AsyncSession, house: House, thread: Conversation) -> None:
    """Raises Conflict, which says what to do instead."""
    if thread.status == "closed":
        raise Conflict(CLOSED)
    window = await window_for_people(session, thread)
    if not window.open_at(house.clock.now()):
        raise Conflict(TOO_LATE if window.templates else TOO_LATE_HERE)


async def say(
    session: AsyncSession, house: House, thread: Conversation, user_id: str, message: Message
) -> None:
    """Puts what a person says into a locked conversation, which becomes theirs."""
    await _own(session, house, thread, user_id)
    await messages.put(session, house.keys, house.clock.now(), thread, message)
    await _first_reply(session, house, thread)
    thread.status = "waiting_customer"
    thread.unread = 0


async def _kept(
    house: House, conversation_id: str, once: str, upload: Upload | None
) -> FileType | None:
    """The bytes are on the shelf before anything says that they are."""
    if upload is None:
        return None
    async with house.store.reading() as session:
        thread = await session.get(Conversation, conversation_id)
    if thread is None:
        raise NotFound("There is no such conversation.")
    found = attaching.checked(CHANNELS[thread.channel], upload, house.settings.media_max_mb)
    await house.shelf.put(attaching.id_of(once), upload.content)
    return found


async def take(house: House, user_id: str, conversation_id: str) -> None:
    """Makes the conversation theirs without writing yet."""
    async with house.store.writing() as session:
        thread = await locked(session, conversation_id)
        await _own(session, house, thread, user_id)
        thread.status = "waiting_agent" if thread.status == "active" else thread.status


async def typing(house: House, user_id: str, conversation_id: str) -> bool:
    """Tells the customer that a person writes; whether this made the conversation theirs.

    The machine must not talk over somebody who is typing, so where it still answers, or nobody
    attends, the conversation is taken; a colleague's stays theirs.
    """
    async with house.store.writing() as session:
        thread = await locked(session, conversation_id)
        if thread.status == "closed":
            return False
        taken = not thread.bot_silenced or thread.owner_id is None
        if taken:
            await _own(session, house, thread, user_id)
            thread.status = "waiting_agent" if thread.status == "active" else thread.status
        await tell(session, "agent.typing", conversation=thread.id)
    return taken


async def hand_back(house: House, user_id: str, conversation_id: str) -> None:
    """The machine may answer again; whatever waits unanswered is its to answer."""
    async with house.store.writing() as session:
        thread = await locked(session, conversation_id)
        thread.bot_silenced = False
        thread.owner_id = None
        thread.department = None
        thread.escalated = False
        thread.waiting_since = None
        thread.bot_failures = 0
        await _settle_case(session, house, thread, "handed_back")
        note(session, user_id, "conversation.handed_back", thread.id)
        if thread.status != "closed":
            thread.status = "active" if thread.status == "waiting_agent" else thread.status
            thread.unhandled = await turns.leave_unanswered(session, thread.id)
        if thread.unhandled > 0:
            await queue.queue_turn(session, thread.id)
        await tell(session, "conversation.changed", conversation=thread.id)


async def assign(house: House, user_id: str, conversation_id: str, to_user_id: str) -> None:
    """Gives the conversation to a colleague. Raises NotFound when there is no such person."""
    async with house.store.writing() as session:
        thread = await locked(session, conversation_id)
        colleague = await session.get(User, to_user_id)
        if colleague is None or colleague.disabled_at is not None:
            raise NotFound("There is no such person in the team.")
        await _own(session, house, thread, to_user_id)
        note(session, user_id, "conversation.assigned", thread.id)


async def close(house: House, user_id: str, conversation_id: str) -> None:
    """Ends the conversation and hands it back; the next message opens one that Cauce attends."""
    async with house.store.writing() as session:
        thread = await locked(session, conversation_id)
        thread.status = "closed"
        thread.closed_at = house.clock.now()
        thread.bot_silenced = False
        thread.waiting_since = None
        thread.unread = thread.unhandled = 0
        await turns.drop_unanswered(session, thread.id)
        why = because("a person closed the conversation")
        await drafts.expire(session, thread.id, house.clock.now(), why)
        await _settle_case(session, house, thread, "closed_by_person")
        note(session, user_id, "conversation.closed", thread.id)
        now = house.clock.now()
        await announce_conversation(session, house.keys, now, "conversation.closed", thread)
        await tell(session, "conversation.changed", conversation=thread.id)


async def mark_read(house: House, conversation_id: str) -> None:
    """The team has seen it; open lists hear of it when that is news."""
    async with house.store.writing() as session:
        seen = await session.scalar(
            update(Conversation)
            .where(Conversation.id == conversation_id, Conversation.unread > 0)
            .values(unread=0)
            .returning(Conversation.id)
        )
        if seen is not None:
            await tell(session, "conversation.read", conversation=seen)


async def locked(session: AsyncSession, conversation_id: str) -> Conversation:
    """The conversation, locked. Raises NotFound."""
    thread = await turns.conversation(session, conversation_id)
    if thread is None:
        raise NotFound("There is no such conversation.")
    return thread


async def _own(session: AsyncSession, house: House, thread: Conversation, user_id: str) -> None:
    thread.bot_silenced = True
    if thread.owner_id != user_id:
        thread.owner_id = user_id
        note(session, user_id, "conversation.taken", thread.id)
    why = because("a person took the conversation over")
    await drafts.expire(session, thread.id, house.clock.now(), why)
    await tell(session, "conversation.changed", conversation=thread.id)


async def _first_reply(session: AsyncSession, house: House, thread: Conversation) -> None:
    """Keeps how long the customer waited for a person: promises are made from this figure."""
    if thread.waiting_since is None:
        return
    case = await open_case(session, thread.id)
    if case is not None:
        waited = (house.clock.now() - thread.waiting_since).total_seconds() / 60
        case.evidence = {**case.evidence, "first_reply_minutes": round(waited, 1)}
        case.status = "in_progress"
        case.assigned_to = thread.owner_id
    thread.waiting_since = None


async def _settle_case(
    session: AsyncSession, house: House, thread: Conversation, closure: str
) -> None:
    case = await open_case(session, thread.id)
    if case is None:
        return
    now = house.clock.now()
    case.status = "resolved"
    case.closed_at = now
    case.closure_type = closure
    case.resolution_hours = round((now - case.opened_at).total_seconds() / 3600, 2)
