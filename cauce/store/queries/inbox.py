"""The inbox: the list of conversations, one thread, and the counts over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Subquery,
    and_,
    exists,
    func,
    null,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import LateralFromClause

from cauce.store.models import Contact, Conversation, Message, User
from cauce.store.queries import inbox_order, paging, words
from cauce.store.queries.inbox_order import behind, cursor, in_order, order_of

Folder = inbox_order.Folder
FOLDERS = inbox_order.FOLDERS
PAGE = 30
MESSAGES = 60
_DONE = ("resolved", "closed")


@dataclass(frozen=True, slots=True)
class Line:
    """A conversation as the list shows it.

    `reached` are all phones and e-mails of the person; `said` the message a search found;
    `by` who wrote the preview, and `by_agent` which of ours.
    """

    id: str
    contact_id: str
    name: str | None
    company: str | None
    channel: str
    status: str
    preview: str
    unread: int
    priority: int
    mood: float | None
    bot_silenced: bool
    owner_id: str | None
    owner: str | None
    last_message_at: datetime
    waiting_since: datetime | None
    score: int | None
    phone: str | None
    email: str | None
    escalation_reason: str | None
    reached: tuple[str, ...] = ()
    said: str | None = None
    by: str | None = None
    by_agent: str | None = None

    @property
    def waits_since(self) -> datetime:
        return self.waiting_since or self.last_message_at

    @property
    def unanswered(self) -> bool:
        """Nobody answers, though the machine was not silenced: a person has to."""
        return self.status == "waiting_agent" and not self.bot_silenced


@dataclass(frozen=True, slots=True)
class Thread:
    conversation: Conversation
    contact: Contact
    owner: str | None


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message and who of ours wrote it."""

    message: Message
    agent: str | None


def needs_person() -> ColumnElement[bool]:
    """Somebody must look: it was handed over, or the customer wrote where the bot is silent."""
    return or_(
        Conversation.status == "waiting_agent",
        and_(
            Conversation.bot_silenced,
            Conversation.unread > 0,
            Conversation.status.not_in(_DONE),
        ),
    )


def _in_folder(folder: Folder, user_id: str) -> ColumnElement[bool]:
    match folder:
        case "needs":
            return needs_person()
        case "mine":
            return and_(Conversation.owner_id == user_id, Conversation.status.not_in(_DONE))
        case "all":
            return Conversation.status.not_in(_DONE)
        case "closed":
            return Conversation.status.in_(_DONE)


