"""Worker processes die at bad moments; every customer is answered all the same, once."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from cauce.ai.embedded.reader import EmbeddedReader
from cauce.core.clock import SystemClock
from cauce.engine.house import House
from cauce.store.models import Conversation, DecisionRow, Message
from cauce.store.session import Store
from tests.houses import ScriptedMind, house_of, jobs, rows, said, until, write

CUSTOMERS = 40
FIRST, SECOND = "¿Cuál es el horario de la tienda?", "¿Hacen envíos a David?"

Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture(scope="session")
def models(pytestconfig: pytest.Config) -> Path:
    """What the reader learnt, kept from one run of the tests to the next."""
    assert pytestconfig.cache is not None
    folder: Path = pytestconfig.cache.mkdir("models")
    EmbeddedReader.load(folder)
    return folder


@pytest.fixture
def start(database_url: str, models: Path, tmp_path: Path) -> Iterator[Start]:
    """Starts `cauce work` as people do, with a short patience for the dead."""
    (tmp_path / "models").symlink_to(models)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("CAUCE_")
    } | {
        "CAUCE_DATABASE_URL": database_url,
        "CAUCE_DATA_DIR": str(tmp_path),
        "CAUCE_WORKER_STALLED_SECONDS": "2",
        "CAUCE_WORKER_CONCURRENCY": "8",
        "CAUCE_BURST_WAIT": "0",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    started: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        log = (tmp_path / f"worker_{len(started)}.log").open("wb")
        command = [sys.executable, "-m", "cauce", "work"]
        started.append(subprocess.Popen(command, env=environment, cwd=tmp_path, stderr=log))
        return started[-1]

    yield begin
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait(10)


@pytest.fixture
async def door(store: Store) -> AsyncIterator[House]:
    """Where customers write; the answering is left to the processes."""
    yield house_of(store, SystemClock(), ScriptedMind())


async def everybody_writes(door: House, words: str) -> None:
    for number in range(CUSTOMERS):
        await write(door, words, external_id=f"visitor_{number}")


async def answered(store: Store) -> int:
    async with store.reading() as session:
        counted = select(func.count()).select_from(Message).where(Message.sender == "bot")
        return await session.scalar(counted) or 0


async def kill_after(door: House, process: subprocess.Popen[bytes], more: int) -> None:
    """SIGKILL as soon as so many more answers are there, while other turns run."""
    before = await answered(door.store)

    async def enough() -> bool:
        assert process.poll() is None
        return await answered(door.store) >= before + more

    await until(enough, 40)
    process.send_signal(signal.SIGKILL)
    process.wait(10)


async def test_every_customer_is_answered_once_though_workers_are_killed(
    door: House, start: Start
) -> None:
    store = door.store
    await everybody_writes(door, FIRST)
    await kill_after(door, start(), 1)
    assert ("turn", "doing") in await jobs(store)
    await kill_after(door, start(), 5)
    last = start()

    async def all_quiet() -> bool:
        assert last.poll() is None
        return not await rows(store, Conversation, Conversation.unhandled > 0)

    await until(all_quiet, 40)
    await everybody_writes(door, SECOND)
    await until(all_quiet, 40)
    last.send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(last.wait, 20) == 0
    for conversation in await rows(store, Conversation):
        talked = await said(store, conversation.id)
        assert [who for who, _ in talked] == ["customer", "bot", "customer", "bot"]
        assert [words for who, words in talked if who == "customer"] == [FIRST, SECOND]
        made = await rows(
            store,
            DecisionRow,
            DecisionRow.conversation_id == conversation.id,
            DecisionRow.flow == "chatbot",
        )
        assert len(made) == 2
    assert await jobs(store) == []


async def test_a_worker_that_is_told_to_stop_ends_its_turns_first(
    door: House, start: Start
) -> None:
    store = door.store
    await everybody_writes(door, FIRST)
    process = start()

    async def busy() -> bool:
        assert process.poll() is None
        return await answered(store) > 0

    await until(busy, 40)
    process.send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(process.wait, 20) == 0
    left = await rows(store, Conversation, Conversation.unhandled > 0)
    assert await jobs(store) == [("turn", "todo")] * len(left)
    assert await answered(store) == CUSTOMERS - len(left)
