"""Answers that were given to calls with an idempotency key."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.models import IdempotentAnswer


async def begin(
    session: AsyncSession,
    caller: str,
    key: str,
    fingerprint: str,
    *,
    since: datetime,
    alive: datetime,
) -> tuple[IdempotentAnswer, bool]:
    """The row of this key, and whether this call is the first with it since then.

    One that began before `alive` and has no answer yet will never have one.
    """
    now = session.info["clock"].now()
    await _forget_dead(session, caller, key, since, alive)
    made = await session.scalar(
        insert(IdempotentAnswer)
        .values(
            id=session.info["keys"].new(IdempotentAnswer.prefix),
            created_at=now,
            updated_at=now,
            caller=caller,
            key=key,
            fingerprint=fingerprint,
        )
        .on_conflict_do_nothing(index_elements=["caller", "key"])
        .returning(IdempotentAnswer.id)
    )
    row = await session.scalar(
        select(IdempotentAnswer).where(
            IdempotentAnswer.caller == caller, IdempotentAnswer.key == key
        )
    )
    if row is None:
        # It failed and was forgotten between the two statements: this call is as good as first.
        return await begin(session, caller, key, fingerprint, since=since, alive=alive)
    return row, made is not None


async def _forget_dead(
    session: AsyncSession, caller: str, key: str, since: datetime, alive: datetime
) -> None:
    unanswered = and_(IdempotentAnswer.status_code.is_(None), IdempotentAnswer.created_at < alive)
    await session.execute(
        delete(IdempotentAnswer).where(
            IdempotentAnswer.caller == caller,
            IdempotentAnswer.key == key,
            or_(IdempotentAnswer.created_at < since, unanswered),
        )
    )


async def keep(
    session: AsyncSession, row_id: str, status_code: int, body: dict[str, Any] | None
) -> None:
    await session.execute(
        update(IdempotentAnswer)
        .where(IdempotentAnswer.id == row_id)
        .values(status_code=status_code, body=body)
    )


async def forget(session: AsyncSession, row_id: str) -> None:
    await session.execute(delete(IdempotentAnswer).where(IdempotentAnswer.id == row_id))


async def forget_old(session: AsyncSession, before: datetime) -> None:
    """Sweeps out answers nobody will ask for again."""
    await session.execute(delete(IdempotentAnswer).where(IdempotentAnswer.created_at < before))
