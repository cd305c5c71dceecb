"""What Cauce decided and why: of one turn, of one flow, and what waits for a person's yes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from cauce.store.models import (
    ActionRow,
    Approval,
    Contact,
    Conversation,
    DecisionRow,
    FaqRow,
    LeadIntent,
    Message,
    PolicyRow,
    Product,
    Sentiment,
    User,
)
from cauce.store.queries import paging

PAGE = 20


@dataclass(frozen=True, slots=True)
class Explained:
    """A decision with what it led to."""

    decision: DecisionRow
    actions: tuple[ActionRow, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of the customer's words that a turn answered."""

    intent: LeadIntent | None
    mood: Sentiment | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something a person should say yes or no to, with who it is for and why it asks.

    `asked_with` is all that the customer wrote since we last answered, oldest first.
    """

    approval: Approval
    decision: DecisionRow
    action: ActionRow
    contact: Contact | None
    channel: str | None
    asked_with: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """An approval with the name of who answered it."""

    approval: Approval
    who: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A decision with the name of who it was about."""

    decision: DecisionRow
    contact: str | None


async def of_turn(session: AsyncSession, decision_id: str) -> tuple[Explained, ...]:
    """All decisions that were taken together with this one, in order; () when it is unknown."""
    one = await session.get(DecisionRow, decision_id)
    if one is None:
        return ()
    rows = [one]
    if one.turn_id is not None and one.conversation_id is not None:
        found = await session.scalars(
            select(DecisionRow)
            .where(
                DecisionRow.conversation_id == one.conversation_id,
                DecisionRow.turn_id == one.turn_id,
            )
            .order_by(DecisionRow.id)
        )
        rows = list(found)
    return await _with_actions(session, rows)


async def _with_actions(
    session: AsyncSession, rows: Sequence[DecisionRow]
) -> tuple[Explained, ...]:
    found = await session.scalars(
        select(ActionRow)
        .where(ActionRow.decision_id.in_([row.id for row in rows]))
        .order_by(ActionRow.id)
    )
    by_decision: dict[str, list[ActionRow]] = {}
    for action in found:
        by_decision.setdefault(action.decision_id, []).append(action)
    return tuple(Explained(row, tuple(by_decision.get(row.id, ()))) for row in rows)


async def reading_of(session: AsyncSession, message_id: str | None) -> Reading:
    """What was read in the burst that ended with this message."""
    if message_id is None:
        return Reading(None, None)
    intent = await session.scalar(
        select(LeadIntent)
        .where(LeadIntent.message_id == message_id)
        .order_by(LeadIntent.id.desc())
        .limit(1)
    )
    mood = None
    if intent is not None:
        mood = await session.scalar(
            select(Sentiment)
            .where(Sentiment.contact_id == intent.contact_id, Sentiment.message_id == message_id)
            .order_by(Sentiment.id.desc())
            .limit(1)
        )
    return Reading(intent, mood)


