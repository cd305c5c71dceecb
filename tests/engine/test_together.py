"""A transaction written in one statement is the same as one written row by row."""

import asyncio
from decimal import Decimal

import asyncpg
import orjson
import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from cauce.engine.house import House
from cauce.engine.live import CHANNEL
from cauce.store.models import Case, Conversation, DecisionRow, Message
from cauce.store.queries.live import tell
from cauce.store.session import Store
from cauce.store.together import write_together
from tests.houses import rows, write


async def test_rows_that_were_added_take_their_defaults_and_those_that_changed_keep_the_rest(
    house: House, store: Store
) -> None:
    landed = await write(house, "hola")
    async with store.writing() as session:
        thread = await session.get_one(Conversation, landed.conversation_id)
        thread.priority = 5
        thread.average_sentiment = None
        case = Case(
            contact_id=thread.contact_id,
            conversation_id=thread.id,
            description="¿Por qué no llegó?",
            opened_at=store.clock.now(),
        )
        session.add(case)
        await write_together(session)
        assert not session.new
        assert not session.dirty
    (stored,) = await rows(store, Conversation)
    assert (stored.priority, stored.unhandled, stored.preview) == (5, 1, "hola")
    (kept,) = await rows(store, Case)
    assert kept.id == case.id
    assert kept.created_at == store.clock.now()
    assert kept.status == "open"


async def test_what_was_noted_is_told_with_the_commit(house: House, store: Store) -> None:
    landed = await write(house, "hola")
    heard: asyncio.Queue[str] = asyncio.Queue()
    listening = await asyncpg.connect(store.url)
    await listening.add_listener(CHANNEL, lambda *news: heard.put_nowait(news[3]))
    async with store.writing() as session:
        thread = await session.get_one(Conversation, landed.conversation_id)
        thread.priority = 2
        await tell(session, "turn.decided", conversation=thread.id)
        await write_together(session)
        assert heard.empty()
    news = orjson.loads(await asyncio.wait_for(heard.get(), 5))
    assert news == {"kind": "turn.decided", "conversation": landed.conversation_id}
    assert heard.empty()
    await listening.close()


async def test_a_row_that_may_not_be_is_refused_and_nothing_stays(
    house: House, store: Store
) -> None:
    landed = await write(house, "hola")
    with pytest.raises(IntegrityError):
        async with store.writing() as session:
            thread = await session.get_one(Conversation, landed.conversation_id)
            thread.priority = 1
            taken = await session.scalar(select(Message.provider_id))
            session.add(
                Message(
                    conversation_id=thread.id,
                    contact_id=thread.contact_id,
                    channel=thread.channel,
                    sequence=9,
                    direction="in",
                    sender="customer",
                    content="",
                    provider_id=taken,
                )
            )
            await write_together(session)
    (stored,) = await rows(store, Conversation)
    assert stored.priority == 3


async def test_an_exact_figure_stays_exact(house: House, store: Store) -> None:
    landed = await write(house, "hola")
    async with store.writing() as session:
        session.add(
            DecisionRow(
                conversation_id=landed.conversation_id,
                flow="chatbot",
                because=[],
                saw={"odd": [1, None, {"deep": "ñ"}]},
                confidence=0.25,
                decided_by="rules",
                verdict="none",
                autonomy="auto",
                milliseconds=0.125,
                cost=Decimal("0.000001"),
            )
        )
        await write_together(session)
    (kept,) = await rows(store, DecisionRow)
    assert kept.cost == Decimal("0.000001")
    assert (kept.confidence, kept.milliseconds) == (0.25, 0.125)
    assert kept.saw == {"odd": [1, None, {"deep": "ñ"}]}
    assert kept.error is None
