"""Running `cauce …` as the console does, in an empty folder and without anybody's settings."""

import os
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from cauce import __main__
from tests.command.console import Run, Told

_numbers = count(1)


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of a fresh installation; no `.env` and no CAUCE_ variable is seen."""
    for name in [name for name in os.environ if name.startswith("CAUCE_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "data"
    monkeypatch.setenv("CAUCE_DATA_DIR", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def run(data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: str) -> Told:
        monkeypatch.setattr(sys, "argv", ["cauce", *words])
        with pytest.raises(SystemExit) as ended:
            __main__.run()
            sys.exit(0)
        said = capsys.readouterr()
        return Told(
            status=int(ended.value.code or 0),
            out=" ".join(said.out.split()),
            errors=" ".join(said.err.split()),
        )

    return run


@pytest.fixture
def here(database_url: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A migrated database, which the commands use; its address."""
    monkeypatch.setenv("CAUCE_DATABASE_URL", database_url)
    return database_url


@pytest.fixture
def trained(model_cache: Path, data_dir: Path) -> Path:
    """The data folder, with the trained reader in its place."""
    data_dir.mkdir()
    (data_dir / "models").symlink_to(model_cache)
    return data_dir


@pytest.fixture
def empty_database(server: str) -> Iterator[str]:
    """A database in which nothing was ever made."""
    name = f"empty_{next(_numbers)}"
    root = server.replace("/cauce?", "/postgres?")
    with psycopg.connect(root, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield server.replace("/cauce?", f"/{name}?")
    with psycopg.connect(root, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
