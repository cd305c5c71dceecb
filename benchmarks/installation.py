"""A real installation in a folder of its own: embedded database, one server, one worker."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import psutil

from cauce.command import database, running, welcome
from cauce.settings import Settings

SECRET = "benchmark"
START_SECONDS = 90


@dataclass(frozen=True, slots=True)
class Installation:
    """Where it listens, its database, and its processes."""

    port: int
    url: str
    server: psutil.Process
    worker: psutil.Process

    @property
    def resident_megabytes(self) -> dict[str, float]:
        """Memory of server and worker (without the database)."""
        return {
            "server": self.server.memory_info().rss / 1e6,
            "worker": self.worker.memory_info().rss / 1e6,
        }


@contextmanager
def installation() -> Iterator[Installation]:
    """Starts it, waits until it answers, and ends what it started."""
    with tempfile.TemporaryDirectory(prefix="cauce-bench-") as folder:
        Path(folder).chmod(0o755)
        settings = Settings(data_dir=Path(folder), port=free_port())
        url = database.open_here(settings)
        database.bring_up_to_date(url)
        welcome.first_start(settings, url, "electro_istmo")
        running.learn_once(settings.data_dir / "models")
        environment = os.environ | {
            "CAUCE_DATA_DIR": folder,
            "CAUCE_PORT": str(settings.port),
            "CAUCE_DATABASE_URL": url,
            "CAUCE_SECRET": SECRET,
            "CAUCE_META_APP_SECRET": SECRET,
            "CAUCE_LOG_LEVEL": "error",
        }
        started = [_cauce("serve", environment)]
        _wait(settings.port)
        started.append(_cauce("work", environment))
        try:
            yield Installation(
                settings.port,
                url,
                psutil.Process(started[0].pid),
                psutil.Process(started[1].pid),
            )
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait(30)
            database.close_here(settings)


def free_port() -> int:
    """A port nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _cauce(verb: str, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "cauce", verb], env=environment)


def _wait(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError("the server did not start")
