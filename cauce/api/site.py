"""Puts the API, the webhooks, the chat and their manners onto the application."""

from fastapi import FastAPI

from cauce.api import health, openapi, problems, webhooks
from cauce.api.chat.routes import ROUTER as CHAT
from cauce.api.limits import BodyLimit
from cauce.api.tracing import Tracing
from cauce.api.v1 import ROUTERS as NOUNS
from cauce.core.keys import Keys

ROUTERS = (
    webhooks.ROUTER,
    CHAT,
    health.ROUTER,
    *NOUNS,
)


def install(app: FastAPI, keys: Keys, otherwise: problems.Otherwise) -> None:
    """Errors outside the API go to `otherwise`: people are shown a page."""
    for router in ROUTERS:
        app.include_router(router)
    openapi.install(app)
    problems.install(app, otherwise)
    app.add_middleware(BodyLimit)
    app.add_middleware(Tracing, keys=keys)
