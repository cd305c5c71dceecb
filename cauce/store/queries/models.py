"""The language models that are set up, what they may cost, and what they did cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.models import DecisionRow, LanguageModel, ModelRequest, Setting

# The setting that holds when models are asked and what they may cost. Its `mark` is another one
# whenever anything about the models has changed.
SETTING = "models"

_SPENT = text("""
    SELECT coalesce(sum(cost) FILTER (WHERE created_at >= :day), 0) AS day,
           coalesce(sum(cost), 0) AS month
      FROM model_requests WHERE created_at >= :month
""")


@dataclass(frozen=True, slots=True)
class Share:
    """How many decisions of one flow there were, and how many without a model."""

    flow: str
    decisions: int
    without_model: int
    tokens: int
    cost: Decimal


async def all_models(session: AsyncSession) -> Sequence[LanguageModel]:
    """In the order in which they are asked."""
    found = await session.scalars(
        select(LanguageModel).order_by(LanguageModel.place, LanguageModel.id)
    )
    return found.all()


async def chosen(session: AsyncSession) -> Mapping[str, Any]:
    """The setting as it is stored; empty while nobody has chosen anything."""
    value: Mapping[str, Any] | None = await session.scalar(
        select(Setting.value).where(Setting.name == SETTING)
    )
    return value or {}


async def spent(session: AsyncSession, day: datetime, month: datetime) -> tuple[Decimal, Decimal]:
    """US dollars since the start of the day and of the month."""
    row = (await session.execute(_SPENT, {"day": day, "month": month})).one()
    return row.day, row.month


async def spent_on(session: AsyncSession, conversation_id: str) -> Decimal:
    """US dollars on one conversation since it began."""
    total: Decimal | None = await session.scalar(
        select(func.sum(ModelRequest.cost)).where(ModelRequest.conversation_id == conversation_id)
    )
    return total or Decimal(0)


async def shares(session: AsyncSession, since: datetime) -> Sequence[Share]:
    """By flow that asks for opinions: who gave them, and what that cost."""
    house = DecisionRow.decided_by == "embedded"
    found = await session.execute(
        select(
            DecisionRow.flow,
            func.count(),
            func.count().filter(house),
            func.coalesce(func.sum(DecisionRow.tokens), 0),
            func.coalesce(func.sum(DecisionRow.cost), 0),
        )
        .where(
            DecisionRow.flow.in_(("intent", "chatbot")),
            DecisionRow.created_at >= since,
            DecisionRow.decided_by != "rule",
        )
        .group_by(DecisionRow.flow)
        .order_by(DecisionRow.flow)
    )
    return [Share(*row) for row in found.all()]
