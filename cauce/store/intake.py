"""The door of the database: payloads that arrive at the same moment share one commit."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.exc import DBAPIError

from cauce.errors import Unavailable

# With more in one transaction all wait for all: the server idles while the database works, and the
# database while the server reads.
MOST_TOGETHER = 8

# Behind this many the database is not keeping up: the platform had better deliver again later.
MOST_WAITING = 2000
# How long a row may be held by somebody else before a payload is stored by itself, and given up.
_PATIENCE_TOGETHER = "250ms"
_PATIENCE_ALONE = "5s"
_LOCK_NOT_AVAILABLE = "55P03"

_ALL = text("SELECT cauce_receive(CAST(:bodies AS bytea[]), CAST(:facts AS text[]), :patience)")

Statement = Callable[[TextClause, Mapping[str, Any]], Awaitable[Any]]
Waiting = tuple[bytes, str, "asyncio.Future[str]"]


class Intake:
    """Stores payloads in the order they came, as many at once as wait while one commit runs.

    Nobody waits on purpose: a payload that comes alone is stored alone, at once.
    """

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._waiting: deque[Waiting] = deque()
        self._storing: asyncio.Task[None] | None = None
        self._alone: set[asyncio.Task[None]] = set()

    async def store(self, body: bytes, facts: str) -> str:
        """The JSON list of where its messages are, once they are committed.

        Raises DBAPIError when the database will not have it, Unavailable when too many wait or
        somebody holds the conversation for too long.
        """
        if len(self._waiting) >= MOST_WAITING:
            raise Unavailable("Too much arrives at once. Deliver it again in a moment.")
        future: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting.append((body, facts, future))
        if self._storing is None or self._storing.done():
            self._storing = asyncio.create_task(self._store_waiting(), name="intake")
        return await future

    async def _store_waiting(self) -> None:
        while self._waiting:
            count = min(MOST_TOGETHER, len(self._waiting))
            batch = [self._waiting.popleft() for _ in range(count)]
            try:
                answers = await self._together(batch, _PATIENCE_TOGETHER)
            except DBAPIError:
                # One that cannot be stored, or must wait, must not take the others with it.
                for one in batch:
                    task = asyncio.create_task(self._by_itself(one), name="intake alone")
                    self._alone.add(task)
                    task.add_done_callback(self._alone.discard)
            except BaseException as error:
                _fail(batch, error)
                if not isinstance(error, Exception):
                    raise
            else:
                for (_, _, future), answer in zip(batch, answers, strict=True):
                    if not future.done():
                        future.set_result(answer)

    async def _together(self, batch: list[Waiting], patience: str) -> list[str]:
        bodies = [body for body, _, _ in batch]
        facts = [fact for _, fact, _ in batch]
        values = {"bodies": bodies, "facts": facts, "patience": patience}
        answers: list[str] = await self._statement(_ALL, values)
        return answers

    async def _by_itself(self, one: Waiting) -> None:
        try:
            answers = await self._together([one], _PATIENCE_ALONE)
        except DBAPIError as error:
            held = getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE
            _fail([one], Unavailable("This conversation is busy.") if held else error)
        except Exception as error:  # noqa: BLE001 - handed to whoever waits for this payload
            _fail([one], error)
        else:
            if not one[2].done():
                one[2].set_result(answers[0])


def _fail(batch: list[Waiting], error: BaseException) -> None:
    for _, _, future in batch:
        if not future.done():
            future.set_exception(error)
