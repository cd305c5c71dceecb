"""The worker beside the demo's server: followed by another when it dies, ended with the server."""

import os
import sys
import threading
from pathlib import Path

import psutil
import pytest

from cauce.command import running


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "WATCH_SECONDS", 0.02)


def wait_for_lines(file: Path, count: int) -> list[int]:
    """The process ids written so far, as soon as there are so many."""
    for _ in range(1000):
        lines = file.read_text().split() if file.exists() else []
        if len(lines) >= count:
            return [int(line) for line in lines]
        threading.Event().wait(0.02)
    raise AssertionError(f"{count} processes never started")


def test_one_that_dies_is_followed_by_another(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    code = f"import os; open({str(seen)!r}, 'a').write(f'{{os.getpid()}} '); os._exit(3)"
    with running.beside((sys.executable, "-c", code), os.environ):
        pids = wait_for_lines(seen, 3)
    assert len(set(pids)) == len(pids)


def test_one_that_lives_is_kept_and_ended_with_the_rest(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    code = f"import os, time; open({str(seen)!r}, 'a').write(f'{{os.getpid()}} '); time.sleep(60)"
    with running.beside((sys.executable, "-c", code), os.environ):
        [pid] = wait_for_lines(seen, 1)
        threading.Event().wait(0.2)
        assert psutil.pid_exists(pid)
    assert not psutil.pid_exists(pid)
    assert len(seen.read_text().split()) == 1
