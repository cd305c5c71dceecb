"""Everything the sandbox knows. It lives in memory and is gone when the process ends."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
from fastapi import Request

from cauce.core.keys import Keys
from cauce.sandbox.agenda import Agenda
from cauce.sandbox.deliveries import Deliveries, Wiring
from cauce.sandbox.faults import Faults
from cauce.sandbox.journal import Journal
from cauce.sandbox.moving_clock import MovingClock
from cauce.sandbox.world.whole import World

# How long the platform waits for our answer to a webhook call.
PATIENCE: Final = 10.0


@dataclass(frozen=True, slots=True)
class Sandbox:
    """`http` is how webhooks go out; `script` is a file with what the models shall answer."""

    clock: MovingClock
    keys: Keys
    chance: random.Random
    sleep: Callable[[float], Awaitable[None]]
    http: httpx.AsyncClient
    agenda: Agenda
    faults: Faults
    journal: Journal
    wiring: Wiring
    deliveries: Deliveries
    world: World
    script: Path | None = None


def sandbox_of(request: Request) -> Sandbox:
    sandbox: Sandbox = request.app.state.sandbox
    return sandbox


def build(
    clock: MovingClock,
    keys: Keys,
    wiring: Wiring,
    *,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    chance: random.Random | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    script: Path | None = None,
) -> Sandbox:
    """Every part, wired together; nothing is open yet."""
    chance = chance or random.Random()
    faults, journal, agenda = Faults(chance, sleep), Journal(), Agenda(clock)
    http = httpx.AsyncClient(transport=transport, timeout=PATIENCE, trust_env=False)
    return Sandbox(
        clock=clock,
        keys=keys,
        chance=chance,
        sleep=sleep,
        http=http,
        agenda=agenda,
        faults=faults,
        journal=journal,
        wiring=wiring,
        deliveries=Deliveries(http, clock, agenda, faults, journal, wiring),
        world=World(keys, clock),
        script=script,
    )
