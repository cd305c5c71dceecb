"""Puts the pages, their files and their manners onto the application."""

from fastapi import FastAPI

from cauce.web import assets
from cauce.web.pages import ROUTERS
from cauce.web.public_routes import PUBLIC_ROUTERS
from cauce.web.security import SecurityHeaders


def install(app: FastAPI, *, over_tls: bool = False) -> None:
    """Routes, static files and headers. Errors of pages go to `web.errors.answer`."""
    for router in (*ROUTERS, *PUBLIC_ROUTERS):
        app.include_router(router)
    app.mount(assets.ROOT, assets.Static(directory=assets.FOLDER), name="static")
    app.add_middleware(SecurityHeaders, over_tls=over_tls)
