"""What a person does in the inbox. Typing is taking over: the bot is silent from that moment."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.keys import idempotency_key
from cauce.core.reasons import because
from cauce.engine import drafts, queue
from cauce.engine.announcing import announce_conversation
from cauce.engine.house import House
from cauce.engine.performing import messages
from cauce.engine.performing.conversations import open_case
from cauce.errors import BadInput, Conflict, NotFound
from cauce.store.models import AuditEntry, Conversation, Message, User
from cauce.store.queries import turns
from cauce.store.queries.live import tell

LONGEST_REPLY = 4000


async def reply(house: House, user_id: str, conversation_id: str, text: str, key: str) -> Message:
    """Sends what a person typed, and makes the conversation theirs.

    The same `key` again returns the message that was sent. Raises BadInput for an empty or too
    long text, NotFound, and Conflict when the conversation is closed.
    """
    if not text.strip():
        raise BadInput("Write something before sending.", "text")
    if len(text) > LONGEST_REPLY:
        raise BadInput(f"Keep it under {LONGEST_REPLY} characters.", "text")
    once = idempotency_key("agent", conversation_id, key)
    async with house.store.writing() as session:
        thread = await _locked(session, conversation_id)
        sent = await session.scalar(select(Message).where(Message.key == once))
        if sent is not None:
            return sent
        if thread.status == "closed":
            raise Conflict("This conversation is closed. It opens again when the customer writes.")
        await _own(session, house, thread, user_id)
        message = Message(
            id=house.keys.new(Message.prefix),
            sender="agent",
            agent_id=user_id,
            content=text,
            key=once,
        )
        await messages.put(session, house.keys, house.clock.now(), thread, message)
        await _first_reply(session, house, thread)
        thread.status = "waiting_customer"
        thread.unread = 0
    return message


async def take(house: House, user_id: str, conversation_id: str) -> None:
    """Makes the conversation theirs without writing yet."""
    async with house.store.writing() as session:
        thread = await _locked(session, conversation_id)
        await _own(session, house, thread, user_id)
        thread.status = "waiting_agent" if thread.status == "active" else thread.status


async def typing(house: House, user_id: str, conversation_id: str) -> bool:
    """Tells the customer that a person writes; whether this made the conversation theirs.

    The machine must not talk over somebody who is typing, so where it still answers, or nobody
    attends, the conversation is taken; a colleague's stays theirs.
    """
    async with house.store.writing() as session:
        thread = await _locked(session, conversation_id)
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
        thread = await _locked(session, conversation_id)
        thread.bot_silenced = False
        thread.owner_id = None
        thread.department = None
        thread.escalated = False
        thread.waiting_since = None
        thread.bot_failures = 0
        await _settle_case(session, house, thread, "handed_back")
        _audit(session, user_id, "conversation.handed_back", thread.id)
        if thread.status != "closed":
            thread.status = "active" if thread.status == "waiting_agent" else thread.status
            thread.unhandled = await turns.leave_unanswered(session, thread.id)
        if thread.unhandled > 0:
            await queue.queue_turn(session, thread.id)
        await tell(session, "conversation.changed", conversation=thread.id)


async def assign(house: House, user_id: str, conversation_id: str, to_user_id: str) -> None:
    """Gives the conversation to a colleague. Raises NotFound when there is no such person."""
    async with house.store.writing() as session:
        thread = await _locked(session, conversation_id)
        colleague = await session.get(User, to_user_id)
        if colleague is None or colleague.disabled_at is not None:
            raise NotFound("There is no such person in the team.")
        await _own(session, house, thread, to_user_id)
        _audit(session, user_id, "conversation.assigned", thread.id)


async def close(house: House, user_id: str, conversation_id: str) -> None:
    """Ends the conversation and hands it back; the next message opens one that Cauce attends."""
    async with house.store.writing() as session:
        thread = await _locked(session, conversation_id)
        thread.status = "closed"
        thread.closed_at = house.clock.now()
        thread.bot_silenced = False
        thread.waiting_since = None
        thread.unread = thread.unhandled = 0
        await turns.drop_unanswered(session, thread.id)
        why = because("a person closed the conversation")
        await drafts.expire(session, thread.id, house.clock.now(), why)
        await _settle_case(session, house, thread, "closed_by_person")
        _audit(session, user_id, "conversation.closed", thread.id)
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


async def _locked(session: AsyncSession, conversation_id: str) -> Conversation:
    thread = await turns.conversation(session, conversation_id)
    if thread is None:
        raise NotFound("There is no such conversation.")
    return thread


async def _own(session: AsyncSession, house: House, thread: Conversation, user_id: str) -> None:
    thread.bot_silenced = True
    if thread.owner_id != user_id:
        thread.owner_id = user_id
        _audit(session, user_id, "conversation.taken", thread.id)
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


def _audit(session: AsyncSession, user_id: str, action: str, subject: str) -> None:
    session.add(AuditEntry(actor=user_id, action=action, subject=subject, before=None, after=None))