async def conversations(
    session: AsyncSession,
    folder: Folder,
    user_id: str,
    *,
    search: str = "",
    channel: str = "",
    after: str | None = None,
    size: int = PAGE,
) -> paging.Page[Line]:
    """In one query, newest first; those who need us by urgency, then by how long they wait.

    A search looks at people and at everything that was said.
    """
    here = [_in_folder(folder, user_id)]
    if channel:
        here.append(Conversation.channel == channel)
    if after:
        here.append(behind(folder, after))
    places = _places(folder, here, size + 1, search)
    last = _last_said()
    said = _found_in(search) if search.strip() else select(null().label("content")).lateral()
    owner = aliased(User)
    wanted = (
        select(Conversation, Contact, owner.name, said.c.content, last.c.sender, last.c.agent_id)
        .join(places, places.c.id == Conversation.id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .outerjoin(owner, owner.id == Conversation.owner_id)
        .outerjoin(said, true())
        .outerjoin(last, true())
        .order_by(*in_order(folder, order_of(folder)))
    )
    lines = [_line(*row) for row in (await session.execute(wanted)).all()]
    after = cursor(folder, lines[size - 1]) if len(lines) > size else None
    return paging.page_of(lines, size, after)


def _places(folder: Folder, here: list[ColumnElement[bool]], size: int, search: str) -> Subquery:
    """The conversations of the page. Each way of finding one stops by itself at `size`, so a word
    that half of all messages hold costs no more than one that nobody ever wrote."""
    order = order_of(folder)
    keys = [one.label(f"key_{place}") for place, one in enumerate(order[:-1])]
    listed = select(*keys, Conversation.id).where(*here)
    listed = listed.order_by(*in_order(folder, order)).limit(size)
    if not search.strip():
        return listed.subquery()
    person = exists().where(Contact.id == Conversation.contact_id, words.in_person(search))
    message = exists().where(Message.conversation_id == Conversation.id, words.in_message(search))
    ways = (listed.where(person).subquery(), listed.where(message).subquery())
    both = union(*(select(way) for way in ways)).subquery()
    return select(both).order_by(*in_order(folder, both.c)).limit(size).subquery()


def _last_said() -> LateralFromClause:
    """Who wrote what the preview shows."""
    return (
        select(Message.sender, Message.agent_id)
        .where(Message.conversation_id == Conversation.id, Message.sender != "system")
        .order_by(Message.sequence.desc())
        .limit(1)
        .lateral()
    )


def _found_in(search: str) -> LateralFromClause:
    """The last message of a conversation that has the words."""
    return (
        select(Message.content)
        .where(Message.conversation_id == Conversation.id, words.in_message(search))
        .order_by(Message.sequence.desc())
        .limit(1)
        .lateral()
    )


def _line(
    conversation: Conversation,
    contact: Contact,
    owner: str | None,
    said: str | None = None,
    by: str | None = None,
    by_agent: str | None = None,
) -> Line:
    return Line(
        id=conversation.id,
        contact_id=contact.id,
        name=contact.name,
        company=contact.company,
        channel=conversation.channel,
        status=conversation.status,
        preview=conversation.preview,
        unread=conversation.unread,
        priority=conversation.priority,
        mood=conversation.average_sentiment,
        bot_silenced=conversation.bot_silenced,
        owner_id=conversation.owner_id,
        owner=owner,
        last_message_at=conversation.last_message_at,
        waiting_since=conversation.waiting_since,
        score=contact.lead_score,
        phone=contact.phones[-1] if contact.phones else None,
        email=contact.emails[-1] if contact.emails else None,
        escalation_reason=conversation.escalation_reason,
        reached=(*contact.phones, *contact.emails),
        said=said,
        by=by,
        by_agent=by_agent,
    )


async def counts(session: AsyncSession, user_id: str) -> dict[str, int]:
    """How many conversations each folder holds; the closed ones are not counted."""
    row = (
        await session.execute(
            select(
                func.count().filter(needs_person()),
                func.count().filter(_in_folder("mine", user_id)),
                func.count(),
            ).where(Conversation.status.not_in(_DONE))
        )
    ).one()
    return {"needs": row[0], "mine": row[1], "all": row[2]}


async def thread(session: AsyncSession, conversation_id: str) -> Thread | None:
    found = await session.execute(
        select(Conversation, Contact, User.name)
        .join(Contact, Contact.id == Conversation.contact_id)
        .outerjoin(User, User.id == Conversation.owner_id)
        .where(Conversation.id == conversation_id)
    )
    row = found.one_or_none()
    return None if row is None else Thread(row[0], row[1], row[2])


async def messages(
    session: AsyncSession, conversation_id: str, *, before: int | None = None, size: int = MESSAGES
) -> list[Spoken]:
    """The last `size` messages that came before a sequence number, oldest first."""
    wanted = (
        select(Message, User.name)
        .outerjoin(User, User.id == Message.agent_id)
        .where(Message.conversation_id == conversation_id)
        .order_by(Message.sequence.desc())
        .limit(size)
    )
    if before is not None:
        wanted = wanted.where(Message.sequence < before)
    found = (await session.execute(wanted)).all()
    return [Spoken(message, agent) for message, agent in reversed(found)]


async def threads_of(session: AsyncSession, contact_id: str) -> Sequence[Conversation]:
    """Every conversation of a contact, newest first."""
    found = await session.scalars(
        select(Conversation)
        .where(Conversation.contact_id == contact_id)
        .order_by(Conversation.last_message_at.desc())
        .limit(20)
    )
    return list(found)


async def waiting_longest(session: AsyncSession, size: int = 6) -> list[Line]:
    """Who needs a person first: the most urgent, then who has waited longest."""
    owner = aliased(User)
    found = await session.execute(
        select(Conversation, Contact, owner.name)
        .join(Contact, Contact.id == Conversation.contact_id)
        .outerjoin(owner, owner.id == Conversation.owner_id)
        .where(needs_person())
        .order_by(*order_of("needs"))
        .limit(size)
    )
    return [_line(*row) for row in found.all()]
