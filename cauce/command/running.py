"""Starting Cauce: everything at once for one machine, or server and worker each by itself."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import structlog
import uvicorn
import uvloop
from rich.console import Console

from cauce import logs
from cauce.ai.embedded.reader import EmbeddedReader
from cauce.command import configured, database, welcome
from cauce.settings import Settings

_log = structlog.get_logger()
out = Console()

# How long a worker may take to end its running turns before it is left to the sweeper.
GRACE_SECONDS = 25
PARENT_CHECK_SECONDS = 1.0


def demo(business: str) -> None:
    """Database, migrations, demo business, worker and server, until Ctrl-C."""
    settings = configured.settings()
    logs.set_up(settings)
    welcome.check_port(settings)
    url = database.open_here(settings)
    database.bring_up_to_date(url)
    _share_figures(settings.data_dir, fresh=True)
    newcomer = welcome.first_start(settings, url, business)
    with out.status("Learning to read (only on the first start)…"):
        EmbeddedReader.load(settings.data_dir / "models")
    worker = subprocess.Popen(
        [sys.executable, "-m", "cauce", "work", "--with-parent"],
        env=os.environ | {"CAUCE_DATABASE_URL": url},
    )
    try:
        welcome.greet(out, settings, newcomer)
        _serve(settings, url)
    finally:
        worker.terminate()
        try:
            worker.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()
        database.close_here(settings)
        out.print("[dim]Cauce has stopped. Nothing was lost.[/]")


def serve() -> None:
    """The server by itself, against the database of the settings."""
    settings = configured.settings()
    logs.set_up(settings)
    _share_figures(settings.data_dir, fresh=False)
    _serve(settings, database.open_here(settings))


def work(*, with_parent: bool) -> None:
    """A worker by itself."""
    settings = configured.settings()
    logs.set_up(settings)
    _share_figures(settings.data_dir, fresh=False)
    url = database.open_here(settings)
    uvloop.run(_work(settings, url, os.getppid() if with_parent else None))


def _serve(settings: Settings, url: str) -> None:
    from cauce.app import build_house, create_app  # noqa: PLC0415 - figures are shared before

    uvicorn.run(
        create_app(build_house(settings, url)),
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=3,
    )


async def _work(settings: Settings, url: str, parent: int | None) -> None:
    from cauce.app import build_house  # noqa: PLC0415 - figures are shared before
    from cauce.engine.worker import work as take_work  # noqa: PLC0415

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    watch = asyncio.create_task(_end_with(parent, stop)) if parent else None
    house = build_house(settings, url)
    _log.info("worker.started", pid=os.getpid())
    await take_work(house, stop)
    await house.store.close()
    if watch is not None:
        watch.cancel()


async def _end_with(parent: int, stop: asyncio.Event) -> None:
    while os.getppid() == parent:  # noqa: ASYNC110 - the system tells nobody
        await asyncio.sleep(PARENT_CHECK_SECONDS)
    stop.set()


def _share_figures(data_dir: Path, *, fresh: bool) -> None:
    """Server and worker write their figures into one folder; /metrics adds them up."""
    folder = data_dir / "figures"
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder.resolve())
