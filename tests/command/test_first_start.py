"""The first start: a demo business, an owner with a password of their own, and a free port."""

import asyncio
import socket
from pathlib import Path

import psycopg
import pytest
from rich.console import Console

from cauce import logs
from cauce.command import welcome
from cauce.engine import passwords
from cauce.errors import NotFound
from cauce.settings import Settings
from tests.command.console import Run


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path, port=8123)


def test_a_port_that_is_taken_is_told_before_anything_is_started(
    run: Run, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The log would keep writing to this test's own terminal.
    monkeypatch.setattr(logs, "set_up", lambda settings: None)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("CAUCE_PORT", str(port))
        told = run("demo")
    assert told.status == 1
    assert f"Port {port} is taken." in told.errors
    assert f"CAUCE_PORT={port + 1} make run" in told.errors
    assert not (data_dir / "postgres").exists()


def test_the_first_start_makes_an_owner_whose_password_is_shown_once(
    database_url: str, settings: Settings
) -> None:
    first = welcome.first_start(settings, database_url, "clinica_sonrisa")
    assert first.password is not None
    with psycopg.connect(database_url) as connection:
        row = connection.execute(
            "SELECT password_hash, role FROM users WHERE email = %s", (first.email,)
        ).fetchone()
    assert row is not None
    assert row[1] == "owner"
    assert asyncio.run(passwords.matches(first.password, row[0]))
    assert welcome.first_start(settings, database_url, "clinica_sonrisa").password is None


def test_a_business_that_is_there_is_left_alone(database_url: str, settings: Settings) -> None:
    welcome.first_start(settings, database_url, "clinica_sonrisa")
    welcome.first_start(settings, database_url, "electro_istmo")
    with psycopg.connect(database_url) as connection:
        names = connection.execute("SELECT name FROM business").fetchall()
    assert names == [("Clínica Sonrisa Andina",)]


def test_a_demo_nobody_ships_is_not_found() -> None:
    with pytest.raises(NotFound, match="no demo business and no file called panaderia"):
        welcome.demo_file("panaderia")


def test_the_greeting_says_where_to_look_and_the_password_only_the_first_time(
    settings: Settings,
) -> None:
    console = Console(record=True, width=120)
    welcome.greet(console, settings, welcome.Newcomer("owner@cauce.local", "s3cret-word"))
    said = console.export_text()
    assert "http://127.0.0.1:8123/app/inbox" in said
    assert "http://127.0.0.1:8123/demo/shop" in said
    assert "s3cret-word" in said
    welcome.greet(console, settings, welcome.Newcomer("owner@cauce.local", None))
    assert "cauce user password EMAIL" in console.export_text()
