"""Figures that must be asked from the database: queue depth and age, open conversations."""

from sqlalchemy import text

from cauce.engine.house import House
from cauce.engine.metrics import ACTIVE_CONVERSATIONS, QUEUE_AGE, QUEUE_DEPTH

_QUEUES = text("""
    SELECT queue_name, status::text AS status, count(*) AS jobs,
           extract(epoch FROM max(now() - coalesce(scheduled_at, at)))
               FILTER (WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()))
               AS oldest
      FROM (SELECT j.queue_name, j.status, j.scheduled_at,
                   (SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = j.id) AS at
              FROM procrastinate_jobs j) jobs
     GROUP BY queue_name, status
""")
_OPEN = text("SELECT count(*) FROM conversations WHERE status <> 'closed'")


async def measure(house: House) -> None:
    """Brings the gauges up to date."""
    async with house.store.reading() as session:
        rows = (await session.execute(_QUEUES)).all()
        ACTIVE_CONVERSATIONS.set(await session.scalar(_OPEN) or 0)
    QUEUE_DEPTH.clear()
    QUEUE_AGE.clear()
    for queue in ("chat", "batch"):
        QUEUE_AGE.labels(queue).set(0)
    for row in rows:
        QUEUE_DEPTH.labels(row.queue_name, row.status).set(row.jobs)
        if row.status == "todo":
            QUEUE_AGE.labels(row.queue_name).set(float(row.oldest or 0))
