"""`cauce doctor`: looks at every part, says what is wrong and what to do about it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
from rich.console import Console

from cauce.channels import CHANNELS
from cauce.command import configured, database
from cauce.errors import CauceError
from cauce.settings import Settings
from cauce.store import migrate

out = Console()

# Below this a day of photos and a database upgrade no longer fit.
LEAST_FREE_GB = 1.0
WORKER_SILENT_SECONDS = 30
OLDEST_SERVER = 150000


@dataclass(frozen=True, slots=True)
class Finding:
    """One part: how it is, and what to do when it is not well."""

    part: str
    well: bool
    words: str
    remedy: str = ""


def check() -> int:
    """Prints the findings; 0 when all is well, 1 otherwise."""
    findings = list(look(configured.settings()))
    for finding in findings:
        mark = "[green]✓[/]" if finding.well else "[red]✗[/]"
        out.print(f"{mark} [bold]{finding.part}[/]: {finding.words}")
        if finding.remedy and not finding.well:
            out.print(f"    → {finding.remedy}")
    return 0 if all(finding.well for finding in findings) else 1


def look(settings: Settings) -> Iterator[Finding]:
    """Looks at disk, database, migrations, worker, channels and models."""
    yield _disk(settings)
    try:
        url = database.open_here(settings)
        with psycopg.connect(url, connect_timeout=5) as connection:
            yield _server(connection)
            yield _migrations(url)
            yield from _inside(connection)
    except (CauceError, psycopg.Error) as error:
        remedy = "Check CAUCE_DATABASE_URL, or free the data folder and start `make run` again."
        yield Finding("database", False, str(error), remedy)
    yield from _channels(settings)
    yield _models(settings)


def _disk(settings: Settings) -> Finding:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.data_dir).free / 1_000_000_000
    words = f"{free:.1f} GB free in {settings.data_dir.resolve()}"
    return Finding("disk", free > LEAST_FREE_GB, words, "Free some space before it runs out.")


def _server(connection: psycopg.Connection[tuple[object, ...]]) -> Finding:
    version = connection.info.server_version
    words = f"PostgreSQL {version // 10000}.{version % 10000} answers"
    return Finding(
        "database", version >= OLDEST_SERVER, words, "Cauce needs PostgreSQL 15 or later."
    )


def _migrations(url: str) -> Finding:
    now, newest = migrate.current(url), migrate.newest()
    words = f"at {now or 'nothing'}, this version brings {newest}"
    return Finding("migrations", now == newest, words, "Run `cauce migrate`.")


def _inside(connection: psycopg.Connection[tuple[object, ...]]) -> Iterator[Finding]:
    if connection.execute("SELECT to_regclass('workers_seen')").fetchone() == (None,):
        return
    row = connection.execute(
        "SELECT count(*) FROM workers_seen WHERE seen_at > now() - make_interval(secs => %s)",
        (WORKER_SILENT_SECONDS,),
    ).fetchone()
    alive = int(str(row[0])) if row else 0
    yield Finding("worker", alive > 0, f"{alive} alive", "Start one with `cauce work`.")
    row = connection.execute("SELECT name FROM business LIMIT 1").fetchone()
    name = str(row[0]) if row else "none is set up"
    remedy = "Run `cauce import FILE` with your business file, or `cauce demo`."
    yield Finding("business", row is not None, name, remedy)
    row = connection.execute("SELECT count(*) FROM conversations WHERE unhandled > 0").fetchone()
    yield Finding("waiting messages", True, f"{row[0] if row else 0} conversations to answer")


def _channels(settings: Settings) -> Iterator[Finding]:
    signed = bool(settings.meta_app_secret.get_secret_value())
    for channel in CHANNELS.values():
        if channel.in_house:
            yield Finding(channel.titles["en"], True, "on")
        else:
            words = "messages are received" if signed else "off: CAUCE_META_APP_SECRET is not set"
            yield Finding(channel.titles["en"], True, words)


def _models(settings: Settings) -> Finding:
    folder = settings.data_dir / "models"
    kept = sum(1 for _ in folder.glob("*")) if folder.exists() else 0
    words = "the embedded reader is trained" if kept else "trained on the first start"
    return Finding("models", True, words)
