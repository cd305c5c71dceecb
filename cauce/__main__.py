"""The command: cauce demo | serve | work | migrate | import | evaluate | user | doctor | …"""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cauce import __version__
from cauce.errors import CauceError

cli = typer.Typer(
    help="Cauce answers your customers, day and night, and shows you what it did and why.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode="rich",
)
user = typer.Typer(help="People who work here.", no_args_is_help=True)
cli.add_typer(user, name="user")
errors = Console(stderr=True)

File = Annotated[Path, typer.Argument(help="The file to read", exists=True, dir_okay=False)]


@cli.command()
def demo(
    business: Annotated[
        str, typer.Option(help="electro_istmo, clinica_sonrisa, or a business file")
    ] = "electro_istmo",
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="With played platforms and phones to hold")
    ] = False,
) -> None:
    """Start everything here: database, demo business, server and worker. Ctrl-C stops it."""
    from cauce.command import running  # noqa: PLC0415

    running.demo(business, with_sandbox=sandbox)


@cli.command()
def sandbox(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where it listens")] = 8700,
    callback: Annotated[
        str | None, typer.Option(help="Where webhooks go; the Cauce of this folder otherwise")
    ] = None,
    script: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="What the models shall answer, as JSON"),
    ] = None,
    with_parent: Annotated[
        bool, typer.Option(hidden=True, help="End when the process that started it ends")
    ] = False,
) -> None:
    """Play WhatsApp, Messenger, Instagram and the models on this machine, to try things out."""
    from cauce.command import sandbox as played  # noqa: PLC0415

    played.run(port, callback, script, with_parent=with_parent)


@cli.command()
def serve() -> None:
    """Start the server only. Workers run beside it with `cauce work`, here or elsewhere."""
    from cauce.command import running  # noqa: PLC0415

    running.serve()


@cli.command()
def work(
    with_parent: Annotated[
        bool, typer.Option(hidden=True, help="End when the process that started it ends")
    ] = False,
) -> None:
    """Start a worker: it answers, delivers and does the chores."""
    from cauce.command import running  # noqa: PLC0415

    running.work(with_parent=with_parent)


@cli.command()
def migrate() -> None:
    """Bring the database to the shape this version needs."""
    from cauce.command import database  # noqa: PLC0415

    database.migrate()


@cli.command()
def stop() -> None:
    """Stop an embedded database that was left running."""
    from cauce.command import database  # noqa: PLC0415

    database.stop()


@cli.command()
def backup(
    to: Annotated[Path, typer.Argument(help="The file to write, say cauce.dump")],
) -> None:
    """Write everything Cauce knows into one file."""
    from cauce.command import database  # noqa: PLC0415

    database.backup(to)


@cli.command()
def restore(
    source: File,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask")] = False,
) -> None:
    """Put a backup back in place of what is there now."""
    from cauce.command import database  # noqa: PLC0415

    database.restore(source, yes=yes)


@cli.command("import")
def import_(
    source: File,
    check: Annotated[bool, typer.Option("--check", help="Only say what would happen")] = False,
) -> None:
    """Load a business file, or products and questions from CSV."""
    from cauce.command import knowledge  # noqa: PLC0415

    knowledge.import_file(source, check_only=check)


@cli.command()
def evaluate(
    task: Annotated[str, typer.Argument(help="intent, sentiment, closure, sales, comments, …")],
    source: File,
    business: Annotated[Path | None, typer.Option(help="Business file, for dialogue")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object")] = False,
    misses: Annotated[bool, typer.Option("--misses", help="List what was wrong")] = False,
    models: Annotated[
        bool, typer.Option("--models", help="Ask the models of Settings too; this costs money")
    ] = False,
    prompts: Annotated[
        Path | None, typer.Option(help="Folder with prompts to try, before they are used")
    ] = None,
) -> None:
    """Measure the engine on your own labelled examples. Needs no running server."""
    from cauce.command import evaluating  # noqa: PLC0415

    evaluating.evaluate(
        task, source, business, json=json, misses=misses, models=models, prompts=prompts
    )


@cli.command()
def doctor() -> None:
    """Check database, migrations, worker, channels, models and disk, and say what to do."""
    from cauce.command import doctor as check_up  # noqa: PLC0415

    raise typer.Exit(check_up.check())


@user.command("add")
def user_add(
    email: str,
    name: Annotated[str, typer.Option(help="What colleagues see")] = "",
    role: Annotated[str, typer.Option(help="owner, manager, agent or viewer")] = "agent",
) -> None:
    """Add somebody; prints their first password."""
    from cauce.command import staff  # noqa: PLC0415

    staff.add(email, name or email.split("@", maxsplit=1)[0], role)


@user.command("password")
def user_password(email: str) -> None:
    """Give somebody a fresh password; prints it."""
    from cauce.command import staff  # noqa: PLC0415

    staff.fresh_password(email)


@user.command("list")
def user_list() -> None:
    """Show who works here."""
    from cauce.command import staff  # noqa: PLC0415

    staff.show()


@cli.callback(invoke_without_command=True)
def main(
    version: Annotated[bool, typer.Option("--version", help="Show the version")] = False,
) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


def run() -> None:
    """The console command: our own errors become a sentence, never a traceback."""
    try:
        cli()
    except CauceError as error:
        errors.print(f"[bold red]✗[/] {error.message}")
        sys.exit(1)


if __name__ == "__main__":
    run()
