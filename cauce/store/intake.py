"""The door of the database: payloads that arrive at the same moment share one commit."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Payload:
    """`people` are those whose messages are in it."""

    body: bytes
    facts: str
    people: frozenset[str]
    stored: "asyncio.Future[str]"


class Intake:
    """Stores payloads, as many at once as wait while one commit runs.

    Nobody waits on purpose: a payload that comes alone is stored alone, at once. What one person
    wrote is stored in the order it came: their next payload begins when the one before has ended,
    however long that had to wait for its conversation.
    """

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._waiting: deque[_Payload] = deque()
        self._busy: set[str] = set()
        self._storing = False
        self._tasks: set[asyncio.Task[None]] = set()

    async def store(self, body: bytes, facts: str, people: frozenset[str]) -> str:
        """The JSON list of where its messages are, once they are committed.

        Raises DBAPIError when the database will not have it, Unavailable when too many wait or
        its conversation is held by somebody else for long.
        """
        if len(self._waiting) >= MOST_WAITING:
            raise Unavailable("Too much arrives at once. Deliver it again in a moment.")
        stored: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Payload(body, facts, people, stored))
        self._begin()
        return await stored

    def _begin(self) -> None:
        if not self._storing and (batch := self._next()):
            self._storing = True
            self._run(self._store_together(batch))

    def _next(self) -> list[_Payload]:
        """The first ones of whose people nothing else is being stored, nor waits before them."""
        batch: list[_Payload] = []
        behind: list[_Payload] = []
        blocked = set(self._busy)
        while self._waiting and len(batch) < MOST_TOGETHER:
            payload = self._waiting.popleft()
            (batch if blocked.isdisjoint(payload.people) else behind).append(payload)
            blocked |= payload.people
        self._waiting.extendleft(reversed(behind))
        for payload in batch:
            self._busy |= payload.people
        return batch

    async def _store_together(self, batch: list[_Payload]) -> None:
        try:
            answers = await self._call(batch, _PATIENCE_TOGETHER)
        except DBAPIError:
            # One that cannot be stored, or must wait, must not take the others with it.
            for payload in batch:
                self._run(self._store_alone(payload))
        except BaseException as error:
            self._end(batch, error)
            if not isinstance(error, Exception):
                raise
        else:
            self._end(batch, answers)
        finally:
            self._storing = False
            self._begin()

    async def _store_alone(self, payload: _Payload) -> None:
        try:
            answers = await self._call([payload], _PATIENCE_ALONE)
        except DBAPIError as error:
            held = getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE
            self._end([payload], Unavailable("This conversation is busy.") if held else error)
        except BaseException as error:
            self._end([payload], error)
            if not isinstance(error, Exception):
                raise
        else:
            self._end([payload], answers)
        finally:
            self._begin()

    async def _call(self, batch: list[_Payload], patience: str) -> list[str]:
        values = {
            "bodies": [payload.body for payload in batch],
            "facts": [payload.facts for payload in batch],
            "patience": patience,
        }
        answers: list[str] = await self._statement(_ALL, values)
        return answers

    def _end(self, batch: list[_Payload], outcome: list[str] | BaseException) -> None:
        for place, payload in enumerate(batch):
            self._busy -= payload.people
            if payload.stored.done():
                continue
            if isinstance(outcome, BaseException):
                payload.stored.set_exception(outcome)
            else:
                payload.stored.set_result(outcome[place])

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name="intake")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
