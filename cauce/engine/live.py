"""News for open pages: what happened in the database reaches every browser that looks at it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import orjson
import structlog

CHANNEL = "cauce_live"
# A page that cannot keep up loses its oldest news and is told to load again.
_QUEUE_SIZE = 200
_RECONNECT_SECONDS = 1.0
# A connection that died without a word is noticed after this long.
_CHECK_SECONDS = 30.0

News = dict[str, Any]
_log = structlog.get_logger()


class Live:
    """One listening connection a process, shared by all its open streams."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._streams: set[asyncio.Queue[News]] = set()
        self._task: asyncio.Task[None] | None = None

    @property
    def streams(self) -> int:
        """How many pages listen."""
        return len(self._streams)

    def start(self) -> None:
        """Begins to listen; reconnects by itself for as long as it runs."""
        self._task = asyncio.create_task(self._listen(), name="live")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        for queue in self._streams:
            _put(queue, {"kind": "closing"})

    async def news(self) -> AsyncIterator[News]:
        """Everything that happens from now on; ends with a `closing` when the server stops."""
        queue: asyncio.Queue[News] = asyncio.Queue(_QUEUE_SIZE)
        self._streams.add(queue)
        try:
            while True:
                item = await queue.get()
                yield item
                if item["kind"] == "closing":
                    return
        finally:
            self._streams.discard(queue)

    def tell(self, news: News) -> None:
        """Hands news to every open stream of this process."""
        for queue in self._streams:
            _put(queue, news)

    async def _listen(self) -> None:
        while True:
            try:
                await self._until_lost()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                _log.warning("live.lost", error=str(error))
            await asyncio.sleep(_RECONNECT_SECONDS)

    async def _until_lost(self) -> None:
        connection = await asyncpg.connect(self._url)
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        try:
            await connection.add_listener(CHANNEL, lambda *heard: self.tell(orjson.loads(heard[3])))
            # Only now: whatever happened before this moment was heard by nobody here.
            self.tell({"kind": "missed"})
            while not lost.is_set():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(lost.wait(), _CHECK_SECONDS)
                if not lost.is_set():
                    await connection.execute("SELECT 1", timeout=_CHECK_SECONDS)
        finally:
            await connection.close(timeout=1)


def _put(queue: asyncio.Queue[News], news: News) -> None:
    if queue.full():
        queue.get_nowait()
        news = news if news["kind"] == "closing" else {"kind": "missed"}
    queue.put_nowait(news)
