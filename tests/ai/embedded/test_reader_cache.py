"""The cache of a trained reader: whole and of this version, or not used at all."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cauce.ai.embedded import training
from cauce.ai.embedded.cache import cache_path, load_brain, save_brain
from cauce.ai.embedded.corpus import corpus_version
from cauce.ai.embedded.reader import EmbeddedReader
from cauce.ai.embedded.stack import Brain

TEXT = "Necesito 3 neveras para el viernes, cuánto sale el envío a David?"


@pytest.fixture
def brain(reader: EmbeddedReader) -> Brain:
    return reader._brain


def same(one: EmbeddedReader, other: EmbeddedReader) -> bool:
    first, second = one.read(TEXT), other.read(TEXT)
    return (first.intent, first.mood, first.lead) == (second.intent, second.mood, second.lead)


def test_a_loaded_reader_reads_like_the_trained_one(
    reader: EmbeddedReader, brain: Brain, tmp_path: Path
) -> None:
    save_brain(tmp_path, "v1", brain)
    loaded = load_brain(tmp_path, "v1")
    assert loaded is not None
    assert same(EmbeddedReader(loaded), reader)


@pytest.mark.parametrize("place", [0, 40, -1, -50_000])
def test_a_cache_with_one_wrong_byte_is_refused(brain: Brain, tmp_path: Path, place: int) -> None:
    save_brain(tmp_path, "v1", brain)
    path = cache_path(tmp_path, "v1")
    content = bytearray(path.read_bytes())
    content[place] ^= 0xFF
    path.write_bytes(content)
    assert load_brain(tmp_path, "v1") is None


@pytest.mark.parametrize("kept", [0, 5, 20, 1_000])
def test_a_cut_off_cache_is_refused(brain: Brain, tmp_path: Path, kept: int) -> None:
    save_brain(tmp_path, "v1", brain)
    path = cache_path(tmp_path, "v1")
    path.write_bytes(path.read_bytes()[:kept])
    assert load_brain(tmp_path, "v1") is None


def test_a_cache_of_another_version_is_refused(brain: Brain, tmp_path: Path) -> None:
    save_brain(tmp_path, "v1", brain)
    cache_path(tmp_path, "v1").rename(cache_path(tmp_path, "v2"))
    assert load_brain(tmp_path, "v2") is None


def test_a_spoilt_cache_is_learnt_again_and_replaced(
    brain: Brain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained: list[bool] = []

    def train_once() -> Brain:
        trained.append(True)
        return brain

    monkeypatch.setattr(training, "train", train_once)
    path = cache_path(tmp_path, corpus_version())
    path.write_bytes(b"not a reader")
    EmbeddedReader.load(tmp_path)
    EmbeddedReader.load(tmp_path)
    assert trained == [True]


def test_writers_at_the_same_time_leave_one_whole_cache(brain: Brain, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: save_brain(tmp_path, "v1", brain), range(4)))
    assert load_brain(tmp_path, "v1") is not None
    assert [path.name for path in tmp_path.iterdir()] == [cache_path(tmp_path, "v1").name]


def test_a_write_that_fails_leaves_the_old_cache_alone(
    brain: Brain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_brain(tmp_path, "v1", brain)

    def full_disk(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        save_brain(tmp_path, "v1", brain)
    assert load_brain(tmp_path, "v1") is not None
    assert len(list(tmp_path.iterdir())) == 1
