"""What goes wrong on purpose while customers write: a fault every moment, and workers that die."""

import asyncio
import random
from typing import Any, Final

import httpx

_SENDING: Final[tuple[dict[str, Any], ...]] = (
    {"kind": "status", "status": 500},
    {"kind": "status", "status": 400, "code": 131056},
    {"kind": "rate_limit", "code": 130429, "retry_after": 1},
    {"kind": "reset"},
    {"kind": "answer_lost"},
    {"kind": "malformed"},
    {"kind": "latency", "seconds": 1.0},
)
# A message the platform loses never was ours; what it says of ours may come twice, late or never.
_MESSAGES: Final[tuple[dict[str, Any], ...]] = ({"manner": "duplicated"},)
_STATUSES: Final[tuple[dict[str, Any], ...]] = (
    {"manner": "duplicated"},
    {"manner": "reordered"},
    {"manner": "delayed", "seconds": 2.0},
    {"manner": "missing"},
)
_MODELS: Final[tuple[dict[str, Any], ...]] = (
    {"kind": "overloaded"},
    {"kind": "rate_limit", "retry_after": 1},
    {"kind": "status", "status": 500},
    {"kind": "reset"},
    {"kind": "malformed"},
    {"kind": "truncated"},
    {"kind": "refusal"},
    {"kind": "latency", "seconds": 2.0},
)
TROUBLES: Final[tuple[tuple[str, tuple[dict[str, Any], ...]], ...]] = (
    ("meta.whatsapp.messages", _SENDING),
    ("meta.messenger.messages", _SENDING),
    ("meta.instagram.messages", _SENDING),
    ("meta.webhook.messages", _MESSAGES),
    ("meta.webhook.statuses", _STATUSES),
    ("openai.chat", _MODELS),
    ("anthropic.messages", _MODELS),
)


async def storm(client: httpx.AsyncClient, every: float, most: int, chance: random.Random) -> None:
    """A fault of some kind at some place every `every` seconds, until it is cancelled.

    One fault meets up to `most` requests in a row.
    """
    while True:
        place, kinds = chance.choice(TROUBLES)
        fault = {"place": place, "times": chance.randint(1, most), **chance.choice(kinds)}
        answer = await client.post("/control/faults", json=fault)
        answer.raise_for_status()
        await asyncio.sleep(every)
