"""What the business told us, as rows to look at and to change."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.models import (
    Business,
    FaqRow,
    Import,
    PolicyRow,
    Product,
    UnansweredQuestion,
)
from cauce.store.queries import paging

PAGE = 50


async def business(session: AsyncSession, *, locked: bool = False) -> Business | None:
    """The one business of this installation; None before it was set up."""
    wanted = select(Business).order_by(Business.id).limit(1)
    return await session.scalar(wanted.with_for_update() if locked else wanted)


async def sizes(session: AsyncSession) -> dict[str, int]:
    """How much there is of each kind."""
    row = (
        await session.execute(
            select(
                select(func.count(Product.id))
                .where(Product.archived_at.is_(None))
                .scalar_subquery(),
                select(func.count(FaqRow.id)).where(FaqRow.archived_at.is_(None)).scalar_subquery(),
                select(func.count(PolicyRow.id))
                .where(PolicyRow.archived_at.is_(None))
                .scalar_subquery(),
                select(func.count(UnansweredQuestion.id))
                .where(UnansweredQuestion.status == "open")
                .scalar_subquery(),
            )
        )
    ).one()
    return dict(zip(("products", "faqs", "policies", "unanswered"), row, strict=True))


async def products(
    session: AsyncSession,
    *,
    search: str = "",
    category: str = "",
    after: str | None = None,
    size: int = PAGE,
) -> paging.Page[Product]:
    """By name."""
    # The database's own lower case is the order of the list, so it is the cursor's as well.
    key = func.lower(Product.name)
    wanted = select(Product, key).where(Product.archived_at.is_(None))
    if search:
        pattern = paging.like(search)
        wanted = wanted.where(or_(Product.name.ilike(pattern), Product.sku.ilike(pattern)))
    if category:
        wanted = wanted.where(Product.category == category)
    if after:
        name, last = paging.decode(after, 2)
        wanted = wanted.where(tuple_(key, Product.id) > (str(name), str(last)))
    found = await session.execute(wanted.order_by(key, Product.id).limit(size + 1))
    rows = found.all()
    cursor = paging.encode(rows[size - 1][1], rows[size - 1][0].id) if len(rows) > size else None
    return paging.page_of([product for product, _ in rows], size, cursor)


async def categories(session: AsyncSession) -> list[str]:
    found = await session.scalars(
        select(Product.category)
        .where(Product.archived_at.is_(None))
        .distinct()
        .order_by(Product.category)
    )
    return list(found)


async def faqs(session: AsyncSession, search: str = "") -> Sequence[FaqRow]:
    """All questions and answers, by topic."""
    wanted = select(FaqRow).where(FaqRow.archived_at.is_(None))
    if search:
        pattern = paging.like(search)
        wanted = wanted.where(or_(FaqRow.question.ilike(pattern), FaqRow.answer.ilike(pattern)))
    found = await session.scalars(wanted.order_by(FaqRow.topic, FaqRow.id).limit(500))
    return list(found)


async def policies(session: AsyncSession) -> Sequence[PolicyRow]:
    found = await session.scalars(
        select(PolicyRow).where(PolicyRow.archived_at.is_(None)).order_by(PolicyRow.id)
    )
    return list(found)


async def unanswered(session: AsyncSession, size: int = 100) -> Sequence[UnansweredQuestion]:
    """Open questions, the most asked first."""
    found = await session.scalars(
        select(UnansweredQuestion)
        .where(UnansweredQuestion.status == "open")
        .order_by(UnansweredQuestion.asked.desc(), UnansweredQuestion.last_asked_at.desc())
        .limit(size)
    )
    return list(found)


async def imports(session: AsyncSession, size: int = 30) -> Sequence[Import]:
    """Newest first."""
    found = await session.scalars(select(Import).order_by(Import.id.desc()).limit(size))
    return list(found)
