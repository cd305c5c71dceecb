"""People who work here, from the command line."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable

from rich.console import Console
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.command import configured, database, welcome
from cauce.engine import access, passwords
from cauce.errors import NotFound
from cauce.store.models import User
from cauce.store.queries import users

out = Console()


def add(email: str, name: str, role: str) -> None:
    """Adds somebody and prints their first password."""
    password = secrets.token_urlsafe(9)

    async def change(session: AsyncSession) -> None:
        await access.make_user(session, email=email, name=name, role=role, password=password)

    _in_database(change)
    out.print(f"{email} can log in with [bold]{password}[/]")


def fresh_password(email: str) -> None:
    """Replaces a password and ends that person's sessions everywhere."""
    password = secrets.token_urlsafe(9)

    async def change(session: AsyncSession) -> None:
        user = await users.by_email(session, access.tidy_email(email))
        if user is None:
            raise NotFound(f"Nobody here has the e-mail {email}. See `cauce user list`.")
        user.password_hash = await passwords.hashed(password)
        await users.end_sessions_of(session, user.id, keep=None)

    _in_database(change)
    out.print(f"{email} can log in with [bold]{password}[/]")


def show() -> None:
    """Everybody, with role and whether they can log in."""
    table = Table("E-mail", "Name", "Role", "Can log in")

    async def look(session: AsyncSession) -> None:
        for user in await session.scalars(select(User).order_by(User.id)):
            can = user.password_hash is not None and user.disabled_at is None
            table.add_row(user.email, user.name, user.role, "yes" if can else "no")

    _in_database(look)
    out.print(table)


def _in_database(work: Callable[[AsyncSession], Awaitable[None]]) -> None:
    async def run() -> None:
        url = database.open_here(configured.settings())
        async with welcome.opened(url) as store, store.writing() as session:
            await work(session)

    asyncio.run(run())
