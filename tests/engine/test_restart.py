"""The database goes away and comes back: everybody says so, waits, and goes on."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cauce.core.clock import SystemClock
from cauce.core.keys import Keys
from cauce.engine.house import House
from cauce.engine.worker import work
from cauce.errors import Unavailable
from cauce.store import embedded, migrate
from cauce.store.session import Store
from tests.houses import ScriptedMind, answers, house_of, open_shop, until, write


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("restart")
    for one in (place, place.parent, place.parent.parent):
        one.chmod(0o755)
    return place


@pytest.fixture
async def house(folder: Path, mind: ScriptedMind) -> AsyncIterator[House]:
    """A house with a database server of its own."""
    url = embedded.start(folder)
    migrate.upgrade(url)
    clock = SystemClock()
    store = Store(url, clock, Keys(clock), pool_size=8)
    await open_shop(store)
    made = house_of(store, clock, mind)
    made = House(
        **{
            name: getattr(made, name)
            for name in made.__dataclass_fields__
            if name not in ("sleep", "outlets")
        },
        sleep=asyncio.sleep,
    )
    yield made
    await store.close()
    embedded.stop(folder)


async def test_work_goes_on_by_itself_after_the_database_was_away(
    house: House, folder: Path, mind: ScriptedMind
) -> None:
    stop, gone = asyncio.Event(), asyncio.Event()
    thinking: list[str] = []

    async def lose_the_database() -> None:
        thinking.append("yes")
        await asyncio.to_thread(embedded.stop, folder)
        gone.set()

    mind.meanwhile = lose_the_database
    working = asyncio.create_task(work(house, stop))
    landed = await write(house, "¿Hacen envíos?")
    await asyncio.wait_for(gone.wait(), 15)
    for _ in range(3):
        with pytest.raises(Unavailable):
            async with house.store.reading() as session:
                await house.knowledge.current(session)
        with pytest.raises(Unavailable):
            await write(house, "¿Hay alguien?")
    await asyncio.to_thread(embedded.start, folder)

    async def answered() -> bool:
        return len(await answers(house.store, landed.conversation_id)) == 1

    await until(answered, 45)
    later = await write(house, "¿Y a Colón?", external_id="visitor_2")

    async def answered_too() -> bool:
        return len(await answers(house.store, later.conversation_id)) == 1

    await until(answered_too, 15)
    assert thinking == ["yes"]
    stop.set()
    await asyncio.wait_for(working, 25)


async def test_pages_are_told_what_they_missed_and_hear_news_again(
    house: House, folder: Path
) -> None:
    heard: list[dict[str, object]] = []

    async def listen() -> None:
        async for news in house.live.news():
            heard.append(news)

    async def written() -> bool:
        """What the pool kept from before the restart fails once, and is thrown away."""
        try:
            await write(house)
        except Unavailable:
            return False
        return True

    listening = asyncio.create_task(listen())
    house.live.start()
    try:
        await until(lambda: told(heard, "missed"))
        await until(written)
        await until(lambda: told(heard, "message.received"))
        await asyncio.to_thread(embedded.stop, folder)
        heard.clear()
        await asyncio.to_thread(embedded.start, folder)
        await until(lambda: told(heard, "missed"))
        await until(written)
        await until(lambda: told(heard, "message.received"))
    finally:
        await house.live.stop()
    await asyncio.wait_for(listening, 5)
    assert heard[-1] == {"kind": "closing"}


async def told(heard: list[dict[str, object]], kind: str) -> bool:
    return any(news["kind"] == kind for news in heard)
