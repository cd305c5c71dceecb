"""The first start: the demo business, an owner with a random password, and where to look."""

import asyncio
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.clock import SystemClock
from cauce.core.keys import Keys
from cauce.engine import access
from cauce.errors import Misconfigured, NotFound
from cauce.knowledge.business_file import BusinessFile
from cauce.knowledge.loading import load
from cauce.settings import Settings
from cauce.store.models import Business, User
from cauce.store.session import Store

OWNER_EMAIL = "owner@cauce.local"
_SETUP_CONNECTIONS = 2


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What is shown once: the owner's first password is kept nowhere but as a hash."""

    email: str
    password: str | None


def check_port(host: str, port: int, otherwise: str) -> None:
    """Raises Misconfigured when somebody listens there already; `otherwise` is the way around."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Misconfigured(
                f"Port {port} is taken. Stop what uses it, or choose another one: {otherwise}"
            ) from error


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Store]:
    """The database for what a command does before or beside the server."""
    clock = SystemClock()
    store = Store(url, clock, Keys(clock), pool_size=_SETUP_CONNECTIONS)
    try:
        yield store
    finally:
        await store.close()


def demo_file(name: str) -> bytes:
    """A business that ships with Cauce, or a file of that path. Raises NotFound."""
    shipped = resources.files("cauce") / "demo" / f"{name}.json"
    if shipped.is_file():
        return shipped.read_bytes()
    path = Path(name)
    if path.is_file():
        return path.read_bytes()
    raise NotFound(f"There is no demo business and no file called {name}.")


def first_start(settings: Settings, url: str, business: str) -> Newcomer:
    """Sets up business and owner where there are none; leaves what is there alone."""
    return asyncio.run(_first_start(settings, url, business))


async def _first_start(settings: Settings, url: str, business: str) -> Newcomer:
    async with opened(url) as store, store.writing() as session:
        if await session.scalar(select(func.count()).select_from(Business)) == 0:
            file = BusinessFile.model_validate_json(demo_file(business))
            await load(store, session, file, is_demo=True)
        return await _owner(session)


async def _owner(session: AsyncSession) -> Newcomer:
    known = await session.scalar(
        select(User).where(User.role == "owner", User.password_hash.is_not(None)).limit(1)
    )
    if known is not None:
        return Newcomer(known.email, None)
    password = secrets.token_urlsafe(9)
    owner = await access.make_user(
        session, email=OWNER_EMAIL, name=access.UNNAMED_OWNER, role="owner", password=password
    )
    return Newcomer(owner.email, password)


def greet(out: Console, settings: Settings, newcomer: Newcomer) -> None:
    """The addresses, and on the first start the password."""
    rows = Table.grid(padding=(0, 2))
    rows.add_row("Inbox", f"{settings.address}/app/inbox")
    rows.add_row("Demo shop with the chat", f"{settings.address}/demo/shop")
    rows.add_row("E-mail", newcomer.email)
    shown = newcomer.password or "as you set it (forgotten? cauce user password EMAIL)"
    rows.add_row("Password", f"[bold]{shown}[/]")
    out.print(Panel(rows, title="Cauce is running", subtitle="Ctrl-C stops it", expand=False))
