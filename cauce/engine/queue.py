"""The queue, seen from inside a transaction: put work in, hold it back, take it out again."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.keys import Keys

CHAT = "chat"
BATCH = "batch"
# Fetching and hearing take memory and patience; customers who write must not wait behind them.
FILES = "files"
# A claim walks over everything that waits, so far-off work lies in our own table until it is near.
NEAR = timedelta(minutes=10)

_ENQUEUE = text("""
    INSERT INTO procrastinate_jobs
        (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
    VALUES (:queue, :task, :priority, :lock, :once, CAST(:args AS jsonb), :run_at)
    ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING
""")
_TIMER = text("""
    INSERT INTO timers (id, created_at, updated_at, due_at, task, args, key)
    VALUES (:id, :now, :now, :due_at, :task, CAST(:args AS jsonb), :key)
    ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at, args = excluded.args
""")
_MOVE = text("""
    WITH due AS (
        DELETE FROM timers WHERE id IN (
            SELECT id FROM timers WHERE due_at <= :horizon ORDER BY due_at LIMIT 500
               FOR UPDATE SKIP LOCKED)
        RETURNING task, args, key, due_at
    )
    INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args, scheduled_at)
    SELECT 'batch', task, key, args, due_at FROM due
    ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING
    RETURNING id
""")


async def enqueue(
    session: AsyncSession,
    task: str,
    args: Mapping[str, Any],
    *,
    queue: str = BATCH,
    priority: int = 0,
    lock: str | None = None,
    once: str | None = None,
    run_at: datetime | None = None,
) -> None:
    """Queues a job with the session's own transaction: it exists only if that commits.

    `lock`: one at a time among equals. `once`: not again while an equal one still waits.
    """
    await session.execute(
        _ENQUEUE,
        {
            "queue": queue,
            "task": task,
            "priority": priority,
            "lock": lock,
            "once": once,
            "args": orjson.dumps(dict(args)).decode(),
            "run_at": run_at,
        },
    )


async def run_at(
    session: AsyncSession,
    keys: Keys,
    now: datetime,
    due_at: datetime,
    task: str,
    args: Mapping[str, Any],
    key: str,
) -> None:
    """Sets a timer; the same `key` again moves it. Near ones go straight to the queue."""
    await cancel(session, key)
    if due_at - now <= NEAR:
        await enqueue(session, task, args, once=key, run_at=due_at)
        return
    values = {"id": keys.new("tim"), "now": now, "due_at": due_at, "task": task, "key": key}
    await session.execute(_TIMER, values | {"args": orjson.dumps(dict(args)).decode()})


async def cancel(session: AsyncSession, key: str) -> None:
    """Takes back what `run_at` or `enqueue(once=key)` put there, if it has not begun."""
    await session.execute(text("DELETE FROM timers WHERE key = :key"), {"key": key})
    await session.execute(
        text("DELETE FROM procrastinate_jobs WHERE queueing_lock = :key AND status = 'todo'"),
        {"key": key},
    )


async def move_due_timers(session: AsyncSession, now: datetime) -> int:
    """Puts the timers that are near into the queue; how many."""
    return len((await session.execute(_MOVE, {"horizon": now + NEAR})).all())


async def queue_delivery(session: AsyncSession, delivery_id: str, conversation_id: str) -> None:
    """Queues a delivery behind those of its conversation that wait already."""
    await session.execute(
        text("SELECT cauce_queue_delivery(:delivery, :conversation)"),
        {"delivery": delivery_id, "conversation": conversation_id},
    )


async def queue_turn(session: AsyncSession, conversation_id: str) -> None:
    """Queues the turn of a conversation whose row the caller has locked."""
    await session.execute(text("SELECT cauce_queue_turn(:id)"), {"id": conversation_id})


async def queue_file(session: AsyncSession, task: str, file_id: str) -> None:
    """Queues what is to be done with a file, unless it waits already."""
    await session.execute(
        text("SELECT cauce_queue_file(:task, :id)"), {"task": task, "id": file_id}
    )


async def queue_file_at(
    session: AsyncSession, keys: Keys, now: datetime, due_at: datetime, task: str, file_id: str
) -> None:
    """The same, not before `due_at`."""
    key = f"{task}:{file_id}"
    await run_at(session, keys, now, due_at, task, {"file_id": file_id}, key=key)
