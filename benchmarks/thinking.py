"""How long a customer waits where a model is asked: all the way over WhatsApp, both directions."""

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Final

import httpx
import psycopg

from benchmarks.chaos.place import Place, place
from benchmarks.client import percentile

# How long the vendor takes for every request.
VENDOR_SECONDS: Final = 1.5
CUSTOMERS: Final = 40
WAIT_SECONDS: Final = 60
WORDS: Final = (
    "buenas, me gustaría algo bonito para mi suegra que le encanta la repostería",
    "oiga y eso aguanta el uso diario en una panadería chica?",
    "quisiera saber si ustedes recomiendan algo para un cuarto que se calienta mucho",
    "mi hijo empieza la universidad, qué le sirve más?",
)
_WAITED: Final = """
    SELECT extract(epoch FROM o.created_at - i.created_at)
      FROM messages i
      JOIN messages o ON o.conversation_id = i.conversation_id AND o.direction = 'out'
     WHERE i.direction = 'in' AND i.sequence = 1 AND o.sequence = 2
"""


def measure(folder: Path) -> dict[str, float]:
    """Seconds from the stored message to the stored answer, with every request that slow."""
    with place(folder) as where:
        waited = asyncio.run(_all(where))
    return {
        "answered": float(len(waited)),
        "reply p50 s": percentile(waited, 0.5),
        "reply p95 s": percentile(waited, 0.95),
    }


async def _all(where: Place) -> list[float]:
    async with httpx.AsyncClient(base_url=where.sandbox, timeout=60) as client:
        slow = {"kind": "latency", "seconds": VENDOR_SECONDS, "times": None, "place": "openai.chat"}
        (await client.post("/control/faults", json=slow)).raise_for_status()
        for number in range(CUSTOMERS):
            made = await client.post("/control/customers", json={"channel": "whatsapp"})
            said = {"kind": "text", "text": WORDS[number % len(WORDS)]}
            await client.post(f"/control/customers/{made.json()['id']}/say", json=said)
            await asyncio.sleep(0.5)
        waited: list[float] = []
        for _ in range(WAIT_SECONDS):
            await asyncio.sleep(1)
            with psycopg.connect(where.url) as connection:
                waited = [float(row[0]) for row in connection.execute(_WAITED)]
            if len(waited) >= CUSTOMERS:
                break
        return waited


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="cauce-thinking-") as made:
        Path(made).chmod(0o755)
        for name, value in measure(Path(made)).items():
            print(f"{name}: {value:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
