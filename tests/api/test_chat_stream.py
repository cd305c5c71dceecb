"""The open line to a visitor: what was missed, what happens, and who is writing.

Events are taken one by one, with a limit so that a missing one fails the test.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import orjson
import pytest
from sqlalchemy import text

from cauce.api.chat.stream import Line, told
from cauce.core.clock import FixedClock
from cauce.engine.house import House
from cauce.store.session import Store
from tests.chat_visitor import Visitor, arrive
from tests.public_app import answer, app_of, house_of, open_demo_shop


@pytest.fixture
async def house(store: Store, clock: FixedClock) -> House:
    await open_demo_shop(store)
    return house_of(store, clock)


@pytest.fixture
async def client(house: House) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app_of(house))
    async with httpx.AsyncClient(transport=transport, base_url="http://cauce") as open_client:
        yield open_client


@pytest.fixture
async def ana(client: httpx.AsyncClient) -> Visitor:
    return await arrive(client)


def line_of(house: House, visitor: Visitor, **known: Any) -> Line:
    given = {"conversation": None, "sequence": 0, "language": None} | known
    return Line(house=house, visitor=visitor.id, **given)


async def event(stream: AsyncIterator[bytes]) -> tuple[str, dict[str, Any]]:
    async with asyncio.timeout(10):
        raw = (await anext(stream)).decode()
    fields = dict(line.split(": ", 1) for line in raw.strip().splitlines())
    if "data" not in fields:
        return raw.strip(), {}
    return fields["event"], orjson.loads(fields["data"]) | {"id:": fields.get("id")}


async def test_the_line_sends_what_was_missed_and_then_what_happens(
    house: House, ana: Visitor, store: Store, clock: FixedClock
) -> None:
    thread = (await ana.say("hola")).json()["conversation"]
    await answer(store, thread, "uno", clock.now())
    stream = told(line_of(house, ana, conversation=thread, sequence=1))
    assert (await event(stream))[0] == "retry: 2000"
    name, message = await event(stream)
    assert (name, message["text"], message["id:"]) == ("message", "uno", "2")
    assert (await event(stream)) == ("seen", {"conversation": thread, "up_to": 1, "id:": None})
    await answer(store, thread, "dos", clock.now())
    house.live.tell({"kind": "message.sent", "conversation": "conv_of_another"})
    house.live.tell({"kind": "message.sent", "conversation": thread})
    assert (await event(stream))[1]["text"] == "dos"
    house.live.tell({"kind": "closing"})
    with pytest.raises(StopAsyncIteration):
        await event(stream)
    assert house.live.streams == 0


async def test_the_line_shows_who_is_writing(house: House, ana: Visitor) -> None:
    thread = (await ana.say("hola")).json()["conversation"]
    stream = told(line_of(house, ana, conversation=thread, sequence=1))
    await event(stream)
    assert await event(stream) == ("typing", {"who": "bot", "id:": None})
    house.live.tell({"kind": "agent.typing", "conversation": thread})
    assert await event(stream) == ("typing", {"who": "agent", "id:": None})


async def test_a_silenced_bot_is_not_shown_writing(
    house: House, ana: Visitor, store: Store
) -> None:
    thread = (await ana.say("hola")).json()["conversation"]
    async with store.writing() as session:
        await session.execute(text("UPDATE conversations SET bot_silenced = true"))
    assert await line_of(house, ana, conversation=thread, sequence=1).look() == []


async def test_a_fresh_conversation_is_told_from_its_beginning(
    house: House, ana: Visitor, store: Store, clock: FixedClock
) -> None:
    await ana.say("hola")
    clock.at += timedelta(days=1)
    async with store.writing() as session:
        await session.execute(text("UPDATE conversations SET status = 'closed'"))
    fresh = (await ana.say("otra vez", "c2")).json()
    assert fresh["sequence"] == 1
    line = line_of(house, ana, conversation="conv_before", sequence=7)
    told_now = await line.look()
    assert b"otra vez" in told_now[0]
    assert line.conversation == fresh["conversation"]
    assert [one["text"] for one in (await ana.messages())["messages"]] == ["hola", "otra vez"]


async def test_a_line_that_missed_news_looks_again(
    house: House, ana: Visitor, store: Store, clock: FixedClock
) -> None:
    thread = (await ana.say("hola")).json()["conversation"]
    line = line_of(house, ana, conversation=thread, sequence=1)
    assert line.concerns({"kind": "missed"})
    assert not line.concerns({"kind": "message.sent"})
    await answer(store, thread, "dos", clock.now())
    assert b"dos" in (await line.look({"kind": "missed"}))[0]


async def test_a_turn_that_says_nothing_ends_the_typing_too(
    house: House, ana: Visitor, store: Store
) -> None:
    thread = (await ana.say("hola")).json()["conversation"]
    line = line_of(house, ana, conversation=thread, sequence=1)
    assert b'"who":"bot"' in (await line.look())[0]
    async with store.writing() as session:
        await session.execute(text("UPDATE conversations SET unhandled = 0"))
    assert b'"who":null' in (await line.look({"kind": "turn.decided"}))[0]
    assert await line.look({"kind": "message.status"}) == []


async def test_the_labels_change_once_when_the_customer_changes_the_language(
    house: House, ana: Visitor, store: Store, clock: FixedClock
) -> None:
    thread = (await ana.say("hello")).json()["conversation"]
    stream = told(line_of(house, ana, conversation=thread, sequence=1, language="es"))
    assert (await event(stream))[0] == "retry: 2000"
    assert (await event(stream))[0] == "typing"
    async with store.writing() as session:
        await session.execute(text("UPDATE conversations SET language = 'en'"))
    await answer(store, thread, "Hi!", clock.now())
    house.live.tell({"kind": "message.sent", "conversation": thread})
    name, spoken = await event(stream)
    assert (name, spoken["language"], spoken["words"]["send"]) == ("language", "en", "Send")
    assert spoken["status"] == "Open now"
    assert (await event(stream))[0] == "message"
    await answer(store, thread, "Bye!", clock.now())
    house.live.tell({"kind": "message.sent", "conversation": thread})
    seen = [(await event(stream))[0] for _ in range(2)]
    assert "language" not in seen
