"""Settings that are wrong are told in a sentence, and the secret is made once and kept."""

import stat
from pathlib import Path

import pytest

from cauce.command import configured
from tests.command.console import Run


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CAUCE_PORT", "abc"),
        ("CAUCE_PORT", "70000"),
        ("CAUCE_LOG_LEVEL", "loud"),
        ("CAUCE_BURST_WAIT", "-1"),
        ("CAUCE_WORKER_CONCURRENCY", "0"),
        ("CAUCE_SECURE_COOKIES", "perhaps"),
    ],
)
def test_a_setting_that_cannot_be_is_named_in_a_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    told = run("migrate")
    assert told.status == 1
    assert told.errors.startswith(f"✗ {name}: ")
    assert told.errors.endswith(".")
    assert "Traceback" not in told.errors


def test_a_wrong_line_of_the_settings_file_is_named_too(run: Run) -> None:
    Path(".env").write_text("CAUCE_POOL_SIZE=none\n", "utf-8")
    assert run("migrate").errors.startswith("✗ CAUCE_POOL_SIZE: ")


@pytest.mark.parametrize(
    "words", [("migrate",), ("user", "list"), ("backup", "x.dump")], ids=" ".join
)
def test_a_database_of_another_make_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("CAUCE_DATABASE_URL", "mysql://root@localhost/shop")
    told = run(*words)
    assert told.status == 1
    assert "CAUCE_DATABASE_URL must look like postgresql://" in told.errors


def test_a_database_that_does_not_answer_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAUCE_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    told = run("user", "list")
    assert told.status == 1
    assert told.errors == "✗ The database does not answer. Nothing was lost; try again in a moment."


def test_a_secret_is_made_once_and_only_its_owner_reads_it(data_dir: Path) -> None:
    first = configured.settings().secret.get_secret_value()
    assert len(first) == 64
    assert configured.settings().secret.get_secret_value() == first
    assert stat.S_IMODE((data_dir / "secret").stat().st_mode) == 0o600


def test_a_secret_that_was_given_is_used_and_not_written_down(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAUCE_SECRET", "given")
    assert configured.settings().secret.get_secret_value() == "given"
    assert not (data_dir / "secret").exists()
