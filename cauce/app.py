"""The only place where the parts are wired together: settings in, a running application out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from cauce import __version__
from cauce.ai.consult import Consult
from cauce.ai.embedded.mind import EmbeddedMind
from cauce.ai.embedded.reader import EmbeddedReader
from cauce.ai.vendors.building import Builder
from cauce.ai.vendors.prompts import Prompts
from cauce.api import site as programs
from cauce.api import webhooks
from cauce.api.tracing import Tracing
from cauce.core.clock import SystemClock
from cauce.core.keys import Keys
from cauce.engine.books import Books
from cauce.engine.house import House
from cauce.engine.live import Live
from cauce.engine.minds import Minds
from cauce.knowledge.live import KnowledgeCache
from cauce.policy.drafted import untrue
from cauce.settings import Settings
from cauce.store.session import Store
from cauce.store.vault import Vault
from cauce.web import errors
from cauce.web import site as pages
from cauce.web.security import SecurityHeaders

# A platform that has not answered by now has the message, or has it not: nobody can tell.
OUTSIDE_SECONDS = 15.0


def build_house(settings: Settings, database_url: str) -> House:
    """Every part a process needs; nothing is opened yet."""
    clock = SystemClock()
    keys = Keys(clock)
    store = Store(database_url, clock, keys, pool_size=settings.pool_size)
    vault = Vault(settings.secret.get_secret_value())
    embedded = EmbeddedMind(EmbeddedReader.load(settings.data_dir / "models"))
    consult = Consult([embedded], check=untrue)
    books = Books(store, clock)
    builder = Builder(embedded.index, books, Prompts.of_folder(settings.prompts_dir))
    return House(
        settings=settings,
        store=store,
        clock=clock,
        keys=keys,
        consult=consult,
        minds=Minds(consult, vault, books, builder),
        knowledge=KnowledgeCache(),
        live=Live(database_url),
        sleep=asyncio.sleep,
        vault=vault,
        http=httpx.AsyncClient(timeout=OUTSIDE_SECONDS),
    )


def create_app(house: House) -> FastAPI:
    """The web application: pages for people, the API for programs, the chat for customers."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        house.live.start()
        yield
        await house.live.stop()
        await house.http.aclose()
        await house.minds.close()
        await house.store.close()

    app = FastAPI(
        title="Cauce",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.house = house
    programs.install(app, house.keys, errors.answer)
    pages.install(app, over_tls=house.settings.secure_cookies)
    return app


def at_the_door(app: FastAPI) -> ASGIApp:
    """What is served: the application, and before it the webhook, which needs little of it and is
    called more often than all the rest."""
    house: House = app.state.house
    webhook = SecurityHeaders(
        Tracing(webhooks.straight, keys=house.keys), over_tls=house.settings.secure_cookies
    )

    async def door(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == webhooks.PATH and scope["method"] == "POST":
            await webhook({**scope, "app": app}, receive, send)
        else:
            await app(scope, receive, send)

    return door
