"""What a turn reads before it thinks: people, messages, agents and circumstances."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select, text, update
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.models import (
    Contact,
    ContactIdentity,
    Conversation,
    Lead,
    Message,
    Order,
    OrderItem,
)

_CIRCUMSTANCES = """
    SELECT (SELECT jsonb_object_agg(flow, jsonb_build_object('autonomy', autonomy,
                                                             'limit', limit_minor))
              FROM flow_settings) AS autonomies,
           (SELECT count(*) FROM messages
             WHERE conversation_id = :conversation AND sender = 'bot' AND created_at > :since)
               AS lately,
           (SELECT id FROM cases
             WHERE conversation_id = :conversation AND status NOT IN ('resolved', 'closed')
             ORDER BY id DESC LIMIT 1) AS open_case,
           (SELECT jsonb_object_agg(scope, jsonb_build_object('granted', granted,
                                                              'at', created_at))
              FROM (SELECT DISTINCT ON (scope) scope, granted, created_at FROM consents
                     WHERE contact_id = :contact ORDER BY scope, id DESC) newest) AS consents,
           (SELECT (SELECT d.flow = 'reception' AND d.saw ->> 'opt_out' = 'yes'
                      FROM decisions d WHERE d.id = m.decision_id)
              FROM messages m WHERE m.conversation_id = :conversation AND m.direction = 'out'
             ORDER BY m.sequence DESC LIMIT 1) AS opt_out_told,
           (SELECT (value ->> 'minutes')::float FROM settings WHERE name = 'reply_minutes')
               AS reply_minutes,
           EXISTS (SELECT FROM approvals
                    WHERE conversation_id = :conversation AND status = 'waiting') AS drafts_wait,
           EXISTS (SELECT FROM webhooks WHERE active) AS someone_listens,
           (SELECT value ->> 'mark' FROM settings WHERE name = 'models') AS models_mark,
           business.knowledge_version, business.xmin::text AS knowledge_mark
"""
_FROM = " FROM (SELECT 1) AS one LEFT JOIN business ON true"
_AGENTS = """
         , (SELECT jsonb_agg(to_jsonb(agent) ORDER BY agent.id) FROM (
            SELECT u.id, u.name, u.languages, u.last_assigned_at,
                   u.on_duty AND u.password_hash IS NOT NULL AS on_duty,
                   array(SELECT t.name FROM team_members m JOIN teams t ON t.id = m.team_id
                          WHERE m.user_id = u.id ORDER BY t.name) AS teams,
                   (SELECT count(*) FROM conversations c
                     WHERE c.owner_id = u.id AND c.status <> 'closed') AS open
              FROM users u
             WHERE u.disabled_at IS NULL AND u.role <> 'viewer') agent) AS agents
"""
_CIRCUMSTANCES_ONLY = text(_CIRCUMSTANCES + _FROM)
_CIRCUMSTANCES_AND_AGENTS = text(_CIRCUMSTANCES + _AGENTS + _FROM)

# Put together once: building a statement costs as much as running it, and every turn runs these.
_CONVERSATION = (
    select(Conversation)
    .where(Conversation.id == bindparam("conversation"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_PEOPLE = (
    select(Contact, ContactIdentity, Lead)
    .select_from(Contact)
    .join(ContactIdentity, ContactIdentity.id == bindparam("identity"))
    .outerjoin(
        Lead,
        (Lead.contact_id == Contact.id) & Lead.status.not_in(("converted", "lost")),
    )
    .where(Contact.id == bindparam("contact"))
)
_LAST_MESSAGES = (
    select(Message)
    .where(
        Message.conversation_id == bindparam("conversation"),
        (
            Message.sequence
            >= func.coalesce(
                select(Message.sequence)
                .where(Message.conversation_id == bindparam("conversation"))
                .order_by(Message.sequence.desc())
                .offset(bindparam("before"))
                .limit(1)
                .scalar_subquery(),
                0,
            )
        )
        | ((Message.direction == "in") & Message.handled.is_(False)),
    )
    .order_by(Message.sequence)
)
_TAKE = text("""
    UPDATE messages m
       SET handled = true, intent = :intent, sentiment = :sentiment, updated_at = :now
      FROM unnest(CAST(:ids AS text[]), CAST(:texts AS text[])) AS read (id, content)
     WHERE m.id = read.id AND m.content = read.content AND NOT m.handled
    RETURNING m.id
