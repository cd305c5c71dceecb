"""Contacts: the list, one person's profile, and what happened with them over time."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import (
    Select,
    SQLColumnExpression,
    Subquery,
    case,
    func,
    literal,
    null,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.errors import BadInput
from cauce.store.models import (
    Case,
    Consent,
    Contact,
    ContactIdentity,
    Conversation,
    Lead,
    LeadClassification,
    LeadIntent,
    Order,
    OrderItem,
    Sentiment,
)
from cauce.store.queries import paging, words

Sorting = Literal["recent", "name", "score"]
ORDERS: tuple[Sorting, ...] = get_args(Sorting)
PAGE = 50
_EXPORT_BATCH = 500


@dataclass(frozen=True, slots=True)
class Happening:
    """One moment of a contact's story. `what` is the kind, `detail` one word or number of it."""

    at: datetime
    what: str
    id: str
    detail: str | None
    conversation_id: str | None


@dataclass(frozen=True, slots=True)
class Profile:
    contact: Contact
    lead: Lead | None
    identities: tuple[ContactIdentity, ...]
    consents: tuple[Consent, ...]


@dataclass(frozen=True, slots=True)
class Bought:
    order: Order
    items: tuple[OrderItem, ...]


def _sort_key(order: Sorting) -> SQLColumnExpression[Any]:
    match order:
        case "recent":
            return Contact.created_at
        case "name":
            return func.lower(func.coalesce(Contact.name, "\uffff"))
        case "score":
            return func.coalesce(Contact.lead_score, -1)


def _wanted(search: str, lifecycle: str) -> Select[Contact]:
    wanted = select(Contact).where(Contact.merged_into.is_(None), Contact.erased_at.is_(None))
    if lifecycle:
        wanted = wanted.where(Contact.lifecycle == lifecycle)
    if search.strip():
        wanted = wanted.where(words.in_person(search))
    return wanted


async def contacts(
    session: AsyncSession,
    *,
    search: str = "",
    lifecycle: str = "",
    order: Sorting = "recent",
    after: str | None = None,
    size: int = PAGE,
) -> paging.Page[Contact]:
    """A page of the list: newest first, by name, or the highest score first."""
    key = _sort_key(order)
    down = order != "name"
    wanted = _wanted(search, lifecycle).add_columns(key)
    if after:
        value, last = paging.decode(after, 2)
        place, bound = tuple_(key, Contact.id), (_bound(order, value), str(last))
        wanted = wanted.where(place < bound if down else place > bound)
    places = (key.desc(), Contact.id.desc()) if down else (key, Contact.id)
    rows = (await session.execute(wanted.order_by(*places).limit(size + 1))).all()
    cursor = None
    if len(rows) > size:
        shown = rows[size - 1]
        cursor = paging.encode(shown[1], shown[0].id)
    return paging.page_of([row[0] for row in rows], size, cursor)


def _bound(order: Sorting, value: Any) -> Any:
    if order == "recent":
        return paging.moment(value)
    if isinstance(value, int if order == "score" else str):
        return value
    raise BadInput(paging.NO_SUCH_PAGE, "after")


async def how_many(session: AsyncSession) -> dict[str, int]:
    """Contacts by lifecycle."""
    found = await session.execute(
        select(Contact.lifecycle, func.count())
        .where(Contact.merged_into.is_(None), Contact.erased_at.is_(None))
        .group_by(Contact.lifecycle)
    )
    return dict(found.all())


async def every_contact(
    session: AsyncSession, search: str, lifecycle: str
) -> AsyncIterator[Contact]:
    """All that the list would show, a batch at a time, oldest first."""
    last = ""
    while True:
        batch = await session.scalars(
            _wanted(search, lifecycle)
            .where(Contact.id > last)
            .order_by(Contact.id)
            .limit(_EXPORT_BATCH)
        )
        rows = list(batch)
        for row in rows:
            yield row
            session.expunge(row)
        if len(rows) < _EXPORT_BATCH:
            return
        last = rows[-1].id


async def profile(session: AsyncSession, contact_id: str) -> Profile | None:
    contact = await session.get(Contact, contact_id)
    if contact is None or contact.erased_at is not None:
        return None
    identities = await session.scalars(
        select(ContactIdentity)
        .where(ContactIdentity.contact_id == contact_id)
        .order_by(ContactIdentity.id)
    )
    consents = await session.scalars(
        select(Consent).where(Consent.contact_id == contact_id).order_by(Consent.id.desc())
    )
    return Profile(
        contact, await lead(session, contact_id), tuple(identities), tuple(consents.all())
    )