async def source_names(
    session: AsyncSession, sources: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """What the rows an answer rests on are called; rows that are gone are left out."""
    columns = {
        "product": (Product.id, Product.name),
        "faq": (FaqRow.id, FaqRow.question),
        "policy": (PolicyRow.id, PolicyRow.title),
    }
    named: dict[tuple[str, str], str] = {}
    for kind, (key, name) in columns.items():
        ids = [row_id for source, row_id in sources if source == kind]
        if ids:
            found = await session.execute(select(key, name).where(key.in_(ids)))
            named |= {(kind, row_id): label for row_id, label in found.all()}
    return named


async def of_flow(
    session: AsyncSession, flow: str, *, after: str | None = None, size: int = PAGE
) -> paging.Page[Listed]:
    """A flow's decisions, newest first."""
    wanted = (
        select(DecisionRow, Contact.name)
        .outerjoin(Contact, Contact.id == DecisionRow.contact_id)
        .where(DecisionRow.flow == flow)
        .order_by(DecisionRow.id.desc())
        .limit(size + 1)
    )
    if after:
        wanted = wanted.where(DecisionRow.id < str(paging.decode(after, 1)[0]))
    rows = [Listed(*row) for row in (await session.execute(wanted)).all()]
    cursor = paging.encode(rows[size - 1].decision.id) if len(rows) > size else None
    return paging.page_of(rows, size, cursor)


async def by_flow_since(session: AsyncSession, since: datetime) -> dict[str, dict[str, int]]:
    """How often each flow decided since then, by verdict."""
    found = await session.execute(
        select(DecisionRow.flow, DecisionRow.verdict, func.count())
        .where(
            DecisionRow.id >= paging.first_id(DecisionRow.prefix, since),
            DecisionRow.created_at >= since,
        )
        .group_by(DecisionRow.flow, DecisionRow.verdict)
    )
    counted: dict[str, dict[str, int]] = {}
    for flow, verdict, number in found.all():
        counted.setdefault(flow, {})[verdict] = number
    return counted


async def waiting(
    session: AsyncSession, *, after: str | None = None, size: int = PAGE
) -> paging.Page[Waiting]:
    """What waits for a yes, oldest first: the customer has waited longest there."""
    wanted = (
        select(Approval, DecisionRow, ActionRow, Contact, Conversation.channel)
        .join(DecisionRow, DecisionRow.id == Approval.decision_id)
        .join(ActionRow, ActionRow.id == Approval.action_id)
        .outerjoin(Contact, Contact.id == Approval.contact_id)
        .outerjoin(Conversation, Conversation.id == Approval.conversation_id)
        .where(Approval.status == "waiting")
        .order_by(Approval.id)
        .limit(size + 1)
    )
    if after:
        wanted = wanted.where(Approval.id > str(paging.decode(after, 1)[0]))
    found = (await session.execute(wanted)).all()
    asked = await _unanswered(session, [row[0].conversation_id for row in found])
    rows = [Waiting(*row, asked.get(row[0].conversation_id or "", ())) for row in found]
    cursor = paging.encode(rows[size - 1].approval.id) if len(rows) > size else None
    return paging.page_of(rows, size, cursor)


async def _unanswered(
    session: AsyncSession, conversation_ids: Sequence[str | None]
) -> dict[str, tuple[Message, ...]]:
    """What customers wrote since anybody of ours last answered them, by conversation."""
    ours = aliased(Message)
    later = exists().where(
        ours.conversation_id == Message.conversation_id,
        ours.direction == "out",
        ours.sequence > Message.sequence,
    )
    found = await session.scalars(
        select(Message)
        .where(
            Message.conversation_id.in_([one for one in conversation_ids if one]),
            Message.direction == "in",
            Message.extra["withdrawn"].is_(None),
            ~later,
        )
        .order_by(Message.conversation_id, Message.sequence)
    )
    grouped = groupby(found, key=lambda message: message.conversation_id)
    return {conversation: tuple(theirs) for conversation, theirs in grouped}


async def answered(session: AsyncSession, size: int = 20) -> list[Answered]:
    """What people decided lately, newest first."""
    found = await session.execute(
        select(Approval, User.name)
        .outerjoin(User, User.id == Approval.answered_by)
        .where(Approval.status != "waiting")
        .order_by(Approval.id.desc())
        .limit(size)
    )
    return [Answered(*row) for row in found.all()]


async def last_answered(session: AsyncSession, conversation_id: str) -> Answered | None:
    """What a person last decided in one conversation."""
    found = await session.execute(
        select(Approval, User.name)
        .join(User, User.id == Approval.answered_by)
        .where(Approval.conversation_id == conversation_id, Approval.status != "waiting")
        .order_by(Approval.id.desc())
        .limit(1)
    )
    row = found.one_or_none()
    return None if row is None else Answered(row[0], row[1])


async def edited_in(session: AsyncSession, decision_ids: Sequence[str]) -> dict[str, Answered]:
    """Where a person put their own words in place of a draft, by decision."""
    found = await session.execute(
        select(Approval, User.name)
        .outerjoin(User, User.id == Approval.answered_by)
        .where(Approval.decision_id.in_(decision_ids), Approval.sent.is_not(None))
    )
    return {row[0].decision_id: Answered(*row) for row in found.all()}


async def waiting_of(session: AsyncSession, conversation_id: str) -> list[Approval]:
    """What waits for a yes in one conversation."""
    found = await session.scalars(
        select(Approval)
        .where(Approval.conversation_id == conversation_id, Approval.status == "waiting")
        .order_by(Approval.id)
    )
    return list(found)


async def how_many_wait(session: AsyncSession) -> int:
    counted = await session.scalar(
        select(func.count()).select_from(Approval).where(Approval.status == "waiting")
    )
    return counted or 0
