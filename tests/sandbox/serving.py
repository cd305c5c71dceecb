"""The sandbox on a port of its own, for browsers and for connections that break."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from cauce.core.clock import SystemClock
from cauce.core.keys import Keys
from cauce.sandbox.app import create_sandbox
from cauce.sandbox.line import configured


class _Announcing(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config, up: threading.Event) -> None:
        super().__init__(config)
        self._up = up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._up.set()


@contextmanager
def served(callback: str = "http://127.0.0.1:9/hook") -> Iterator[str]:
    """Its address while the block lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    clock = SystemClock()
    up = threading.Event()
    app = create_sandbox(clock, Keys(clock), callback=callback)
    server = _Announcing(configured(app, "127.0.0.1", port), up)
    running = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    running.start()
    assert up.wait(20), "the sandbox did not start"
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    running.join(20)
    assert not running.is_alive(), "the sandbox did not stop"
