"""Writes the tables of README and `.env.example` from the code, so that they are never out of date.

`python -m cauce.command.docs`, in the folder of the source, writes them again.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, get_args, get_origin

import typer
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from cauce.core.flow import Flow
from cauce.settings import Settings

_PREFIX = "CAUCE_"
_HEAD = (
    "# Every setting of Cauce, with its default. Copy this file to `.env`, take the `#` away\n"
    "# from the lines you want to change, and keep it to yourself: secrets are in it.\n"
)


def flow_table(flows: Sequence[Flow]) -> str:
    """Number, name, what it does, and whether it is built."""
    rows = (
        (str(flow.number), flow.titles["en"], flow.does["en"], "built" if flow.built else "planned")
        for flow in flows
    )
    return _table(("#", "Flow", "What it does", "State"), rows)


def settings_table() -> str:
    """Every environment variable, what it means, and its default."""
    rows = (
        (f"`{_variable(name)}`", _meaning(field), f"`{default}`" if default else "none")
        for name, field in Settings.model_fields.items()
        for default in (_default(field),)
    )
    return _table(("Variable", "Meaning", "Default"), rows)


def command_table(cli: typer.Typer) -> str:
    """Every command with its first line of help."""
    return _table(("Command", "What it does"), _commands(cli, "cauce"))


def env_example() -> str:
    """The file `.env.example`: every variable with its default, commented out."""
    parts = (
        f"# {_meaning(field)}\n# {_variable(name)}={_default(field)}\n"
        for name, field in Settings.model_fields.items()
    )
    return "\n".join((_HEAD, *parts))


def with_table(document: str, name: str, table: str) -> str:
    """The document with `table` between its markers called `name`. Raises ValueError without."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    found, inside, after = document.partition(begin)
    _, closed, rest = after.partition(end)
    if not (inside and closed):
        raise ValueError(f"the document has no {begin} … {end}")
    return f"{found}{begin}\n{table}\n{end}{rest}"


def readme(document: str, flows: Sequence[Flow], cli: typer.Typer) -> str:
    """The README with its three tables as they should be."""
    document = with_table(document, "flows", flow_table(flows))
    document = with_table(document, "settings", settings_table())
    return with_table(document, "commands", command_table(cli))


def _table(head: Sequence[str], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _commands(cli: typer.Typer, path: str) -> Iterator[tuple[str, str]]:
    for command in cli.registered_commands:
        said = (command.callback.__doc__ or "").strip() if command.callback else ""
        name = command.name or getattr(command.callback, "__name__", "")
        yield f"`{path} {name}`", said.splitlines()[0]
    for group in cli.registered_groups:
        if group.typer_instance is not None:
            yield from _commands(group.typer_instance, f"{path} {group.name}")


def _variable(name: str) -> str:
    return _PREFIX + name.upper()


def _meaning(field: FieldInfo) -> str:
    choices = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
    meaning = re.sub(r"\s+", " ", field.description or "")
    return f"{meaning} ({', '.join(choices)})" if choices else meaning


def _default(field: FieldInfo) -> str:
    value = field.get_default()
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return str(value).lower() if isinstance(value, bool) else str(value)


def write(folder: Path) -> None:
    """Brings README.md and .env.example in `folder` up to date."""
    from cauce.__main__ import cli  # noqa: PLC0415 - the command imports what it runs
    from cauce.flows import FLOWS  # noqa: PLC0415

    document = folder / "README.md"
    document.write_text(readme(document.read_text("utf-8"), FLOWS, cli), "utf-8")
    (folder / ".env.example").write_text(env_example(), "utf-8")


if __name__ == "__main__":
    write(Path.cwd())
