"""Every request gets an id, which is in its logs, its answer and its time measured."""

import time
from collections.abc import MutableMapping
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cauce.api.webhooks import PATH as WEBHOOK
from cauce.core.keys import Keys
from cauce.engine.metrics import HTTP_SECONDS

_log = structlog.get_logger()
_QUIET = ("/healthz", "/readyz", "/metrics", "/static/")


class Tracing:
    """ASGI middleware; only plain HTTP is touched."""

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        self.app = app
        self.keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = self.keys.new("req")
        structlog.contextvars.bind_contextvars(request=request_id)
        started = time.perf_counter()
        status = 500

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message.get("headers", []),
                    (b"x-request-id", request_id.encode()),
                ]
            await send(message)

        try:
            await self.app(scope, receive, note)
        finally:
            _observe(scope, status, time.perf_counter() - started)
            structlog.contextvars.unbind_contextvars("request")


def _observe(scope: MutableMapping[str, Any], status: int, seconds: float) -> None:
    route = scope.get("route")
    path = getattr(route, "path", scope["path"] if scope["path"] == WEBHOOK else "unknown")
    HTTP_SECONDS.labels(scope["method"], path, str(status)).observe(seconds)
    if status >= 500 or not scope["path"].startswith(_QUIET):
        level = _log.warning if status >= 500 else _log.debug
        level(
            "request.answered",
            method=scope["method"],
            path=scope["path"],
            status=status,
            ms=round(seconds * 1000, 1),
        )
