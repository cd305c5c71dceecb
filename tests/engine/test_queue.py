"""The queue holds what was promised to it, once, and gives it to the worker that is installed."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from time import perf_counter
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from cauce.core.clock import FixedClock, SystemClock
from cauce.core.dialogue import Brief, Draft
from cauce.engine import chores, queue
from cauce.engine.house import House
from cauce.engine.jobs import application
from cauce.engine.worker import work
from cauce.store.models import Conversation, Message, Timer
from cauce.store.session import Store
from tests.houses import (
    ScriptedMind,
    answers,
    forget_jobs,
    house_of,
    jobs,
    rows,
    said,
    says,
    thread,
    until,
    work_off,
    write,
)

# No worker here looks by itself before this; whatever happens sooner was told to it.
NO_POLL = 60.0


@asynccontextmanager
async def worker(house: House, concurrency: int = 20) -> AsyncIterator[None]:
    """The queue's own worker on the chat queue, for as long as the block lasts."""
    async with httpx.AsyncClient() as client:
        app = application(house, client, connections=4)
        async with app.open_async():
            running = asyncio.create_task(
                app.run_worker_async(
                    queues=["chat"],
                    concurrency=concurrency,
                    fetch_job_polling_interval=NO_POLL,
                    delete_jobs="successful",
                    install_signal_handlers=False,
                )
            )
            try:
                await until(lambda: listening(house.store))
                yield
            finally:
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)


async def listening(store: Store) -> bool:
    async with store.reading() as session:
        found = await session.scalar(
            text("""SELECT count(*) FROM pg_stat_activity
                     WHERE datname = current_database() AND query ILIKE 'LISTEN%'""")
        )
    return bool(found)


async def enqueue(house: House, task: str, **more: Any) -> None:
    async with house.store.writing() as session:
        await queue.enqueue(session, task, more.pop("args", {}), **more)


async def test_the_installed_worker_fetches_and_runs_what_our_statement_queued(
    house: House, mind: ScriptedMind
) -> None:
    landed = await write(house)
    await forget_jobs(house.store)
    told = {"conversation_id": landed.conversation_id}
    more = {"priority": 3, "lock": "turn:mine", "once": "mine", "run_at": house.clock.now()}
    for _ in range(2):
        await enqueue(house, "turn", args=told, queue="chat", **more)
    async with house.store.reading() as session:
        found = await session.execute(
            text("""SELECT queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at
                      FROM procrastinate_jobs""")
        )
        assert [tuple(row) for row in found] == [
            ("chat", "turn", 3, "turn:mine", "mine", told, house.clock.now())
        ]
    await work_off(house)
    assert await answers(house.store, landed.conversation_id) == ["Con gusto le ayudo."]
    assert len(mind.briefs) == 1
    assert await jobs(house.store) == []


async def test_a_job_exists_only_if_its_transaction_commits(house: House) -> None:
    with pytest.raises(RuntimeError, match="on second thoughts"):
        async with house.store.writing() as session:
            await queue.enqueue(session, "turn", {"conversation_id": "x"})
            raise RuntimeError("on second thoughts")
    assert await jobs(house.store) == []


async def test_a_turn_is_queued_once_while_it_waits_and_again_once_it_runs(house: House) -> None:
    for _ in range(3):
        landed = await write(house)
    assert await jobs(house.store) == [("turn", "todo")]
    async with house.store.writing() as session:
        await session.execute(text("UPDATE procrastinate_jobs SET status = 'doing'"))
    await write(house)
    await write(house)
    assert await jobs(house.store) == [("turn", "doing"), ("turn", "todo")]
    assert (await thread(house.store, landed.conversation_id)).unhandled == 5


async def test_no_message_is_lost_between_a_starting_turn_and_the_next_reception(
    store: Store, mind: ScriptedMind
) -> None:
    """Nothing sweeps up here: what reception and turn miss stays missed."""
    house = house_of(store, SystemClock(), mind)
    chance = random.Random(7)

    async def customer(number: int) -> None:
        for count in range(8):
            await write(house, f"{count}?", external_id=f"visitor_{number}")
            await asyncio.sleep(chance.random() * 0.03)

    async def nothing_waits() -> bool:
        return not await rows(store, Conversation, Conversation.unhandled > 0)

    async with worker(house):
        await asyncio.gather(*(customer(number) for number in range(8)))
        await until(nothing_waits, 20)
    stored = await rows(store, Message, Message.direction == "in")
    assert len(stored) == 64
    assert all(one.handled for one in stored)
    read = " ".join(mind.read_texts).split()
    assert sorted(read) == sorted(f"{count}?" for count in range(8) for _ in range(8))