""")

_LOCK_NAME = text("SELECT cauce_lock_name(:channel, :name)")
_NAME_MESSAGE = text("SELECT cauce_name_message(:message, :channel, :name)")


async def conversation(session: AsyncSession, conversation_id: str) -> Conversation | None:
    """The conversation's row, locked until the transaction ends."""
    return await session.scalar(_CONVERSATION, {"conversation": conversation_id})


async def people(
    session: AsyncSession, thread: Conversation
) -> tuple[Contact, ContactIdentity, Lead | None]:
    """Who writes, on which identity, and the lead they are."""
    values = {"identity": thread.identity_id, "contact": thread.contact_id}
    row = (await session.execute(_PEOPLE, values)).one()
    return row[0], row[1], row[2]


async def last_messages(
    session: AsyncSession, conversation_id: str, limit: int
) -> Sequence[Message]:
    """The newest `limit` messages and every one no turn has taken, oldest first."""
    values = {"conversation": conversation_id, "before": limit - 1}
    return (await session.scalars(_LAST_MESSAGES, values)).all()


async def take_messages(
    session: AsyncSession, read: Sequence[Message], intent: str, sentiment: float, now: datetime
) -> int:
    """Marks as handled those of the messages that no turn has taken and that still say what was
    read of them; how many they were."""
    values = {
        "ids": [message.id for message in read],
        "texts": [message.content for message in read],
        "intent": intent,
        "sentiment": sentiment,
        "now": now,
    }
    return len((await session.execute(_TAKE, values)).all())


async def leave_unanswered(session: AsyncSession, conversation_id: str) -> int:
    """Gives what the customer wrote after our last word back to the next turn; how many."""
    last_word = (
        select(func.coalesce(func.max(Message.sequence), 0))
        .where(Message.conversation_id == conversation_id, Message.direction == "out")
        .scalar_subquery()
    )
    waiting = await session.execute(
        update(Message)
        .where(
            Message.conversation_id == conversation_id,
            Message.sender == "customer",
            Message.sequence > last_word,
            ~Message.extra.has_key("withdrawn"),
        )
        .values(handled=False)
        .returning(Message.id)
        .execution_options(synchronize_session=False)
    )
    return len(waiting.all())


async def drop_unanswered(session: AsyncSession, conversation_id: str) -> None:
    """What no turn has taken yet needs no answer any more."""
    await session.execute(
        update(Message)
        .where(Message.conversation_id == conversation_id, ~Message.handled)
        .values(handled=True)
        .execution_options(synchronize_session=False)
    )


async def circumstances(
    session: AsyncSession,
    conversation_id: str,
    contact_id: str,
    since: datetime,
    *,
    with_agents: bool = False,
) -> Row[Any]:
    """Autonomies, recent bot messages, open case, wishes, whether our last words confirmed the
    wish to be left alone, reply time, drafts that wait, whether
    anyone listens and the version of the knowledge, in one row; and everyone who can take a
    conversation, with teams and open conversations, where `with_agents`."""
    values = {"conversation": conversation_id, "contact": contact_id, "since": since}
    asked = _CIRCUMSTANCES_AND_AGENTS if with_agents else _CIRCUMSTANCES_ONLY
    return (await session.execute(asked, values)).one()


async def orders_of(
    session: AsyncSession, contact_id: str, limit: int = 10
) -> list[tuple[Order, list[list[Any]]]]:
    """The newest orders of this contact, each with its items as (name, quantity) pairs."""
    items = func.array_agg(
        aggregate_order_by(func.jsonb_build_array(OrderItem.name, OrderItem.quantity), OrderItem.id)
    )
    found = await session.execute(
        select(Order, items)
        .outerjoin(OrderItem, OrderItem.order_id == Order.id)
        .where(Order.contact_id == contact_id)
        .group_by(Order.id)
        .order_by(Order.placed_at.desc())
        .limit(limit)
    )
    return [(row[0], list(row[1])) for row in found]


async def lock_name(session: AsyncSession, channel: str, provider_id: str) -> None:
    """Until the end of the transaction no news of a message called like this come in."""
    await session.execute(_LOCK_NAME, {"channel": channel, "name": provider_id})


async def name_message(
    session: AsyncSession, message_id: str, channel: str, provider_id: str
) -> None:
    """Notes what the platform calls the message, and applies what it has said of it already.

    The caller has locked the name, then the message, and flushed what it changed in it.
    """
    values = {"message": message_id, "channel": channel, "name": provider_id}
    await session.execute(_NAME_MESSAGE, values)
