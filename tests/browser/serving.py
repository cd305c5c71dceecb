"""A web server that says when it listens, so that no test has to guess."""

import asyncio
import socket
import threading

import uvicorn


class Announcing(uvicorn.Server):
    """Sets `up` as soon as a browser can come."""

    def __init__(self, config: uvicorn.Config, up: threading.Event | asyncio.Event) -> None:
        super().__init__(config)
        self._up = up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._up.set()
