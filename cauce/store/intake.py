"""The door of the database: payloads that arrive at the same moment share one commit."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sqlalchemy.exc import DBAPIError

# More in one transaction makes nobody faster, and the first would wait for the last.
MOST_TOGETHER = 24

_ALL = "SELECT cauce_receive_all(CAST(:bodies AS bytea[]), CAST(:facts AS text[]))"

Statement = Callable[[str, Mapping[str, Any]], Awaitable[Any]]
Waiting = tuple[bytes, str, "asyncio.Future[str]"]


class Intake:
    """Stores payloads in the order they came, as many at once as wait while one commit runs.

    Nobody waits on purpose: a payload that comes alone is stored alone, at once.
    """

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._waiting: deque[Waiting] = deque()
        self._storing: asyncio.Task[None] | None = None

    async def store(self, body: bytes, facts: str) -> str:
        """The JSON that `cauce_receive` answers, once it is committed. Raises what it raised."""
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
                answers = await self._together(batch)
            except DBAPIError:
                # One that cannot be stored must not take the others with it.
                await self._one_by_one(batch)
            except BaseException as error:
                _fail(batch, error)
                if not isinstance(error, Exception):
                    raise
            else:
                for (_, _, future), answer in zip(batch, answers, strict=True):
                    if not future.done():
                        future.set_result(answer)

    async def _together(self, batch: list[Waiting]) -> list[str]:
        bodies = [body for body, _, _ in batch]
        facts = [fact for _, fact, _ in batch]
        answers: list[str] = await self._statement(_ALL, {"bodies": bodies, "facts": facts})
        return answers

    async def _one_by_one(self, batch: list[Waiting]) -> None:
        for one in batch:
            try:
                answers = await self._together([one])
            except Exception as error:  # noqa: BLE001 - handed to whoever waits for this payload
                _fail([one], error)
            else:
                if not one[2].done():
                    one[2].set_result(answers[0])


def _fail(batch: list[Waiting], error: BaseException) -> None:
    for _, _, future in batch:
        if not future.done():
            future.set_exception(error)
