"""The customers of the storm: what each of them writes, in order, on their own phone."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import httpx

CHANNELS: Final = ("whatsapp", "messenger", "instagram")
# What a machine may answer by itself, so that most of it is not handed to a person at once.
QUESTIONS: Final = (
    "¿Cuál es el horario de la tienda?",
    "¿Hacen envíos a David?",
    "¿Cuánto cuesta el envío a Colón?",
    "¿Tienen lavadoras?",
    "¿Cuánto cuesta la licuadora Oster?",
    "¿Qué garantía tienen las laptops?",
    "¿Aceptan Yappy?",
    "¿Dónde quedan?",
    "Do you ship to Chitré?",
    "Vocês têm geladeiras?",
    "busco un televisor de 55 pulgadas",
    "hola",
)
# Each of them writes about this many messages.
EACH: Final = 8
_PAUSES: Final = (0.0, 0.2, 1.5, 4.0, 8.0)


@dataclass(slots=True)
class Customer:
    """`said` are the platform's names of their messages, in the order they were written."""

    id: str
    channel: str
    said: list[str] = field(default_factory=list)


async def crowd(
    client: httpx.AsyncClient,
    messages: int,
    rate: float,
    chance: random.Random,
    told: Callable[[int], None],
) -> list[Customer]:
    """Everybody writes at once, `rate` messages a second in all; `told` hears how many so far."""
    people = [
        await _arrived(client, CHANNELS[number % len(CHANNELS)], number)
        for number in range(max(len(CHANNELS), messages // EACH))
    ]
    written = 0
    turns = asyncio.Semaphore(1)

    async def live(one: Customer, count: int) -> None:
        nonlocal written
        for _ in range(count):
            await asyncio.sleep(chance.choice(_PAUSES))
            async with turns:
                await asyncio.sleep(1 / rate)
            body = {"kind": "text", "text": chance.choice(QUESTIONS)}
            answer = await client.post(f"/control/customers/{one.id}/say", json=body)
            answer.raise_for_status()
            one.said.append(answer.json()["id"])
            written += 1
            told(written)

    share, rest = divmod(messages, len(people))
    await asyncio.gather(*(live(one, share + (number < rest)) for number, one in enumerate(people)))
    return people


async def _arrived(client: httpx.AsyncClient, channel: str, number: int) -> Customer:
    body = {"channel": channel, "name": f"Cliente {number}"}
    made = await client.post("/control/customers", json=body)
    made.raise_for_status()
    return Customer(made.json()["id"], channel)