async def test_who_waits_for_a_conversation_begins_as_soon_as_it_is_free(
    store: Store, mind: ScriptedMind
) -> None:
    house = house_of(store, SystemClock(), mind)
    thinking, go_on = asyncio.Event(), asyncio.Event()

    async def ponder() -> None:
        thinking.set()
        await go_on.wait()

    mind.meanwhile = ponder
    async with worker(house):
        landed = await write(house, "Uno?")
        await asyncio.wait_for(thinking.wait(), 10)
        await write(house, "Dos?")
        await asyncio.sleep(0.2)
        assert mind.read_texts == ["Uno?"]
        freed = perf_counter()
        go_on.set()
        await until(lambda: answered(store, landed.conversation_id, 2))
        took = perf_counter() - freed
    assert mind.read_texts == ["Uno?", "Dos?"]
    assert took < 2.0


async def answered(store: Store, conversation_id: str, times: int) -> bool:
    return len(await answers(store, conversation_id)) == times


async def test_turns_of_one_conversation_are_taken_one_at_a_time_and_in_order(
    store: Store, mind: ScriptedMind
) -> None:
    house = house_of(store, SystemClock(), mind)
    at_once = [0, 0]

    def answer(brief: Brief) -> Draft:
        return says(f"A: {brief.text}", brief)

    async def busy() -> None:
        at_once[0] += 1
        at_once[1] = max(at_once)
        await asyncio.sleep(0.01)
        at_once[0] -= 1
        mind.meanwhile = busy

    mind.drafts, mind.meanwhile = answer, busy
    async with worker(house):
        for number in range(6):
            landed = await write(house, f"M{number}?")
            await asyncio.sleep(0.03)
        await until(lambda: quiet(store))
    heard = [words for who, words in await said(store, landed.conversation_id) if who == "bot"]
    replied = "\n".join(words.removeprefix("A: ") for words in heard).split("\n")
    assert replied == [f"M{number}?" for number in range(6)]
    assert at_once[1] == 1


async def quiet(store: Store) -> bool:
    return not await jobs(store) and not await rows(store, Conversation, Conversation.unhandled > 0)


async def test_far_timers_wait_outside_the_queue_until_they_are_near(
    house: House, clock: FixedClock
) -> None:
    now = clock.now()
    async with house.store.writing() as session:
        await queue.run_at(
            session,
            house.keys,
            now,
            now + timedelta(hours=5),
            "act",
            {"action_id": "a"},
            key="act:a",
        )
        await queue.run_at(
            session,
            house.keys,
            now,
            now + timedelta(minutes=5),
            "act",
            {"action_id": "b"},
            key="act:b",
        )
    assert [one.key for one in await rows(house.store, Timer)] == ["act:a"]
    assert await jobs(house.store) == [("act", "todo")]
    assert await chores.move_timers(house) == 0
    clock.at += timedelta(hours=4, minutes=51)
    assert await chores.move_timers(house) == 1
    assert await rows(house.store, Timer) == []
    assert await jobs(house.store) == [("act", "todo")] * 2


@pytest.mark.parametrize(("first", "second"), [(300, 301), (300, 2), (2, 300), (2, 3)])
async def test_a_timer_that_is_set_again_is_moved_and_never_doubled(
    house: House, clock: FixedClock, first: int, second: int
) -> None:
    now = clock.now()
    for minutes in (first, second):
        async with house.store.writing() as session:
            due = now + timedelta(minutes=minutes)
            await queue.run_at(session, house.keys, now, due, "act", {"action_id": "a"}, key="k")
    async with house.store.reading() as session:
        due_at = list(
            await session.scalars(
                text("""SELECT due_at FROM timers UNION ALL
                        SELECT scheduled_at FROM procrastinate_jobs""")
            )
        )
    assert due_at == [now + timedelta(minutes=second)]


@pytest.mark.parametrize("minutes", [2, 300])
async def test_a_timer_can_be_taken_back(house: House, clock: FixedClock, minutes: int) -> None:
    now = clock.now()
    async with house.store.writing() as session:
        due = now + timedelta(minutes=minutes)
        await queue.run_at(session, house.keys, now, due, "act", {"action_id": "a"}, key="k")
        await queue.cancel(session, "k")
    assert await rows(house.store, Timer) == []
    assert await jobs(house.store) == []


async def test_customers_are_answered_while_the_rest_of_the_work_is_stuck(
    store: Store, mind: ScriptedMind
) -> None:
    """Everything in the batch queue waits for a row that somebody holds."""
    house = house_of(store, SystemClock(), mind)
    stop = asyncio.Event()
    stuck = await write(house, external_id="stuck")
    await forget_jobs(store)
    async with store.writing() as session:
        await session.execute(
            text("""INSERT INTO procrastinate_jobs (queue_name, task_name, args)
                    SELECT 'batch', 'turn', jsonb_build_object('conversation_id', CAST(:id AS text))
                      FROM generate_series(1, 12)"""),
            {"id": stuck.conversation_id},
        )
    async with store.writing() as holding:
        await holding.get_one(Conversation, stuck.conversation_id, with_for_update=True)
        working = asyncio.create_task(work(house, stop))
        landed = await write(house, external_id="visitor_2")
        await until(lambda: answered(store, landed.conversation_id, 1))
        assert await answers(store, stuck.conversation_id) == []
    stop.set()
    await asyncio.wait_for(working, 20)
