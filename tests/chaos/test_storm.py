"""A small storm: platforms and models fail, a worker dies twice, and nobody is forgotten."""

from pathlib import Path

import pytest

from benchmarks.chaos.crowd import CHANNELS
from benchmarks.chaos.run import Plan, run

pytestmark = pytest.mark.slow
SMALL = Plan(messages=36, kills=2, rate=6.0, every=0.8, most=1)


def test_everybody_is_answered_once_in_order_whatever_breaks(
    database_url: str, model_cache: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "models").symlink_to(model_cache)
    found = run(folder, SMALL, database_url)
    assert found.wrong == {name: [] for name in found.wrong}
    assert (found.said, found.killed) == (SMALL.messages, SMALL.kills)
    assert found.answered + found.with_person == found.said
    assert found.sent > len(CHANNELS)
