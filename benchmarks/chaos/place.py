"""A Cauce with the sandbox around it, whose workers can be killed and come back."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx
import psycopg
from pydantic import SecretStr

from benchmarks.installation import free_port
from cauce.app import build_house
from cauce.command import database, running, sandbox, welcome
from cauce.engine import models
from cauce.engine.models import Choice, Wish
from cauce.sandbox.defaults import APP_SECRET, VERIFY_TOKEN
from cauce.sandbox.world.accounts import APP_ID
from cauce.settings import Settings

MODELS: Final = (
    ("first", "openai", "gpt-6.1-terra", "sk-chaos", "openai/v1"),
    ("second", "anthropic", "claude-sonnet-5", "sk-ant-chaos", "anthropic"),
)
SECRET: Final = "chaos"
START_SECONDS: Final = 90


@dataclass(slots=True)
class Place:
    """`cauce` and `sandbox` are addresses; `workers` the processes that do the work."""

    url: str
    cauce: str
    sandbox: str
    environment: dict[str, str]
    log: Path
    workers: "list[subprocess.Popen[bytes]]" = field(default_factory=list)
    killed: int = 0

    def hire(self) -> None:
        """One more worker."""
        self.workers.append(_started("work", self.environment, self.log))

    def kill(self, number: int) -> None:
        """Ends a worker in the middle of whatever it does; another one takes its place."""
        victim = self.workers.pop(number % len(self.workers))
        victim.kill()
        victim.wait()
        self.killed += 1
        self.hire()


@contextmanager
def place(folder: Path, url: str = "", workers: int = 2) -> Iterator[Place]:
    """Starts it all in `folder`, on a database of its own unless `url` names a migrated one."""
    settings = _settings(folder, url)
    address = settings.database_url or database.open_here(settings)
    database.bring_up_to_date(address)
    welcome.first_start(settings, address, "electro_istmo")
    running.learn_once(settings.data_dir / "models")
    sandbox.connect(settings, address)
    played = free_port()
    asyncio.run(_employ(settings, address, played))
    environment = _environment(settings, address, played)
    callback = f"{settings.address}/api/v1/webhooks/inbound"
    log = folder / "processes.log"
    started = [
        _started("sandbox", environment, log, "--port", str(played), "--callback", callback),
        _started("serve", environment, log),
    ]
    made = Place(address, settings.address, f"http://127.0.0.1:{played}", environment, log)
    try:
        _wait(f"{made.sandbox}/control/state")
        _wait(f"{made.cauce}/readyz")
        for _ in range(workers):
            made.hire()
        _until_at_work(address, workers)
        yield made
    finally:
        for process in (*made.workers, *reversed(started)):
            process.terminate()
        for process in (*made.workers, *reversed(started)):
            process.wait(30)
        if not url:
            database.close_here(settings)


async def _employ(settings: Settings, url: str, played: int) -> None:
    """Two models to ask, each of a vendor of its own, wherever the house is not quite sure."""
    house = build_house(settings, url)
    for name, vendor, model, key, path in MODELS:
        address = f"http://127.0.0.1:{played}/{path}"
        await models.save(house, None, Wish(name, vendor, model, key, address, seconds=3.0))
    await models.choose(house, None, Choice(sure_draft=0.95))
    await house.store.close()


def _settings(folder: Path, url: str) -> Settings:
    return Settings(
        _env_file=None,
        data_dir=folder,
        port=free_port(),
        database_url=url,
        secret=SecretStr(SECRET),
    )


def _environment(settings: Settings, url: str, played: int) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("CAUCE_")}
    return own | {
        "CAUCE_DATA_DIR": str(settings.data_dir),
        "CAUCE_PORT": str(settings.port),
        "CAUCE_DATABASE_URL": url,
        "CAUCE_SECRET": SECRET,
        "CAUCE_META_APP_ID": APP_ID,
        "CAUCE_META_APP_SECRET": APP_SECRET,
        "CAUCE_META_VERIFY_TOKEN": VERIFY_TOKEN,
        "CAUCE_META_GRAPH_URL": f"http://127.0.0.1:{played}/graph",
        "CAUCE_META_INSTAGRAM_URL": f"http://127.0.0.1:{played}/instagram",
        "CAUCE_WORKER_STALLED_SECONDS": "2",
        "CAUCE_LOG_LEVEL": "warning",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }


def _started(
    verb: str, environment: dict[str, str], log: Path, *more: str
) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "cauce", verb, *more]
    with log.open("ab") as told:
        return subprocess.Popen(command, env=environment, stdout=told, stderr=told)


def _until_at_work(url: str, workers: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    with psycopg.connect(url, autocommit=True) as connection:
        while time.monotonic() < deadline:
            row = connection.execute("SELECT count(*) FROM workers_seen").fetchone()
            if row is not None and row[0] >= workers:
                return
            time.sleep(0.2)
    raise RuntimeError("the workers did not start")


def _wait(address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(address, timeout=2).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"{address} does not answer")
