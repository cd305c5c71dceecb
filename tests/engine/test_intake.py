"""Payloads stored together: never a deadlock between two servers, and nobody held up by others."""

import asyncio
import random
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import TextClause, text
from sqlalchemy.exc import DBAPIError

from cauce.core.clock import FixedClock
from cauce.core.keys import Keys
from cauce.engine.house import House
from cauce.engine.reception import receive
from cauce.errors import Unavailable
from cauce.store import intake
from cauce.store.models import Conversation, Message
from cauce.store.session import Store
from tests.houses import ScriptedMind, house_of, message, rows, write

NOBODY: frozenset[str] = frozenset()
ANA, LUIS = frozenset(("ana",)), frozenset(("luis",))


async def test_two_servers_that_store_the_same_people_never_wait_for_each_other(
    house: House, database_url: str, clock: FixedClock, keys: Keys
) -> None:
    people = [f"v{number}" for number in range(8)]
    for person in people:
        await write(house, "hola", external_id=person)
    stores = [Store(database_url, clock, keys) for _ in range(2)]
    servers = [house_of(store, clock, ScriptedMind()) for store in stores]
    seen: Counter[str] = Counter()

    async def one(server: House, person: str) -> None:
        receipt = await receive(
            server, "webchat", b"x", [message(server, "hey", external_id=person)]
        )
        seen[receipt.messages[0].message_id] += 1

    chance = random.Random(1)
    for _ in range(10):
        orders = [chance.sample(people, 8) for _ in servers]
        await asyncio.gather(
            *(
                one(server, person)
                for server, order in zip(servers, orders, strict=True)
                for person in order
            )
        )
    assert len(seen) == 160
    for store in stores:
        await store.close()


async def test_a_conversation_somebody_holds_does_not_keep_other_customers_waiting(
    house: House, store: Store
) -> None:
    held = await write(house, "hola", external_id="a")
    async with store.writing() as session:
        await session.execute(
            text("SELECT 1 FROM conversations WHERE id = :id FOR UPDATE"),
            {"id": held.conversation_id},
        )
        stuck = asyncio.create_task(write(house, "x", external_id="a"))
        free = asyncio.create_task(write(house, "y", external_id="b"))
        done, _ = await asyncio.wait({free}, timeout=4)
        assert done == {free}
        assert not stuck.done()
    assert (await stuck).sequence == held.sequence + 1


async def test_what_one_person_wrote_at_once_keeps_its_order_and_is_stored_once(
    house: House, store: Store
) -> None:
    burst = [message(house, f"{n}", external_id="new", provider_id=f"p{n}") for n in range(6)]
    burst.insert(3, burst[0])
    receipts = await asyncio.gather(*(receive(house, "webchat", b"x", [one]) for one in burst))
    again = await receive(house, "webchat", b"x", burst)
    first = [receipt.messages[0] for receipt in receipts]
    assert [one.sequence for one in first] == [1, 2, 3, 1, 4, 5, 6]
    # Either of the two equal ones may count as the first: it is one message all the same.
    assert sum(one.duplicate for one in first) == 1
    assert [one.sequence for one in again.messages] == [1, 2, 3, 1, 4, 5, 6]
    assert all(one.duplicate for one in again.messages)
    stored = await rows(store, Message)
    assert sorted((one.sequence, one.content) for one in stored) == [
        (n + 1, str(n)) for n in range(6)
    ]
    (thread,) = await rows(store, Conversation)
    assert (thread.message_count, thread.unhandled, thread.preview) == (6, 6, "5")


async def test_behind_too_many_the_next_is_asked_to_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    never = asyncio.Event()

    async def statement(*_: object) -> list[str]:
        await never.wait()
        return []

    monkeypatch.setattr(intake, "MOST_WAITING", 2)
    door = intake.Intake(statement)
    tasks = [asyncio.create_task(door.store(b"x", "{}", NOBODY)) for _ in range(2)]
    for _ in range(3):
        await asyncio.sleep(0)
    tasks += [asyncio.create_task(door.store(b"x", "{}", NOBODY)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(Unavailable):
        await door.store(b"x", "{}", NOBODY)
    for task in tasks:
        task.cancel()


async def test_one_payload_that_cannot_be_stored_does_not_take_the_others_with_it() -> None:
    async def statement(_: TextClause, values: Mapping[str, Any]) -> list[str]:
        bodies = values["bodies"]
        if b"bad" in bodies:
            raise DBAPIError("", {}, ValueError("refused"))
        return [body.decode() for body in bodies]

    door = intake.Intake(statement)
    answers = await asyncio.gather(
        *(door.store(body, "{}", NOBODY) for body in (b"one", b"bad", b"two")),
        return_exceptions=True,
    )
    assert [answers[0], answers[2]] == ["one", "two"]
    assert isinstance(answers[1], DBAPIError)


async def test_who_must_wait_for_their_conversation_is_not_overtaken_by_their_next_message() -> (
    None
):
    begun: list[bytes] = []
    free = asyncio.Event()

    async def statement(_: TextClause, values: Mapping[str, Any]) -> list[str]:
        bodies, alone = values["bodies"], values["patience"] == "5s"
        if b"first" in bodies and not alone:
            raise DBAPIError("", {}, ValueError("somebody holds the conversation"))
        begun.extend(bodies)
        if b"first" in bodies:
            await free.wait()
        return [body.decode() for body in bodies]

    door = intake.Intake(statement)
    first = asyncio.create_task(door.store(b"first", "{}", ANA))
    await asyncio.sleep(0)
    second = asyncio.create_task(door.store(b"second", "{}", ANA))
    other = asyncio.create_task(door.store(b"other", "{}", LUIS))
    assert await other == "other"
    assert begun == [b"first", b"other"]
    free.set()
    assert (await first, await second) == ("first", "second")
    assert begun == [b"first", b"other", b"second"]
