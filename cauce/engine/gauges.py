"""Figures that must be asked from the database: queue depth and age, open conversations."""

from sqlalchemy import text

from cauce.engine.house import House
from cauce.engine.metrics import ACTIVE_CONVERSATIONS, QUEUE_AGE, QUEUE_DEPTH
from cauce.engine.queue import BATCH, CHAT

_STATUSES = ("todo", "doing", "failed")
_QUEUES = text("""
    SELECT queue_name, status::text AS status, count(*) AS jobs,
           max(extract(epoch FROM now() - coalesce(scheduled_at, at)))
               FILTER (WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()))
               AS oldest
      FROM (SELECT j.queue_name, j.status, j.scheduled_at,
                   (SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = j.id) AS at
              FROM procrastinate_jobs j) jobs
     GROUP BY queue_name, status
""")
_OPEN = text("SELECT count(*) FROM conversations WHERE status NOT IN ('resolved', 'closed')")


async def measure(house: House) -> None:
    """Brings the gauges up to date; what is empty is set to zero, for nothing else would be."""
    async with house.store.reading() as session:
        rows = (await session.execute(_QUEUES)).all()
        ACTIVE_CONVERSATIONS.set(await session.scalar(_OPEN) or 0)
    jobs = {(row.queue_name, row.status): row for row in rows}
    for queue in (CHAT, BATCH):
        for status in _STATUSES:
            row = jobs.get((queue, status))
            QUEUE_DEPTH.labels(queue, status).set(row.jobs if row else 0)
        waiting = jobs.get((queue, "todo"))
        QUEUE_AGE.labels(queue).set(float(waiting.oldest or 0) if waiting else 0)
