"""What is due later: statuses on their way, redeliveries, reviews. It lives by the moving clock."""

import asyncio
import heapq
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from cauce.sandbox.moving_clock import MovingClock

Action = Callable[[], Awaitable[None]]
# How often the agenda is looked at, in seconds.
BEAT: Final = 0.05


@dataclass(order=True, slots=True)
class _Entry:
    due: datetime
    order: int
    action: Action = field(compare=False)


class Agenda:
    """Actions in the order they are due; equals in the order they were planned."""

    def __init__(self, clock: MovingClock) -> None:
        self._clock = clock
        self._entries: list[_Entry] = []
        self._planned = 0
        self._one_at_a_time = asyncio.Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def plan(self, seconds: float, action: Action) -> None:
        self._planned += 1
        due = self._clock.now() + timedelta(seconds=seconds)
        heapq.heappush(self._entries, _Entry(due, self._planned, action))

    def forget(self) -> None:
        self._entries.clear()

    async def pass_time(self, by: timedelta) -> None:
        """Moves the clock; everything in between happens at its own time."""
        async with self._one_at_a_time:
            until = self._clock.now() + by
            while self._entries and self._entries[0].due <= until:
                self._clock.move_to(self._entries[0].due)
                await heapq.heappop(self._entries).action()
            self._clock.move_to(until)

    async def live(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        """Runs for ever, beside the server. Nobody waits for whom Cauce keeps waiting."""
        running: set[asyncio.Task[None]] = set()
        while True:
            while self._entries and self._entries[0].due <= self._clock.now():
                task = asyncio.create_task(_done(heapq.heappop(self._entries).action))
                running.add(task)
                task.add_done_callback(running.discard)
            await sleep(BEAT)


async def _done(action: Action) -> None:
    await action()
