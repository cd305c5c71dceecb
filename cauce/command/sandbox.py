"""The sandbox: Meta's platforms and the models, played on this machine, with phones to hold."""

import asyncio
import contextlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import uvicorn
from pydantic import SecretStr
from rich.console import Console

from cauce.command import configured, welcome
from cauce.core.clock import SystemClock
from cauce.core.keys import Keys
from cauce.errors import Misconfigured
from cauce.sandbox.defaults import APP_SECRET, PORT, VERIFY_TOKEN
from cauce.sandbox.world.accounts import (
    APP_ID,
    INSTAGRAM_ID,
    INSTAGRAM_TOKEN,
    NUMBER_ID,
    PAGE_ID,
    PAGE_TOKEN,
    WABA_ID,
    WHATSAPP_TOKEN,
)
from cauce.settings import Settings

PLAYED: Final[tuple[tuple[str, str, str, dict[str, str]], ...]] = (
    ("whatsapp", NUMBER_ID, WHATSAPP_TOKEN, {"waba_id": WABA_ID}),
    ("messenger", PAGE_ID, PAGE_TOKEN, {}),
    ("instagram", INSTAGRAM_ID, INSTAGRAM_TOKEN, {}),
)
# Nobody outside this machine may hold the phones: the sandbox asks nobody who they are.
HOST: Final = "127.0.0.1"
# The played services take whatever looks like a key.
VOICE_KEY: Final = "sk-sandbox"
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
        "meta_app_id": APP_ID,
    }
    if not settings.voice_url:
        update |= {"voice_url": f"{address()}/openai/v1", "voice_key": SecretStr(VOICE_KEY)}
    if not settings.meta_app_secret.get_secret_value():
        update["meta_app_secret"] = SecretStr(APP_SECRET)
    if not settings.meta_verify_token.get_secret_value():
        update["meta_verify_token"] = SecretStr(VERIFY_TOKEN)
    return settings.model_copy(update=update)


def environment(settings: Settings) -> dict[str, str]:
    """What a process beside the demo must be told of `wired` settings."""
    return {
        "CAUCE_META_APP_ID": settings.meta_app_id,
        "CAUCE_META_APP_SECRET": settings.meta_app_secret.get_secret_value(),
        "CAUCE_META_VERIFY_TOKEN": settings.meta_verify_token.get_secret_value(),
        "CAUCE_META_GRAPH_URL": settings.meta_graph_url,
        "CAUCE_META_INSTAGRAM_URL": settings.meta_instagram_url,
        "CAUCE_VOICE_URL": settings.voice_url,
        "CAUCE_VOICE_KEY": settings.voice_key.get_secret_value(),
    }


def connect(settings: Settings, url: str) -> None:
    """Gives the demo the played number, page and account to speak through.

    Raises Misconfigured where real ones are connected: their tokens are nothing for a sandbox.
    """
    asyncio.run(_connect(settings, url))


def disconnect(settings: Settings, url: str) -> None:
    """Takes the played accounts out again: without a sandbox nobody answers for them."""
    asyncio.run(_disconnect(settings, url))


async def _connect(settings: Settings, url: str) -> None:
    from cauce.engine import accounts  # noqa: PLC0415 - help needs none of it
    from cauce.store.queries.accounts import connected  # noqa: PLC0415
    from cauce.store.vault import Vault  # noqa: PLC0415

    vault = Vault(settings.secret.get_secret_value())
    async with welcome.opened(url) as store, store.writing() as session:
        real = [one for one in await connected(session) if not one.settings.get(accounts.PLAYED)]
        if real:
            raise Misconfigured(
                f"{real[0].name} is connected for real here, and a sandbox must not get its token. "
                "Use another folder: CAUCE_DATA_DIR=data-sandbox cauce demo --sandbox"
            )
        for channel, external_id, token, more in PLAYED:
            await accounts.keep(
                session,
                store.keys,
                vault,
                channel,
                external_id,
                token,
                {accounts.PLAYED: True, **more},
            )


async def _disconnect(settings: Settings, url: str) -> None:
    from cauce.engine import accounts  # noqa: PLC0415 - help needs none of it
    from cauce.store.queries.accounts import connected  # noqa: PLC0415

    async with welcome.opened(url) as store, store.writing() as session:
        for one in await connected(session):
            if one.settings.get(accounts.PLAYED):
                await accounts.settle(session, SystemClock().now(), accounts.cause_of(one.id))
                await session.delete(one)


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
    welcome.check_port(HOST, port, f"cauce sandbox --port {port + 1}")


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
    from cauce.command.running import end_with  # noqa: PLC0415 - it brings the whole server along

    def stop() -> None:
        server.should_exit = True

    watch = asyncio.create_task(end_with(parent, stop)) if parent is not None else None
    await server.serve()
    if watch is not None:
        watch.cancel()
