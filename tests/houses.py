"""A Cauce with its real database and engine; mind, ways out and sleep are the test's own."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import orjson
import procrastinate
from sqlalchemy import select, text

from cauce.ai.consult import Consult, Mind
from cauce.ai.embedded.search import BusinessIndex
from cauce.ai.vendors.building import Builder
from cauce.ai.vendors.prompts import Prompts
from cauce.channels.connecting import Outlet
from cauce.core.actions import SendMessage
from cauce.core.business import Knowledge
from cauce.core.clock import Clock, FixedClock
from cauce.core.delivery import Cards, OutFile, OutTemplate, Sent
from cauce.core.dialogue import Brief, Draft
from cauce.core.events import InboundMessage
from cauce.core.reading import Mood, Reading, ReadingContext
from cauce.engine.books import Books
from cauce.engine.house import House
from cauce.engine.jobs import application
from cauce.engine.live import Live
from cauce.engine.minds import Minds
from cauce.engine.reception import Received, receive
from cauce.engine.turn.taking import take_turn
from cauce.knowledge.business_file import BusinessFile
from cauce.knowledge.live import KnowledgeCache
from cauce.knowledge.loading import load
from cauce.settings import Settings
from cauce.store.models import Conversation, Message
from cauce.store.session import Store
from cauce.store.vault import Vault

DEMO = Path(__file__).parents[1] / "cauce" / "demo" / "electro_istmo.json"
# Ends a thought, so that no turn waits for more of it.
QUESTION = "¿Hacen envíos a David?"
CALM = Reading(
    language="es",
    intent="general_inquiry",
    intent_confidence=0.9,
    mood=Mood("neutral", 0.0, 0.9),
)


@dataclass
class ScriptedMind:
    """Reads and drafts what the test says; `meanwhile` happens while it thinks."""

    name: str = "script"
    reading: Reading = CALM
    drafts: Callable[[Brief], Draft] | None = None
    meanwhile: Callable[[], Awaitable[object]] | None = None
    read_texts: list[str] = field(default_factory=list)
    briefs: list[Brief] = field(default_factory=list)

    async def read(self, text_: str, context: ReadingContext | None = None) -> Reading:
        self.read_texts.append(text_)
        return self.reading

    async def draft(self, brief: Brief) -> Draft:
        self.briefs.append(brief)
        if self.meanwhile is not None:
            happens, self.meanwhile = self.meanwhile, None
            await happens()
        return self.drafts(brief) if self.drafts else says("Con gusto le ayudo.", brief)


def says(words: str, brief: Brief, **more: Any) -> Draft:
    """A plain answer; `more` are other fields of the draft."""
    return replace(Draft(words, "answer", 0.9, brief.memory), **more)


@dataclass
class Outbox:
    """An outside channel: gives every message a name, or raises what the test wants."""

    errors: list[Exception] = field(default_factory=list)
    sent: list[tuple[str, str, str]] = field(default_factory=list)
    attended: list[tuple[str, str, bool]] = field(default_factory=list)
    blind: Exception | None = None
    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def send_message(self, to: str, message: SendMessage, key: str) -> Sent:
        return await self._send(to, message.text, key)

    async def send_cards(self, to: str, cards: Cards, key: str) -> Sent:
        return await self._send(to, " | ".join(one.sku for one in cards.products), key)

    async def send_file(self, to: str, file: OutFile, key: str) -> Sent:
        return await self._send(to, file.name, key)

    async def send_template(self, to: str, template: OutTemplate, key: str) -> Sent:
        return await self._send(to, template.name, key)

    async def attend(self, to: str, message_id: str, *, typing: bool = True) -> None:
        if self.blind is not None:
            raise self.blind
        self.attended.append((to, message_id, typing))

    async def _send(self, to: str, words: str, key: str) -> Sent:
        if self.meanwhile is not None:
            await self.meanwhile()
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append((to, words, key))
        return Sent(f"wamid.out.{len(self.sent)}")


@dataclass
class Sleeper:
    """Sleeping moves the clock, and lets `meanwhile` happen."""

    clock: Clock
    naps: list[float] = field(default_factory=list)
    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def __call__(self, seconds: float) -> None:
        self.naps.append(seconds)
        if self.meanwhile is not None:
            happens, self.meanwhile = self.meanwhile, None
            await happens()
        if isinstance(self.clock, FixedClock):
            self.clock.at += timedelta(seconds=seconds)


def nobody_answers(_: httpx.Request) -> httpx.Response:
    """A world in which no other service can be reached."""
    raise httpx.ConnectError("nobody is there")


def minds_of(store: Store, clock: Clock, consult: Consult, vault: Vault) -> Minds:
    """What keeps the models of a house, wired as the application wires it."""
    books = Books(store, clock)
    return Minds(consult, vault, books, Builder(_index, books, Prompts()))


async def _index(knowledge: Knowledge) -> BusinessIndex:
    return BusinessIndex(knowledge)


def house_of(
    store: Store,
    clock: Clock,
    mind: Mind,
    outlets: Mapping[str, Outlet] | None = None,
    http: httpx.AsyncClient | None = None,
    **changed: Any,
) -> House:
    values: dict[str, Any] = {"secret": "s3cret", "worker_concurrency": 20}
    consult, vault = Consult((mind,)), Vault("s3cret")
    return House(
        settings=Settings(_env_file=None, **(values | changed)),
        store=store,
        clock=clock,
        keys=store.keys,
        consult=consult,
        minds=minds_of(store, clock, consult, vault),
        knowledge=KnowledgeCache(),
        live=Live(store.url),
        sleep=Sleeper(clock),
        vault=vault,
        http=http or httpx.AsyncClient(transport=httpx.MockTransport(nobody_answers)),
        outlets=outlets or {},
        chance=lambda: 1.0,
    )


async def open_shop(store: Store) -> None:
    """The demo business, without its people's invented orders."""
    file = BusinessFile.model_validate(orjson.loads(DEMO.read_bytes()))
    async with store.writing() as session:
        await load(store, session, file, is_demo=False)