async def lead(session: AsyncSession, contact_id: str) -> Lead | None:
    """Their newest lead, whatever became of it."""
    return await session.scalar(
        select(Lead).where(Lead.contact_id == contact_id).order_by(Lead.id.desc()).limit(1)
    )


async def score_history(
    session: AsyncSession, contact_id: str, size: int = 20
) -> list[LeadClassification]:
    """Every change of the score, newest first."""
    found = await session.scalars(
        select(LeadClassification)
        .join(Lead, Lead.id == LeadClassification.lead_id)
        .where(Lead.contact_id == contact_id)
        .order_by(LeadClassification.id.desc())
        .limit(size)
    )
    return list(found)


async def orders(session: AsyncSession, contact_id: str, size: int = 10) -> list[Bought]:
    """Their orders with items, newest first."""
    found = list(
        await session.scalars(
            select(Order)
            .where(Order.contact_id == contact_id)
            .order_by(Order.placed_at.desc())
            .limit(size)
        )
    )
    items = await session.scalars(
        select(OrderItem)
        .where(OrderItem.order_id.in_([order.id for order in found]))
        .order_by(OrderItem.id)
    )
    by_order: dict[str, list[OrderItem]] = {}
    for item in items:
        by_order.setdefault(item.order_id, []).append(item)
    return [Bought(order, tuple(by_order.get(order.id, ()))) for order in found]


async def cases(session: AsyncSession, contact_id: str, size: int = 10) -> list[Case]:
    found = await session.scalars(
        select(Case).where(Case.contact_id == contact_id).order_by(Case.id.desc()).limit(size)
    )
    return list(found)


async def last_reading(
    session: AsyncSession, contact_id: str
) -> tuple[LeadIntent | None, Sentiment | None]:
    """What they last wanted, and how they last felt."""
    intent = await session.scalar(
        select(LeadIntent)
        .where(LeadIntent.contact_id == contact_id)
        .order_by(LeadIntent.id.desc())
        .limit(1)
    )
    mood = await session.scalar(
        select(Sentiment)
        .where(Sentiment.contact_id == contact_id)
        .order_by(Sentiment.id.desc())
        .limit(1)
    )
    return intent, mood


async def story(session: AsyncSession, contact_id: str, size: int = 30) -> Sequence[Happening]:
    """What happened with them, newest first, of every kind together."""
    scored = _warmed(contact_id)
    scores = _moment("score", scored.c.at, scored.c.id, func.concat(scored.c.score), null())
    together = union_all(
        _moment(
            "conversation",
            Conversation.started_at,
            Conversation.id,
            Conversation.channel,
            Conversation.id,
        ).where(Conversation.contact_id == contact_id),
        _moment("order", Order.placed_at, Order.id, Order.number, Order.conversation_id).where(
            Order.contact_id == contact_id
        ),
        _moment("case", Case.opened_at, Case.id, Case.reason, Case.conversation_id).where(
            Case.contact_id == contact_id
        ),
        scores.where(scored.c.category.is_distinct_from(scored.c.before)),
        _moment(
            case((Consent.granted, "consent"), else_="refusal"),
            Consent.created_at,
            Consent.id,
            Consent.scope,
            null(),
        ).where(Consent.contact_id == contact_id),
    ).subquery()
    found = await session.execute(
        select(together).order_by(together.c.at.desc(), together.c.row_id.desc()).limit(size)
    )
    return [Happening(*row) for row in found.all()]


def _warmed(contact_id: str) -> Subquery:
    """Their scores, each with the heat it was before: a step within one heat is no news."""
    before = func.lag(LeadClassification.category).over(
        partition_by=LeadClassification.lead_id, order_by=LeadClassification.id
    )
    return (
        select(
            LeadClassification.id.label("id"),
            LeadClassification.created_at.label("at"),
            LeadClassification.score.label("score"),
            LeadClassification.category.label("category"),
            before.label("before"),
        )
        .join(Lead, Lead.id == LeadClassification.lead_id)
        .where(Lead.contact_id == contact_id)
        .subquery()
    )


def _moment(what: Any, at: Any, row_id: Any, detail: Any, conversation_id: Any) -> Select[Any]:
    return select(
        at.label("at"),
        (literal(what) if isinstance(what, str) else what).label("what"),
        row_id.label("row_id"),
        detail.label("detail"),
        conversation_id.label("conversation_id"),
    )
