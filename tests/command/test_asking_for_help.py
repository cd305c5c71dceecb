"""What the command says of itself, and that saying it costs nothing."""

import subprocess
import sys

import pytest

import cauce
from cauce.__main__ import cli
from tests.command.console import Run

COMMANDS = [command.name or command.callback.__name__ for command in cli.registered_commands]  # type: ignore[union-attr]


def test_without_words_it_lists_every_command(run: Run) -> None:
    told = run()
    said = told.out + told.errors
    assert "Usage" in said
    assert [name for name in (*COMMANDS, "user") if name not in said] == []


@pytest.mark.parametrize(
    "words", [*((name,) for name in COMMANDS), ("user", "add"), ("user", "password")], ids=" ".join
)
def test_every_command_says_what_it_does(run: Run, words: tuple[str, ...]) -> None:
    told = run(*words, "--help")
    assert told.status == 0
    assert f"Usage: cauce {' '.join(words)}" in told.out


def test_it_knows_its_version(run: Run) -> None:
    assert run("--version").out == cauce.__version__


def test_a_command_nobody_knows_is_a_mistake_of_usage(run: Run) -> None:
    told = run("conquer")
    assert told.status == 2
    assert "conquer" in told.errors


def test_help_waits_for_nothing_heavy() -> None:
    code = (
        "import sys, cauce.__main__; print({'sklearn', 'sqlalchemy', 'fastapi'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
