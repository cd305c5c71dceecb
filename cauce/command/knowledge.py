"""`cauce import`: loads what the business knows from a file, or only says what would happen."""

import asyncio
from pathlib import Path

import typer
from rich.console import Console

from cauce.app import build_house
from cauce.command import configured, database
from cauce.knowledge import importing

out = Console()


def import_file(source: Path, *, check_only: bool) -> None:
    """Prints the report; raises BadInput with the wrong rows when it cannot be loaded."""
    content = source.read_bytes()
    asyncio.run(_import(source.name, content, check_only=check_only))


async def _import(name: str, content: bytes, *, check_only: bool) -> None:
    settings = configured.settings()
    url = database.open_here(settings)
    database.bring_up_to_date(url)
    house = build_house(settings, url)
    try:
        with out.status(f"Reading {name}…"):
            report = await importing.check(house, name, content)
        for problem in report.problems:
            out.print(f"[red]✗[/] {problem}")
        out.print(
            f"{report.rows} rows: {report.created} to add, {report.updated} to change, "
            f"{report.unchanged} as they are."
        )
        if report.problems:
            raise typer.Exit(1)
        if check_only:
            return
        with out.status("Loading…"):
            done = await importing.apply(house, None, name, content)
        out.print(f"Done. Undo it on the Knowledge page (import {done.id}).")
    finally:
        await house.store.close()
