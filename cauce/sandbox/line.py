"""A server whose connections can be ended in the middle of a request, as networks do."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.utils import get_remote_addr

from cauce.sandbox.faults import HANG_UP

_Address = tuple[str, int]
_OPEN: Final[dict[_Address, asyncio.Transport]] = {}


class Line(HttpToolsProtocol):
    """Remembers which connection belongs to which client."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.caller = get_remote_addr(transport)
        if self.caller is not None:
            _OPEN[self.caller] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self.caller is not None:
            _OPEN.pop(self.caller, None)
        super().connection_lost(exc)


class HangsUp:
    """Hands every request the means to end its own connection."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        end = _ending(scope)
        if end is not None:
            scope = {**scope, "extensions": {**scope.get("extensions", {}), HANG_UP: end}}
        await self._app(scope, receive, send)


def _ending(scope: Scope) -> Callable[[], Awaitable[None]] | None:
    client = scope.get("client")
    transport = _OPEN.get((client[0], client[1])) if client else None
    if transport is None:
        return None

    async def end() -> None:
        transport.abort()
        # The server takes note before the request ends, and does not call it a mistake of ours.
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    return end


def configured(app: ASGIApp, host: str, port: int) -> uvicorn.Config:
    """How the sandbox is served."""
    return uvicorn.Config(
        HangsUp(app),
        host=host,
        port=port,
        http=Line,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=1,
    )
