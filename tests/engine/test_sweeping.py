"""The work of the dead goes to the living, the forgotten is found, and litter is thrown away."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from cauce.core.clock import FixedClock
from cauce.engine import chores
from cauce.engine.house import House
from cauce.store.models import IdempotentAnswer, LoginAttempt, LoginSession, User, WorkerSeen
from tests.houses import answers, forget_jobs, jobs, rows, work_off, write

LONG_AGO = "now() - interval '1 minute'"


async def run(house: House, sql: str, **values: object) -> None:
    async with house.store.writing() as session:
        await session.execute(text(sql), values)


async def taken_by_a_worker(house: House, last_seen: str) -> None:
    """Every queued job is now in the hands of a worker that was last heard of then."""
    await run(
        house,
        f"""WITH worker AS (INSERT INTO procrastinate_workers (last_heartbeat)
                            VALUES ({last_seen}) RETURNING id)
            UPDATE procrastinate_jobs SET status = 'doing', worker_id = worker.id FROM worker
             WHERE status = 'todo'""",
    )


async def test_the_job_of_a_dead_worker_is_done_by_another(house: House) -> None:
    landed = await write(house)
    await taken_by_a_worker(house, LONG_AGO)
    assert await chores.free_stalled(house) == 1
    assert await jobs(house.store) == [("turn", "todo")]
    await work_off(house)
    assert await answers(house.store, landed.conversation_id) == ["Con gusto le ayudo."]


async def test_the_job_of_a_living_worker_is_left_alone(house: House) -> None:
    await write(house)
    await taken_by_a_worker(house, "now()")
    assert await chores.free_stalled(house) == 0
    assert await jobs(house.store) == [("turn", "doing")]


async def test_how_long_a_worker_may_be_silent_is_a_setting(house: House) -> None:
    await write(house)
    await taken_by_a_worker(house, "now() - interval '10 seconds'")
    assert await chores.free_stalled(house) == 0
    house.settings.worker_stalled_seconds = 5
    assert await chores.free_stalled(house) == 1


async def test_a_job_whose_worker_has_left_the_list_is_freed(house: House) -> None:
    await write(house)
    await taken_by_a_worker(house, "now()")
    await run(house, "DELETE FROM procrastinate_workers")
    assert await chores.free_stalled(house) == 1


async def test_a_dead_turn_that_is_queued_again_is_simply_gone(house: House) -> None:
    await write(house, external_id="a")
    await write(house, external_id="b")
    await taken_by_a_worker(house, LONG_AGO)
    landed = await write(house, external_id="a")
    assert await jobs(house.store) == [("turn", "doing")] * 2 + [("turn", "todo")]
    assert await chores.free_stalled(house) == 2
    assert await jobs(house.store) == [("turn", "todo")] * 2
    await work_off(house)
    assert len(await answers(house.store, landed.conversation_id)) == 1


async def test_only_one_worker_sweeps_at_a_time(house: House) -> None:
    await write(house)
    await taken_by_a_worker(house, LONG_AGO)
    async with house.store.writing() as other:
        await other.execute(text(f"SELECT pg_advisory_xact_lock({chores._SWEEP_LOCK})"))
        assert await chores.free_stalled(house) == 0
    assert await chores.free_stalled(house) == 1


async def test_a_message_whose_job_got_lost_is_found_again(house: House) -> None:
    landed = await write(house)
    await forget_jobs(house.store)
    assert await chores.queue_forgotten(house) == 1
    assert await chores.queue_forgotten(house) == 0
    await work_off(house)
    assert await answers(house.store, landed.conversation_id) == ["Con gusto le ayudo."]
    assert await chores.queue_forgotten(house) == 0


@pytest.mark.parametrize("status", ["todo", "doing"])
async def test_what_has_a_job_is_not_forgotten(house: House, status: str) -> None:
    await write(house)
    await run(house, f"UPDATE procrastinate_jobs SET status = '{status}'")
    assert await chores.queue_forgotten(house) == 0


async def test_what_waits_for_its_next_try_is_not_forgotten(
    house: House, clock: FixedClock
) -> None:
    await write(house)
    await forget_jobs(house.store)
    await run(
        house, "UPDATE conversations SET next_try = :at", at=clock.now() + timedelta(minutes=1)
    )
    assert await chores.queue_forgotten(house) == 0
    clock.at += timedelta(minutes=2)
    assert await chores.queue_forgotten(house) == 1


async def test_jobs_that_are_done_leave_nothing_behind(house: House) -> None:
    for number in range(3):
        await write(house, external_id=f"visitor_{number}")
    await work_off(house)
    assert await jobs(house.store) == []
    async with house.store.reading() as session:
        assert await session.scalar(text("SELECT count(*) FROM procrastinate_events")) == 0


async def test_failed_jobs_are_kept_for_a_day(house: House, clock: FixedClock) -> None:
    for task, days in (("old", 2), ("fresh", 0)):
        await run(
            house,
            """WITH job AS (INSERT INTO procrastinate_jobs (queue_name, task_name, status)
                            VALUES ('batch', :task, 'failed') RETURNING id)
               INSERT INTO procrastinate_events (job_id, type, at) SELECT id, 'failed', :at FROM job
            """,
            task=task,
            at=clock.now() - timedelta(days=days),
        )
    await write(house)
    await chores.tidy(house)
    assert await jobs(house.store) == [("fresh", "failed"), ("turn", "todo")]


async def test_what_nobody_can_use_any_more_is_thrown_away(
    house: House, clock: FixedClock, agent: User
) -> None:
    now, month = clock.now(), timedelta(days=30)
    async with house.store.writing() as session:
        for number, at in enumerate((now - month, now)):
            session.add(
                LoginSession(
                    user_id=agent.id,
                    token_hash=str(number),
                    csrf="c",
                    expires_at=at + timedelta(hours=1),
                    last_used_at=at,
                )
            )
            session.add(LoginAttempt(who="somebody", created_at=at))
            session.add(WorkerSeen(host="here", pid=number, started_at=at, seen_at=at))
            session.add(
                IdempotentAnswer(caller="key", key=str(number), fingerprint="f", created_at=at)
            )
    await chores.tidy(house)
    for table in (LoginSession, LoginAttempt, WorkerSeen, IdempotentAnswer):
        assert len(await rows(house.store, table)) == 1, table
