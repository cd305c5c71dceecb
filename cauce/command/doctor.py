"""`cauce doctor`: looks at every part, says what is wrong and what to do about it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

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
WARN_BEFORE = timedelta(days=7)
_OFF = "off: the App secret is not set, in Settings › Channels or CAUCE_META_APP_SECRET"


@dataclass(frozen=True, slots=True)
class Finding:
    """One part: how it is, and what to do when it is not well."""

    part: str
    well: bool
    words: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class _Account:
    channel: str
    name: str
    status: str
    problem: str
    ends_soon: bool


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the database says about channels."""

    accounts: tuple[_Account, ...] = ()
    has_secret: bool = False


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
    kept: _Kept = _Kept()
    try:
        url = database.open_here(settings)
        with psycopg.connect(url, connect_timeout=5) as connection:
            yield _server(connection)
            yield _migrations(url)
            yield from _inside(connection)
            kept = _accounts(connection)
    except (CauceError, psycopg.Error) as error:
        remedy = "Check CAUCE_DATABASE_URL, or free the data folder and start `make run` again."
        yield Finding("database", False, str(error), remedy)
    yield from _channels(settings, kept)
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


def _accounts(connection: psycopg.Connection[tuple[object, ...]]) -> _Kept:
    """What people connected in the pages."""
    if connection.execute("SELECT to_regclass('channel_accounts')").fetchone() == (None,):
        return _Kept()
    rows = connection.execute(
        "SELECT channel, name, status, problem, expires_at - now() < %s FROM channel_accounts"
        " ORDER BY channel, name",
        (WARN_BEFORE,),
    ).fetchall()
    secret = connection.execute(
        "SELECT 1 FROM settings WHERE name = 'meta_app' AND value ? 'app_secret'"
    ).fetchone()
    accounts = tuple(
        _Account(str(row[0]), str(row[1]), str(row[2]), str(row[3] or ""), row[4] is True)
        for row in rows
    )
    return _Kept(accounts, secret is not None)


def _channels(settings: Settings, kept: _Kept) -> Iterator[Finding]:
    signed = bool(settings.meta_app_secret.get_secret_value()) or kept.has_secret
    for channel in CHANNELS.values():
        title = channel.titles["en"]
        if channel.in_house:
            yield Finding(title, True, "on")
            continue
        mine = [one for one in kept.accounts if one.channel == channel.name]
        if not mine:
            words = "messages are received, no account is connected" if signed else _OFF
            yield Finding(title, True, words)
        for one in mine:
            yield _account(title, one, signed=signed)


def _account(title: str, one: _Account, *, signed: bool) -> Finding:
    part = f"{title}, {one.name}"
    again = "Open Settings › Channels, and connect it again."
    if one.status == "attention" or one.ends_soon:
        words = one.problem or "its token ends within a week"
        return Finding(part, False, words, again)
    if one.status == "off":
        return Finding(part, True, "switched off")
    remedy = "Fill it in under Settings › Channels, or set CAUCE_META_APP_SECRET."
    words = "receives and answers" if signed else "hears nothing: the App secret is missing"
    return Finding(part, signed, words, remedy)


def _models(settings: Settings) -> Finding:
    folder = settings.data_dir / "models"
    kept = sum(1 for _ in folder.glob("*")) if folder.exists() else 0
    words = "the embedded reader is trained" if kept else "trained on the first start"
    return Finding("models", True, words)
