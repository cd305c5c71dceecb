"""The whole of it: customers write, things break, workers die; then everything is counted."""

import asyncio
import contextlib
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import psycopg

from benchmarks.chaos.crowd import crowd
from benchmarks.chaos.place import Place, place
from benchmarks.chaos.storm import storm
from benchmarks.chaos.tally import Tally, phones_of, tally

# What has to happen by itself once the weather is fine again: retries wait five minutes at most.
CALM_SECONDS: Final = 420.0
_OPEN = """
    SELECT (SELECT count(*) FROM procrastinate_jobs
             WHERE status = 'doing'
                OR status = 'todo' AND task_name IN ('turn', 'turn_again', 'deliver'))
         + (SELECT count(*) FROM deliveries WHERE status IN ('queued', 'sending'))
         + (SELECT count(*) FROM conversations WHERE unhandled > 0 AND NOT bot_silenced)
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of it: messages in all and a second, kills, seconds between two faults, and the most
    requests that one of them meets."""

    messages: int = 2000
    kills: int = 20
    rate: float = 12.0
    every: float = 0.7
    most: int = 3
    seed: int = 7


def run(folder: Path, plan: Plan, url: str = "") -> Tally:
    """In `folder`; on a database of its own unless `url` names a migrated one."""
    with place(folder, url) as where:
        return asyncio.run(_run(where, plan))


async def _run(where: Place, plan: Plan) -> Tally:
    chance = random.Random(plan.seed)
    moments = [plan.messages * (one + 1) // (plan.kills + 1) for one in range(plan.kills)]

    def told(written: int) -> None:
        if moments and written >= moments[0]:
            moments.pop(0)
            where.kill(chance.randrange(2))

    async with httpx.AsyncClient(base_url=where.sandbox, timeout=60) as client:
        weather = asyncio.create_task(storm(client, plan.every, plan.most, chance))
        people = await crowd(client, plan.messages, plan.rate, chance, told)
        weather.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await weather
        (await client.delete("/control/faults")).raise_for_status()
        await _calm(where.url)
        phones = await phones_of(client, people)
    return tally(where.url, people, phones, where.killed)


async def _calm(url: str) -> None:
    """Until nothing is under way any more, or nobody can wait for it any longer."""
    deadline = time.monotonic() + CALM_SECONDS
    quiet = 0
    with psycopg.connect(url, autocommit=True) as connection:
        while time.monotonic() < deadline and quiet < 3:
            row = connection.execute(_OPEN).fetchone()
            quiet = quiet + 1 if row is not None and row[0] == 0 else 0
            await asyncio.sleep(1)
