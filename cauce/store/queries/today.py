"""What Cauce did since you last looked, and what needs you: counted, never estimated."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ColumnElement, ScalarSelect, cast, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.keys import Keys
from cauce.store.models import (
    Alert,
    Approval,
    Case,
    Contact,
    Lead,
    Message,
    Order,
    Setting,
    UnansweredQuestion,
)
from cauce.store.queries import paging

# Coming back within this time is the same visit: its figures stay.
VISIT = timedelta(minutes=30)
_FIRST_LOOK = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Figures:
    """Each number is a count of rows made since the moment, or of rows open now."""

    answered: int
    sent: int
    handed_over: int
    approvals: int
    unanswered: int
    hot_leads: int
    alerts: int
    confirmed: int
    assumed: int
    by_people: int
    reopened: int
    unpaid: int


@dataclass(frozen=True, slots=True)
class Sales:
    """Orders of one currency that Cauce took; `paid_minor` is what came in of them."""

    currency: str
    number: int
    total_minor: int
    paid_minor: int


@dataclass(frozen=True, slots=True)
class HotLead:
    contact: Contact
    score: int
    source: str
    since: datetime


async def figures(session: AsyncSession, since: datetime) -> Figures:
    """All of them in one round trip."""
    row = (
        await session.execute(
            select(
                *_bot_messages(since),
                _count(Case.id, Case.opened_at >= since),
                _count(Approval.id, Approval.status == "waiting"),
                _count(UnansweredQuestion.id, UnansweredQuestion.status == "open"),
                _count(Lead.id, *_hot()),
                _count(Alert.id, Alert.status == "active", Alert.type != "note"),
                *(
                    _count(Case.id, Case.closed_at >= since, Case.closure_type == how)
                    for how in ("customer_confirmed", "silence", "closed_by_person")
                ),
                _count(Case.id, Case.opened_at >= since, Case.reopened_from.is_not(None)),
                _count(Order.id, Order.status == "awaiting_payment"),
            )
        )
    ).one()
    counted: list[int] = list(row)
    return Figures(*counted)


def _count(column: ColumnElement[str] | object, *where: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count(column)).where(*where).scalar_subquery()  # type: ignore[arg-type]


def _bot_messages(since: datetime) -> tuple[ScalarSelect[int], ScalarSelect[int]]:
    where = (
        Message.id >= paging.first_id(Message.prefix, since),
        Message.created_at >= since,
        Message.sender == "bot",
    )
    conversations = func.count(func.distinct(Message.conversation_id))
    return (
        select(conversations).where(*where).scalar_subquery(),
        select(func.count()).select_from(Message).where(*where).scalar_subquery(),
    )


def _hot() -> tuple[ColumnElement[bool], ...]:
    return (
        Lead.category == "hot",
        Lead.assigned_to.is_(None),
        Lead.status.in_(("new", "qualified", "nurturing")),
    )


async def sales(session: AsyncSession, since: datetime) -> list[Sales]:
    """Orders taken in a conversation since then, by currency, the biggest sum first."""
    total = func.sum(Order.total_minor)
    paid = func.sum(Order.total_minor).filter(Order.paid_at.is_not(None))
    found = await session.execute(
        select(
            Order.currency,
            func.count(),
            cast(total, BigInteger),
            cast(func.coalesce(paid, 0), BigInteger),
        )
        .where(*_sold(since))
        .group_by(Order.currency)
        .order_by(total.desc())
    )
    return [Sales(*row) for row in found.all()]


def _sold(since: datetime) -> tuple[ColumnElement[bool], ...]:
    """Taken in a conversation since then, and not cancelled."""
    return (
        Order.id >= paging.first_id(Order.prefix, since),
        Order.placed_at >= since,
        Order.conversation_id.is_not(None),
        Order.status != "cancelled",
    )


async def orders_since(
    session: AsyncSession, since: datetime, size: int = 8
) -> list[tuple[Order, Contact]]:
    """The orders behind that sum, newest first, with who ordered."""
    found = await session.execute(
        select(Order, Contact)
        .join(Contact, Contact.id == Order.contact_id)
        .where(*_sold(since))
        .order_by(Order.id.desc())
        .limit(size)
    )
    return [(row[0], row[1]) for row in found.all()]


async def hot_leads(session: AsyncSession, size: int = 5) -> list[HotLead]:
    """Open hot leads nobody has, the highest score first."""
    found = await session.execute(
        select(Contact, Lead.score, Lead.source, Lead.updated_at)
        .join(Contact, Contact.id == Lead.contact_id)
        .where(*_hot(), Lead.score.is_not(None))
        .order_by(Lead.score.desc(), Lead.id)
        .limit(size)
    )
    return [
        HotLead(contact, score or 0, source, since) for contact, score, source, since in found.all()
    ]


async def alerts(session: AsyncSession, size: int = 6) -> list[Alert]:
    """Those not settled, newest first; notes to a team are not alerts."""
    found = await session.scalars(
        select(Alert)
        .where(Alert.status != "resolved", Alert.type != "note")
        .order_by(Alert.id.desc())
        .limit(size)
    )
    return list(found)


async def looked(session: AsyncSession, keys: Keys, user_id: str, now: datetime) -> datetime:
    """Notes that this user looks now; since when their figures count.

    The moment moves only when a visit ended, so loading the page again keeps the figures.
    """
    name = f"today.{user_id}"
    row = await session.scalar(select(Setting).where(Setting.name == name))
    since, last = now - _FIRST_LOOK, now
    if row is not None:
        since = datetime.fromisoformat(row.value["since"])
        last = datetime.fromisoformat(row.value["last"])
        if now - last > VISIT:
            since = last
    value = {"since": since.isoformat(), "last": now.isoformat()}
    statement = insert(Setting).values(
        id=keys.new(Setting.prefix), name=name, value=value, created_at=now, updated_at=now
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["name"], set_={"value": value, "updated_at": now}
        )
    )
    return since
