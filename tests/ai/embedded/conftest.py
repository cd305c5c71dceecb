"""One trained reader for all tests of this folder."""

from pathlib import Path

import pytest

from cauce.ai.embedded.reader import EmbeddedReader


@pytest.fixture(scope="session")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reader")


@pytest.fixture(scope="session")
def reader(cache_dir: Path) -> EmbeddedReader:
    return EmbeddedReader.load(cache_dir)
