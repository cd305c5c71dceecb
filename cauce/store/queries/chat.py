"""What the website chat may know: the threads of one visitor, and nothing of anybody else's."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.models import (
    ContactIdentity,
    Conversation,
    Message,
    Order,
    OrderItem,
    Setting,
    User,
)
from cauce.store.queries.live import tell

CHANNEL = "webchat"
# A keystroke holds the answer back this long; the widget repeats it while they go on.
TYPING_FOR = timedelta(seconds=6)
_SHOWN = ("customer", "bot", "agent")
_LADDER = {"delivered": ("queued", "sent"), "read": ("queued", "sent", "delivered")}


@dataclass(frozen=True, slots=True)
class Thread:
    """The visitor's open conversation, else the newest.

    `seen` is the last message of theirs that was read on our side, `language` the one they last
    wrote in.
    """

    id: str
    status: str
    bot_silenced: bool
    unhandled: int
    seen: int
    language: str | None


async def thread_of(session: AsyncSession, visitor: str) -> Thread | None:
    seen = (
        select(func.max(Message.sequence))
        .where(
            Message.conversation_id == Conversation.id,
            Message.direction == "in",
            or_(Message.handled, Message.status == "read"),
        )
        .scalar_subquery()
    )
    found = await session.execute(
        select(
            Conversation.id,
            Conversation.status,
            Conversation.bot_silenced,
            Conversation.unhandled,
            func.coalesce(seen, 0),
            Conversation.language,
        )
        .join(ContactIdentity, ContactIdentity.id == Conversation.identity_id)
        .where(ContactIdentity.channel == CHANNEL, ContactIdentity.external_id == visitor)
        .order_by(
            Conversation.status == "closed",
            Conversation.started_at.desc(),
            Conversation.id.desc(),
        )
        .limit(1)
    )
    row = found.first()
    return None if row is None else Thread(*row)


async def messages_after(
    session: AsyncSession, conversation_id: str, sequence: int, limit: int = 200
) -> Sequence[tuple[Message, str | None]]:
    """Messages of one conversation after `sequence`, oldest first, with the agent's name."""
    found = await session.execute(
        _messages()
        .where(Message.conversation_id == conversation_id, Message.sequence > sequence)
        .order_by(Message.sequence)
        .limit(limit)
    )
    return [(message, name) for message, name in found.all()]


async def history(
    session: AsyncSession, visitor: str, limit: int = 200
) -> Sequence[tuple[Message, str | None]]:
    """The newest messages of all the visitor's conversations, oldest first."""
    found = await session.execute(
        _messages()
        .join(Conversation, Conversation.id == Message.conversation_id)
        .join(ContactIdentity, ContactIdentity.id == Conversation.identity_id)
        .where(ContactIdentity.channel == CHANNEL, ContactIdentity.external_id == visitor)
        .order_by(Conversation.started_at.desc(), Conversation.id.desc(), Message.sequence.desc())
        .limit(limit)
    )
    return [(message, name) for message, name in reversed(found.all())]


def _messages() -> Select[Message, str]:
    return (
        select(Message, User.name)
        .outerjoin(User, User.id == Message.agent_id)
        .where(Message.sender.in_(_SHOWN))
    )


async def orders_of(
    session: AsyncSession, conversations: Collection[str], tokens: Collection[str]
) -> dict[str, tuple[Order, list[OrderItem]]]:
    """Orders placed in these conversations, by the token of their payment page."""
    if not tokens:
        return {}
    orders = (
        await session.scalars(
            select(Order).where(Order.token.in_(tokens), Order.conversation_id.in_(conversations))
        )
    ).all()
    found: dict[str, tuple[Order, list[OrderItem]]] = {order.token: (order, []) for order in orders}
    by_id = {order.id: found[order.token][1] for order in orders}
    items = await session.scalars(
        select(OrderItem).where(OrderItem.order_id.in_(by_id)).order_by(OrderItem.id)
    )
    for item in items:
        by_id[item.order_id].append(item)
    return found


async def mark_reached(
    session: AsyncSession, visitor: str, up_to: int, status: str, now: datetime
) -> bool:
    """Our messages up to `up_to` reached the visitor, or were read; whether that was news."""
    thread = await thread_of(session, visitor)
    if thread is None:
        return False
    values: dict[str, Any] = {
        "status": status,
        "updated_at": now,
        "delivered_at": func.coalesce(Message.delivered_at, now),
    }
    if status == "read":
        values["read_at"] = func.coalesce(Message.read_at, now)
    changed = await session.scalars(
        update(Message)
        .where(
            Message.conversation_id == thread.id,
            Message.direction == "out",
            Message.sequence <= up_to,
            Message.status.in_(_LADDER[status]),
        )
        .values(**values)
        .returning(Message.id)
    )
    if not changed.all():
        return False
    await tell(session, "message.status", conversation=thread.id)
    return True


async def mark_typing(session: AsyncSession, visitor: str, now: datetime) -> None:
    """The visitor is writing: whoever answers waits, and the inbox shows it."""
    thread = await thread_of(session, visitor)
    if thread is None or thread.status == "closed":
        return
    await session.execute(
        update(Conversation)
        .where(Conversation.id == thread.id)
        .values(customer_typing_until=now + TYPING_FOR)
    )
    await tell(session, "customer.typing", conversation=thread.id)


async def appearance(session: AsyncSession) -> dict[str, Any]:
    """How the owner wants the chat to look: `colour` and `greeting`, where they were chosen."""
    chosen = await session.scalar(select(Setting.value).where(Setting.name == "chat"))
    return chosen or {}
