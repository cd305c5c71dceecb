"""The database that comes along: found again, mended, and ended, whatever was left behind."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from cauce.errors import Misconfigured
from cauce.store import embedded


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="cauce-embedded-"))
    folder.chmod(0o755)
    yield folder
    embedded.stop(folder)
    shutil.rmtree(folder, ignore_errors=True)


def pid_file(place: Path) -> Path:
    return embedded.folder(place) / "postmaster.pid"


def server_pid(place: Path) -> int:
    return int(pid_file(place).read_text().splitlines()[0])


def rows_in(url: str) -> int:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
        connection.execute("INSERT INTO kept VALUES (1)")
        found = connection.execute("SELECT count(*) FROM kept").fetchone()
    assert found is not None
    return int(found[0])


def test_a_server_that_runs_is_found_and_not_started_again(place: Path) -> None:
    first = embedded.start(place)
    pid = server_pid(place)
    assert embedded.start(place) == first
    assert server_pid(place) == pid
    assert rows_in(first) == 1


def test_a_server_that_was_stopped_starts_again_with_everything(place: Path) -> None:
    url = embedded.start(place)
    before = rows_in(url)
    assert embedded.stop(place) is True
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    assert embedded.stop(place) is False
    assert rows_in(embedded.start(place)) == before + 1


def test_a_server_whose_owner_died_is_used_and_ended_by_the_next(place: Path) -> None:
    embedded.start(place)
    embedded.stop(place)
    code = f"""
import os, signal
from pathlib import Path
from cauce.store import embedded
embedded.start(Path({str(place)!r}))
os.kill(os.getpid(), signal.SIGKILL)
"""
    died = subprocess.run([sys.executable, "-c", code], check=False, timeout=60)
    assert died.returncode == -signal.SIGKILL
    pid = server_pid(place)
    assert rows_in(embedded.start(place)) > 0
    assert server_pid(place) == pid
    assert embedded.stop(place) is True
    assert not pid_file(place).exists()


@pytest.mark.parametrize("left", ["somebody else", "nobody", "rubbish"])
def test_a_pid_file_that_means_nothing_any_more_is_thrown_away(place: Path, left: str) -> None:
    embedded.start(place)
    embedded.stop(place)
    stranger = {"somebody else": str(os.getpid()), "nobody": "999999999", "rubbish": "?"}[left]
    folder = embedded.folder(place)
    lines = (stranger, str(folder), "1700000000", "5432", str(folder), "", "1 2", "ready")
    pid_file(place).write_text("\n".join(lines) + "\n")
    assert embedded.stop(place) is False
    pid_file(place).write_text("\n".join(lines) + "\n")
    assert rows_in(embedded.start(place)) > 0
    assert psutil.pid_exists(os.getpid())


def test_nothing_that_was_committed_is_lost_when_the_server_is_killed(place: Path) -> None:
    before = rows_in(embedded.start(place))
    os.kill(server_pid(place), signal.SIGKILL)
    assert rows_in(embedded.start(place)) == before + 1


def test_the_folder_of_another_version_is_left_alone_and_explained(tmp_path: Path) -> None:
    folder = embedded.folder(tmp_path)
    folder.mkdir()
    (folder / "PG_VERSION").write_text("14\n")
    with pytest.raises(Misconfigured, match="another PostgreSQL version"):
        embedded.start(tmp_path)
    assert [one.name for one in folder.iterdir()] == ["PG_VERSION"]