def message(house: House, words: str = QUESTION, **more: Any) -> InboundMessage:
    """What a visitor of the website wrote, unless `more` says otherwise."""
    given: dict[str, Any] = {
        "channel": "webchat",
        "provider_id": house.keys.new("in"),
        "external_id": "visitor_1",
        "kind": "text",
        "text": words,
        "sent_at": house.clock.now(),
    }
    return InboundMessage(**(given | more))


async def write(house: House, words: str = QUESTION, **more: Any) -> Received:
    """A customer writes; where it landed."""
    event = message(house, words, **more)
    receipt = await receive(house, event.channel, words.encode(), (event,))
    return receipt.messages[0]


async def talk(house: House, words: str = QUESTION, **more: Any) -> tuple[str, str]:
    """A customer writes and the turn is taken here; the conversation and how the turn ended."""
    landed = await write(house, words, **more)
    await forget_jobs(house.store)
    return landed.conversation_id, await take_turn(house, landed.conversation_id)


async def rows(store: Store, table: type[Any], *where: Any) -> list[Any]:
    async with store.reading() as session:
        return list(await session.scalars(select(table).where(*where).order_by(table.id)))


async def thread(store: Store, conversation_id: str) -> Conversation:
    async with store.reading() as session:
        return await session.get_one(Conversation, conversation_id)


async def said(store: Store, conversation_id: str) -> list[tuple[str, str]]:
    """Who said what in a conversation, in order."""
    async with store.reading() as session:
        found = await session.scalars(
            select(Message)
            .where(Message.conversation_id == conversation_id)
            .order_by(Message.sequence)
        )
        return [(one.sender, one.content) for one in found]


async def answers(store: Store, conversation_id: str) -> list[str]:
    return [words for who, words in await said(store, conversation_id) if who == "bot"]


async def jobs(store: Store) -> list[tuple[str, str]]:
    """Task and status of every job, oldest first."""
    async with store.reading() as session:
        found = await session.execute(
            text("SELECT task_name, status::text FROM procrastinate_jobs ORDER BY id")
        )
        return [(row[0], row[1]) for row in found]


async def forget_jobs(store: Store) -> None:
    async with store.writing() as session:
        await session.execute(text("DELETE FROM procrastinate_jobs"))


async def work_off(
    house: House, queues: tuple[str, ...] = ("chat", "batch", "files"), leaving: str = ""
) -> None:
    """The queue's own worker does everything there is, and what comes of it, and ends.

    Jobs called `leaving` may stay.
    """
    async with httpx.AsyncClient() as client:
        app: procrastinate.App = application(house, client, connections=3)
        async with app.open_async():
            # Enough for all the tries of a turn; a queue that never ends fails the test.
            for _ in range(20):
                await app.run_worker_async(
                    queues=list(queues),
                    wait=False,
                    concurrency=10,
                    delete_jobs="successful",
                    install_signal_handlers=False,
                    listen_notify=False,
                )
                left = {task for task, status in await jobs(house.store) if status == "todo"}
                if left <= {leaving}:
                    return
    raise AssertionError("there is always more to do")


async def until(check: Callable[[], Awaitable[bool]], seconds: float = 15.0) -> None:
    """Waits for something that another process or task does; fails when it never happens."""
    async with asyncio.timeout(seconds):
        while not await check():  # noqa: ASYNC110 - what is awaited may be another process
            await asyncio.sleep(0.02)
