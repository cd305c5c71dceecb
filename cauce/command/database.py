"""The database from the command line: open, migrate, back up, restore, stop."""

import os
import subprocess
from pathlib import Path

import typer
from rich.console import Console
from sqlalchemy.exc import OperationalError

from cauce.command import configured
from cauce.errors import Misconfigured, Unavailable
from cauce.settings import Settings
from cauce.store import embedded
from cauce.store import migrate as migrations

out = Console()


def open_here(settings: Settings) -> str:
    """The address of the database: the one of the settings, else the embedded one, started."""
    if settings.database_url:
        return _plain(settings.database_url)
    return embedded.start(settings.data_dir)


def close_here(settings: Settings) -> None:
    """Stops the embedded database; another server is left alone."""
    if not settings.database_url:
        embedded.stop(settings.data_dir)


def bring_up_to_date(url: str) -> bool:
    """Applies missing migrations; True when there were any. Raises Unavailable."""
    try:
        return migrations.upgrade(url)
    except OperationalError as error:
        raise Unavailable(
            "The database does not answer. Look at it, and at CAUCE_DATABASE_URL."
        ) from error


def migrate() -> None:
    """Says what it did."""
    changed = bring_up_to_date(open_here(configured.settings()))
    out.print("The database is up to date." if changed else "Nothing to do: it was up to date.")


def stop() -> None:
    """Ends an embedded server whose owner is gone."""
    stopped = embedded.stop(configured.settings().data_dir)
    out.print("The embedded database has stopped." if stopped else "No database was running here.")


def backup(to: Path) -> None:
    """pg_dump in its custom format: small, and restorable into a later version."""
    url = open_here(configured.settings())
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={to}", url)
    out.print(f"Everything is in [bold]{to}[/] ({to.stat().st_size / 1_000_000:.1f} MB).")


def restore(source: Path, *, yes: bool) -> None:
    """Replaces what is there; all of it or nothing."""
    if not yes:
        typer.confirm("This replaces everything Cauce knows now. Go on?", abort=True)
    url = open_here(configured.settings())
    clean = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
    _run("pg_restore", *clean, f"--dbname={url}", str(source))
    out.print("Restored. Start Cauce again with `cauce demo` or `cauce serve`.")


def _run(program: str, *arguments: str) -> None:
    path = embedded.program(program)
    environment = os.environ | {"PGCONNECT_TIMEOUT": "10"}
    done = subprocess.run(  # noqa: S603 - our own program, arguments apart
        [path, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise Misconfigured(f"{program} refused: {done.stderr.strip()}")


def _plain(url: str) -> str:
    """`postgres://`, `postgresql+asyncpg://` and the like, as one spelling."""
    scheme, found, rest = url.partition("://")
    if not found or not scheme.startswith("postgres"):
        raise Misconfigured(
            "CAUCE_DATABASE_URL must look like postgresql://user:password@host:5432/name."
        )
    return f"postgresql://{rest}"
