"""Starting Cauce: everything at once for one machine, or server and worker each by itself."""

import asyncio
import contextlib
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import structlog
import uvicorn
import uvloop
from rich.console import Console

from cauce import logs
from cauce.ai.embedded.cache import cache_path
from cauce.ai.embedded.corpus import corpus_version
from cauce.ai.embedded.reader import EmbeddedReader
from cauce.command import configured, database, sandbox, welcome
from cauce.settings import Settings

if TYPE_CHECKING:
    from cauce.engine.house import House

_log = structlog.get_logger()
out = Console()

WORKER_CONNECTIONS = 8
# How long a worker may take to end its running turns before it is left to the sweeper.
GRACE_SECONDS = 25
PARENT_CHECK_SECONDS = 1.0
# How often the worker is looked at, and the pause before another one follows a dead one.
WATCH_SECONDS = 1.0


def demo(business: str, *, with_sandbox: bool = False) -> None:
    """Database, migrations, demo business, worker and server, until Ctrl-C."""
    settings = configured.settings()
    if with_sandbox:
        settings = sandbox.wired(settings)
    logs.set_up(settings)
    another = f"CAUCE_PORT={settings.port + 1} make run"
    welcome.check_port(settings.host, settings.port, another)
    url = database.open_here(settings)
    database.bring_up_to_date(url)
    _share_figures(settings.data_dir, fresh=True)
    newcomer = welcome.first_start(settings, url, business)
    # A run that was killed may have left them behind.
    sandbox.disconnect(settings, url)
    if with_sandbox:
        sandbox.connect(settings, url)
    learn_once(settings.data_dir / "models")
    command = (sys.executable, "-m", "cauce", "work", "--with-parent")
    try:
        told = {"CAUCE_DATABASE_URL": url} | (sandbox.environment(settings) if with_sandbox else {})
        with beside(command, os.environ | told):
            welcome.greet(out, settings, newcomer)
            played = sandbox.beside_demo(settings) if with_sandbox else contextlib.nullcontext()
            with played, contextlib.suppress(KeyboardInterrupt):
                _serve(settings, url)
    finally:
        database.close_here(settings)
        out.print("[dim]Cauce has stopped. Nothing was lost.[/]")


@contextmanager
def beside(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[None]:
    """Keeps a process running while the block lasts: one that dies is followed by another."""
    stop = threading.Event()
    keeper = threading.Thread(target=_keep_running, args=(command, environment, stop))
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join()


def _keep_running(
    command: Sequence[str], environment: Mapping[str, str], stop: threading.Event
) -> None:
    while not stop.is_set():
        process = subprocess.Popen(command, env=environment)  # noqa: S603 - our own program
        while process.poll() is None and not stop.wait(WATCH_SECONDS):
            pass
        if process.returncode is not None:
            _log.error("worker.died", exit_code=process.returncode)
            stop.wait(WATCH_SECONDS)
            continue
        process.terminate()
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


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
    from cauce.app import at_the_door, build_house, create_app  # noqa: PLC0415 - figures are shared before

    house = build_house(settings, url)
    config = uvicorn.Config(
        at_the_door(create_app(house)),
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=3,
    )
    _Server(config, house).run()


class _Server(uvicorn.Server):
    """Says goodbye to open streams when it is told to stop; it would wait for them otherwise."""

    def __init__(self, config: uvicorn.Config, house: "House") -> None:
        super().__init__(config)
        self._house = house

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._house.live.tell({"kind": "closing"})
        super().handle_exit(sig, frame)


async def _work(settings: Settings, url: str, parent: int | None) -> None:
    from cauce.app import build_house  # noqa: PLC0415 - figures are shared before
    from cauce.engine.worker import work as take_work  # noqa: PLC0415

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    watch = asyncio.create_task(end_with(parent, stop.set)) if parent else None
    # Reading and drafting keep one processor busy: more transactions at once only hold their
    # conversations longer, and customers' next messages wait for that.
    few = settings.model_copy(update={"pool_size": min(settings.pool_size, WORKER_CONNECTIONS)})
    house = build_house(few, url)
    _log.info("worker.started", pid=os.getpid())
    await take_work(house, stop)
    await house.http.aclose()
    await house.store.close()
    if watch is not None:
        watch.cancel()


async def end_with(parent: int, stop: Callable[[], None]) -> None:
    """Stops once the process that started this one has died."""
    while os.getppid() == parent:  # noqa: ASYNC110 - the system tells nobody
        await asyncio.sleep(PARENT_CHECK_SECONDS)
    stop()


def learn_once(folder: Path) -> None:
    """In a process of its own: what learning needs of memory is given back when it ends."""
    if cache_path(folder, corpus_version()).exists():
        return
    learning = multiprocessing.get_context("spawn").Process(
        target=EmbeddedReader.load, args=(folder,)
    )
    with out.status("Learning to read (only on the first start)…"):
        learning.start()
        learning.join()


def _share_figures(data_dir: Path, *, fresh: bool) -> None:
    """Server and worker write their figures into one folder; /metrics adds them up."""
    folder = data_dir / "figures"
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder.resolve())
