"""The sandbox: Meta's platforms and the models, played on this machine, with phones to hold."""

import asyncio
import contextlib
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import uvicorn
from pydantic import SecretStr
from rich.console import Console

from cauce.command import configured
from cauce.core.clock import SystemClock
from cauce.core.keys import Keys
from cauce.errors import Misconfigured
from cauce.sandbox.defaults import APP_SECRET, PORT, VERIFY_TOKEN
from cauce.sandbox.world.accounts import (
    INSTAGRAM_ID,
    INSTAGRAM_TOKEN,
    NUMBER_ID,
    PAGE_ID,
    PAGE_TOKEN,
    WHATSAPP_TOKEN,
)
from cauce.settings import Settings

PLAYED: Final = (
    ("whatsapp", NUMBER_ID, WHATSAPP_TOKEN),
    ("messenger", PAGE_ID, PAGE_TOKEN),
    ("instagram", INSTAGRAM_ID, INSTAGRAM_TOKEN),
)
# Nobody outside this machine may hold the phones: the sandbox asks nobody who they are.
HOST: Final = "127.0.0.1"
PARENT_CHECK_SECONDS: Final = 1.0
out = Console()


def address(port: int = PORT) -> str:
    return f"http://{HOST}:{port}"


def callback(settings: Settings) -> str:
    """Where the Cauce of these settings takes webhooks."""
    return f"{settings.address}/api/v1/webhooks/inbound"


def wired(settings: Settings) -> Settings:
    """The settings of a demo that speaks with the sandbox: both know the same words.

    Its accounts are connected by `connect`, once there is a database.
    """
    update: dict[str, SecretStr | str] = {
        "meta_graph_url": f"{address()}/graph",
        "meta_instagram_url": f"{address()}/instagram",
    }
    if not settings.meta_app_secret.get_secret_value():
        update["meta_app_secret"] = SecretStr(APP_SECRET)
    if not settings.meta_verify_token.get_secret_value():
        update["meta_verify_token"] = SecretStr(VERIFY_TOKEN)
    return settings.model_copy(update=update)


def environment(settings: Settings) -> dict[str, str]:
    """What a process beside the demo must be told of `wired` settings."""
    return {
        "CAUCE_META_APP_SECRET": settings.meta_app_secret.get_secret_value(),
        "CAUCE_META_VERIFY_TOKEN": settings.meta_verify_token.get_secret_value(),
        "CAUCE_META_GRAPH_URL": settings.meta_graph_url,
        "CAUCE_META_INSTAGRAM_URL": settings.meta_instagram_url,
    }


def connect(settings: Settings, url: str) -> None:
    """Gives the demo the played number, page and account to speak through."""
    asyncio.run(_connect(settings, url))


async def _connect(settings: Settings, url: str) -> None:
    from cauce.engine import accounts  # noqa: PLC0415 - help needs none of it
    from cauce.store.session import Store  # noqa: PLC0415
    from cauce.store.vault import Vault  # noqa: PLC0415

    clock = SystemClock()
    store = Store(url, clock, Keys(clock), pool_size=2)
    vault = Vault(settings.secret.get_secret_value())
    try:
        async with store.writing() as session:
            for channel, external_id, token in PLAYED:
                await accounts.keep(session, store.keys, vault, channel, external_id, token)
    finally:
        await store.close()


@contextmanager
def beside_demo(settings: Settings, port: int = PORT) -> Iterator[None]:
    """The sandbox in a process of its own while the block lasts. `settings` are wired."""
    from cauce.command.running import beside  # noqa: PLC0415 - it brings the whole server along

    check_port(port)
    command = (sys.executable, "-m", "cauce", "sandbox", "--with-parent", "--port", str(port))
    told = (*command, "--callback", callback(settings))
    with beside(told, os.environ | environment(settings)):
        out.print(f"Phones to hold: [bold]{address(port)}/phone[/]")
        yield


def check_port(port: int) -> None:
    """Raises Misconfigured when somebody listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Misconfigured(
                f"Port {port} is taken. Stop what uses it, "
                f"or choose another one: cauce sandbox --port {port + 1}"
            ) from error


def run(port: int, to: str | None, script: Path | None, *, with_parent: bool) -> None:
    """Serves it until Ctrl-C."""
    from cauce.sandbox.app import create_sandbox  # noqa: PLC0415 - help needs none of it
    from cauce.sandbox.line import configured as served  # noqa: PLC0415

    check_port(port)
    settings = wired(configured.settings())
    clock = SystemClock()
    app = create_sandbox(
        clock,
        Keys(clock),
        callback=to or callback(settings),
        app_secret=settings.meta_app_secret.get_secret_value().split(",")[0].strip(),
        verify_token=settings.meta_verify_token.get_secret_value(),
        script=script,
    )
    server = uvicorn.Server(served(app, HOST, port))
    if not with_parent:
        out.print(f"Phones to hold: [bold]{address(port)}/phone[/]")
        out.print(f"Webhooks go to [bold]{to or callback(settings)}[/]")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(server, os.getppid() if with_parent else None))


async def _serve(server: uvicorn.Server, parent: int | None) -> None:
    watch = asyncio.create_task(_end_with(parent, server)) if parent is not None else None
    await server.serve()
    if watch is not None:
        watch.cancel()


async def _end_with(parent: int, server: uvicorn.Server) -> None:
    while os.getppid() == parent:  # noqa: ASYNC110 - the system tells nobody
        await asyncio.sleep(PARENT_CHECK_SECONDS)
    server.should_exit = True
