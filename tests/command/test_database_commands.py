"""Migrating, stopping, and a backup that brings back what was there."""

import io
import sys
from pathlib import Path

import psycopg
import pytest

from tests.command.console import Run


def people(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [email for (email,) in connection.execute("SELECT email FROM users ORDER BY email")]


def test_an_empty_database_gets_its_tables_and_then_there_is_nothing_to_do(
    run: Run, empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAUCE_DATABASE_URL", empty_database)
    assert run("migrate").out == "The database is up to date."
    assert people(empty_database) == []
    assert run("migrate").out == "Nothing to do: it was up to date."


def test_the_spelling_of_other_drivers_is_understood(
    run: Run, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = database_url.replace("postgresql://", "postgresql+asyncpg://")
    monkeypatch.setenv("CAUCE_DATABASE_URL", other)
    assert run("migrate").out == "Nothing to do: it was up to date."


def test_stopping_when_nothing_runs_says_so(run: Run, data_dir: Path) -> None:
    told = run("stop")
    assert (told.status, told.out) == (0, "No database was running here.")
    assert not (data_dir / "postgres").exists()


def test_a_backup_brings_back_what_was_there(run: Run, here: str, tmp_path: Path) -> None:
    run("user", "add", "ana@tienda.example")
    told = run("backup", "cauce.dump")
    assert told.status == 0
    assert "Everything is in cauce.dump" in told.out
    run("user", "add", "later@tienda.example")
    with psycopg.connect(here) as connection:
        connection.execute("DELETE FROM users WHERE email = 'ana@tienda.example'")
    assert run("restore", "cauce.dump", "--yes").status == 0
    assert people(here) == ["ana@tienda.example"]


def test_a_restore_asks_first(run: Run, here: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run("backup", "cauce.dump")
    run("user", "add", "ana@tienda.example")
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    assert run("restore", "cauce.dump").status == 1
    assert people(here) == ["ana@tienda.example"]


def test_a_file_that_is_no_backup_changes_nothing(run: Run, here: str) -> None:
    Path("notes.txt").write_text("buy milk", "utf-8")
    run("user", "add", "ana@tienda.example")
    told = run("restore", "notes.txt", "--yes")
    assert told.status == 1
    assert told.errors.startswith("✗ pg_restore refused:")
    assert people(here) == ["ana@tienda.example"]


def test_a_backup_to_nowhere_is_told(run: Run, here: str) -> None:
    told = run("backup", "no/such/folder/cauce.dump")
    assert told.status == 1
    assert told.errors.startswith("✗ pg_dump refused:")
