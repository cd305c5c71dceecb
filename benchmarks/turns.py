"""Whole turns: from the message stored to the answer stored, with one worker."""

import asyncio
import time

import psycopg

from benchmarks.client import percentile
from benchmarks.installation import Installation
from cauce.app import build_house
from cauce.core.events import InboundMessage
from cauce.engine.house import House
from cauce.engine.reception import receive
from cauce.settings import Settings

RATE = 20
SECONDS = 15
PILE = 600
PATIENCE_SECONDS = 120

SAID = (
    "Busco una laptop para programación, hasta $1200.",
    "¿Cuánto cuesta el envío a David?",
    "¿Tienen lavadoras Samsung en stock?",
    "How much is the warranty on the fridges?",
    "Vocês aceitam pix?",
    "Quiero hablar con una persona, por favor.",
)


def measure(place: Installation) -> dict[str, float]:
    """Latency at a steady rate, then how fast a pile of waiting conversations is answered."""
    return asyncio.run(_measure(place))


async def _measure(place: Installation) -> dict[str, float]:
    house = build_house(Settings(database_url=place.url), place.url)
    try:
        await _send(house, "warm", 20, None)
        await _until_answered(place.url, "warm", 20)
        await _send(house, "steady", RATE * SECONDS, RATE)
        await _until_answered(place.url, "steady", RATE * SECONDS)
        steady = _latencies(place.url, "steady")
        started = time.perf_counter()
        await _send(house, "pile", PILE, None)
        await _until_answered(place.url, "pile", PILE)
        pile = PILE / (time.perf_counter() - started)
    finally:
        await house.store.close()
    return {
        "turn p50 ms at 20/s": percentile(steady, 0.5),
        "turn p95 ms at 20/s": percentile(steady, 0.95),
        "turns/s, reception included": pile,
    }


async def _send(house: House, name: str, count: int, rate: float | None) -> None:
    start = time.perf_counter()
    for number in range(count):
        if rate is not None:
            await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))
        message = InboundMessage(
            channel="webchat",
            provider_id=f"{name}-{number}",
            external_id=f"{name}-{number}",
            kind="text",
            text=SAID[number % len(SAID)],
            sent_at=house.clock.now(),
        )
        await receive(house, "webchat", b"{}", [message])


_ANSWERS = """
    SELECT extract(epoch FROM (
               (SELECT min(o.created_at) FROM messages o
                 WHERE o.conversation_id = i.conversation_id AND o.direction = 'out')
               - i.created_at)) * 1000
      FROM messages i WHERE i.direction = 'in' AND i.provider_id LIKE %s
"""


def _latencies(url: str, name: str) -> list[float]:
    with psycopg.connect(url) as connection:
        rows = connection.execute(_ANSWERS, (f"{name}-%",)).fetchall()
    return [float(milliseconds) for (milliseconds,) in rows if milliseconds is not None]


async def _until_answered(url: str, name: str, count: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        while time.monotonic() < deadline:
            found = await connection.execute(
                "SELECT count(*) FROM messages WHERE provider_id LIKE %s AND handled",
                (f"{name}-%",),
            )
            row = await found.fetchone()
            if row is not None and row[0] >= count:
                return
            await asyncio.sleep(0.1)
    raise RuntimeError(f"not every message of {name} was answered in {PATIENCE_SECONDS} s")
