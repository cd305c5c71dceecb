"""The open line to a visitor's browser: messages, ticks and typing, as they happen."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import Any, Final, cast

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.api.chat import words
from cauce.api.chat.door import answers_alone, language_of
from cauce.api.chat.view import shown
from cauce.core.labels import Language
from cauce.engine.house import House
from cauce.engine.live import News
from cauce.errors import CauceError
from cauce.store.queries import chat

# Seconds. Proxies cut lines that are silent for half a minute.
HEARTBEAT: Final = 15.0
_RETRY: Final = b"retry: 2000\n\n"
_ALIVE: Final = b": alive\n\n"
_TYPING: Final = {"agent.typing": "agent", "bot.typing": "bot"}


@dataclass(slots=True)
class Line:
    """What this browser has been told. `sequence` counts in `conversation` only; `language` is
    the one its labels are in."""

    house: House
    visitor: str
    language: Language | None
    conversation: str | None
    sequence: int
    seen: int = 0
    answering: bool = False

    async def look(self, news: News | None = None) -> list[bytes]:
        """Everything the browser does not know yet. Raises CauceError when it cannot be read."""
        if news is not None and news["kind"] in _TYPING:
            return [_event("typing", {"who": _TYPING[news["kind"]]})]
        async with self.house.store.reading() as session:
            thread = await chat.thread_of(session, self.visitor)
            if thread is None:
                return []
            if thread.id != self.conversation:
                self.conversation, self.sequence, self.seen = thread.id, 0, 0
            events = await self._language(session, thread)
            events += await self._messages(session, thread.id)
        if thread.seen > self.seen:
            self.seen = thread.seen
            events.append(_event("seen", {"conversation": thread.id, "up_to": thread.seen}))
        answering = thread.unhandled > 0 and not thread.bot_silenced
        if answering or self.answering:
            events.append(_event("typing", {"who": "bot" if answering else None}))
        self.answering = answering
        if news is not None and news["kind"] == "order.paid":
            events.append(_event("paid", {"conversation": thread.id}))
        return events

    def concerns(self, news: News) -> bool:
        """Whether news may be about this visitor; a line that missed some must look again."""
        return news["kind"] == "missed" or (
            self.conversation is not None and news.get("conversation") == self.conversation
        )

    async def _language(self, session: AsyncSession, thread: chat.Thread) -> list[bytes]:
        """The labels follow the customer into the language they write in."""
        spoken = language_of(thread.language)
        if spoken is None or spoken == self.language:
            return []
        self.language = spoken
        profile = (await self.house.knowledge.current(session)).profile
        answers = await answers_alone(session)
        now = self.house.clock.now()
        return [_event("language", words.speaking(profile, spoken, now, answers=answers))]

    async def _messages(self, session: AsyncSession, conversation: str) -> list[bytes]:
        rows = await chat.messages_after(session, conversation, self.sequence)
        if not rows:
            return []
        knowledge = await self.house.knowledge.current(session)
        language = self.language or knowledge.profile.language
        self.sequence = rows[-1][0].sequence
        return [
            _event("message", message, message["sequence"])
            for message in await shown(self.house, session, rows, knowledge, language)
        ]


async def told(line: Line) -> AsyncIterator[bytes]:
    """The bytes of the stream; it ends when the server stops or the database is away."""
    news = cast("AsyncGenerator[News]", line.house.live.news())
    coming = asyncio.ensure_future(anext(news))
    # Listening begins before looking, so nothing falls between the two.
    await asyncio.sleep(0)
    try:
        yield _RETRY
        for event in await line.look():
            yield event
        while True:
            await asyncio.wait({coming}, timeout=HEARTBEAT)
            if not coming.done():
                yield _ALIVE
                # A visitor without a conversation has no news of their own to wait for.
                events = await line.look() if line.conversation is None else []
            else:
                item = coming.result()
                if item["kind"] == "closing":
                    return
                coming = asyncio.ensure_future(anext(news))
                events = await line.look(item) if line.concerns(item) else []
            for event in events:
                yield event
    except CauceError:
        # The browser comes back by itself and asks for what it missed.
        return
    finally:
        coming.cancel()
        with contextlib.suppress(asyncio.CancelledError, StopAsyncIteration):
            await coming
        await news.aclose()


def _event(name: str, data: dict[str, Any], number: int | None = None) -> bytes:
    numbered = b"" if number is None else f"id: {number}\n".encode()
    return numbered + f"event: {name}\n".encode() + b"data: " + orjson.dumps(data) + b"\n\n"
