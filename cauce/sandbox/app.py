"""The sandbox as one application: the Graph API, the models, the phone pages and the controls."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from fastapi import FastAPI

from cauce import __version__
from cauce.core.clock import Clock
from cauce.core.keys import Keys
from cauce.sandbox import control, meta, models, phone
from cauce.sandbox.defaults import APP_SECRET, CALLBACK, VERIFY_TOKEN
from cauce.sandbox.deliveries import Wiring
from cauce.sandbox.moving_clock import MovingClock
from cauce.sandbox.state import Sandbox, build


def create_sandbox(
    clock: Clock,
    keys: Keys,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    chance: random.Random | None = None,
    callback: str = CALLBACK,
    app_secret: str = APP_SECRET,
    *,
    instagram_secret: str | None = None,
    verify_token: str = VERIFY_TOKEN,
    transport: httpx.AsyncBaseTransport | None = None,
    script: Path | None = None,
) -> FastAPI:
    """`callback` is where webhooks go, through `transport` when given (tests).

    Without a server that runs its lifespan nothing happens by itself: what is due later waits
    until the clock is moved over the controls.
    """
    wiring = Wiring(callback, app_secret, instagram_secret or app_secret, verify_token)
    sandbox = build(
        MovingClock(clock),
        keys,
        wiring,
        sleep=sleep,
        chance=chance,
        transport=transport,
        script=script,
    )

    app = FastAPI(
        title="Cauce sandbox", version=__version__, lifespan=_living, docs_url=None, redoc_url=None
    )
    app.state.sandbox = sandbox
    for router in (*control.ROUTERS, *meta.ROUTERS, *models.ROUTERS, *phone.ROUTERS):
        app.include_router(router)
    phone.install(app)
    return app


@asynccontextmanager
async def _living(app: FastAPI) -> AsyncIterator[None]:
    """What is due later happens by itself as long as the server runs."""
    sandbox: Sandbox = app.state.sandbox
    living = asyncio.create_task(sandbox.agenda.live(sandbox.sleep))
    yield
    living.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await living
    await sandbox.http.aclose()
