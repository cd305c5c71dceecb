"""What the house does for itself: frees the work of the dead, wakes the forgotten, tidies up."""

from collections.abc import Sequence
from datetime import timedelta

import structlog
from sqlalchemy import delete, select, text

from cauce.core.actions import SendMessage
from cauce.engine import queue
from cauce.engine.house import House
from cauce.engine.reconsider import asked, reconsider
from cauce.store.models import (
    ActionRow,
    Approval,
    DecisionRow,
    EarlyStatus,
    LoginAttempt,
    LoginSession,
    Setting,
    WorkerSeen,
)
from cauce.store.queries import turns
from cauce.store.queries.once import forget_old

_log = structlog.get_logger()

# One number for all workers: only one of them sweeps at a time.
_SWEEP_LOCK = 7_203_412
FAILED_JOBS_KEPT = timedelta(days=1)
# As long as callers may repeat themselves with the same idempotency key.
ANSWERS_KEPT = timedelta(days=1)
# News of messages that never were ours, sent by other software through the same account.
EARLY_STATUSES_KEPT = timedelta(days=1)


async def free_stalled(house: House) -> int:
    """Gives the jobs of dead workers to the living. Call every few seconds."""
    async with house.store.writing() as session:
        mine = await session.scalar(
            text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": _SWEEP_LOCK}
        )
        if not mine:
            return 0
        freed: int = (
            await session.scalar(
                text("SELECT cauce_free_stalled(:seconds)"),
                {"seconds": house.settings.worker_stalled_seconds},
            )
            or 0
        )
    if freed:
        _log.warning("worker.died", jobs_freed=freed)
    return freed


async def queue_forgotten(house: House) -> int:
    """Queues turns for messages that wait without a job. Call a few times a minute."""
    found = await _sweep(house, "cauce_queue_forgotten")
    if found:
        _log.warning("turn.forgotten", conversations=found)
    return found


async def queue_undelivered(house: House) -> int:
    """Queues deliveries that nobody will attempt any more. Call once a minute."""
    found = await _sweep(house, "cauce_queue_undelivered")
    if found:
        _log.warning("delivery.forgotten", deliveries=found)
    return found


async def queue_left_files(house: House) -> int:
    """Queues what nobody will do any more with files. Call once a minute."""
    found = await _sweep(house, "cauce_queue_left_files")
    if found:
        _log.warning("file.forgotten", files=found)
    return found


async def _sweep(house: House, function: str) -> int:
    """How many one of the database's own sweeps found by this moment."""
    async with house.store.writing() as session:
        moment = {"moment": house.clock.now()}
        found: int | None = await session.scalar(text(f"SELECT {function}(:moment)"), moment)
    return found or 0


async def move_timers(house: House) -> int:
    """Puts timers that are near into the queue. Call once a minute."""
    async with house.store.writing() as session:
        return await queue.move_due_timers(session, house.clock.now())


async def tidy(house: House) -> None:
    """Throws away what nobody needs: old failed jobs, ended sessions. Call once an hour."""
    now = house.clock.now()
    async with house.store.writing() as session:
        await session.execute(
            text("""
                DELETE FROM procrastinate_jobs j
                 WHERE status IN ('failed', 'succeeded', 'cancelled')
                   AND NOT EXISTS (SELECT 1 FROM procrastinate_events e
                                    WHERE e.job_id = j.id AND e.at > :before)
            """),
            {"before": now - FAILED_JOBS_KEPT},
        )
        await session.execute(
            delete(WorkerSeen).where(WorkerSeen.seen_at < now - timedelta(days=1))
        )
        await session.execute(
            delete(EarlyStatus).where(EarlyStatus.created_at < now - EARLY_STATUSES_KEPT)
        )
        await forget_old(session, now - ANSWERS_KEPT)
        await session.execute(delete(LoginSession).where(LoginSession.expires_at < now))
        await session.execute(
            delete(LoginAttempt).where(LoginAttempt.created_at < now - timedelta(days=1))
        )


async def measure_replies(house: House) -> None:
    """Keeps the median wait for a person over 30 days; promises to customers use it."""
    now = house.clock.now()
    async with house.store.writing() as session:
        minutes = await session.scalar(
            text("""
                SELECT percentile_cont(0.5) WITHIN GROUP (
                           ORDER BY (evidence ->> 'first_reply_minutes')::float)
                  FROM cases WHERE opened_at > :since AND evidence ? 'first_reply_minutes'
            """),
            {"since": now - timedelta(days=30)},
        )
        if minutes is None:
            return
        row = await session.scalar(select(Setting).where(Setting.name == "reply_minutes"))
        value = {"minutes": round(float(minutes), 1)}
        if row is None:
            session.add(Setting(name="reply_minutes", value=value))
        else:
            row.value = value


async def act_when_due(house: House, action_id: str) -> None:
    """What had to wait is judged again now that its time has come, with all of its decision.

    A yes that a person gave meanwhile, and the words they put in place of ours, still hold.
    """
    async with house.store.writing() as session:
        row = await session.get(ActionRow, action_id)
        if row is None:
            return
        await turns.conversation(session, row.conversation_id or "")
        rows = await asked(session, row.decision_id, "waiting")
        if row.id not in {one.id for one in rows}:
            return
        decision = await session.get_one(DecisionRow, row.decision_id)
        yes = await session.scalar(
            select(Approval).where(
                Approval.decision_id == decision.id, Approval.status == "approved"
            )
        )
        text = _edited(rows) if yes is not None and yes.edited else None
        await reconsider(
            session,
            house,
            decision,
            rows,
            approved=yes is not None,
            text=text,
            author=yes.answered_by if yes is not None and text is not None else None,
        )


def _edited(rows: Sequence[ActionRow]) -> str | None:
    written = (row.payload["text"] for row in rows if row.kind == SendMessage.__name__)
    return next(written, None)
