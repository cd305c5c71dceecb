"""Both shelves keep one contract: a folder of this machine, and a bucket that checks signatures."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from cauce.errors import Unavailable
from cauce.settings import Settings
from cauce.store.shelf import Folder, Shelf, shelf_of
from tests.store.object_store import BUCKET, KEY, REGION, SECRET, Store, object_store

NAME = "file_01k9abcdef"
CONTENT = bytes(range(256)) * 8_000


@pytest.fixture(scope="module")
def bucket() -> Iterator[Store]:
    with object_store() as store:
        yield store


def settings(folder: Path, **more: Any) -> Settings:
    return Settings(_env_file=None, data_dir=folder, **more)


def in_bucket(store: Store, folder: Path, secret: str = SECRET) -> Shelf:
    return shelf_of(
        settings(
            folder,
            media_s3_bucket=BUCKET,
            media_s3_endpoint=store.address,
            media_s3_region=REGION,
            media_s3_key=KEY,
            media_s3_secret=SecretStr(secret),
        )
    )


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture(params=["folder", "bucket"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path, bucket: Store) -> Shelf:
    return (
        shelf_of(settings(tmp_path)) if request.param == "folder" else in_bucket(bucket, tmp_path)
    )


async def test_what_was_put_comes_back_whole_and_in_parts(shelf: Shelf) -> None:
    await shelf.put(NAME, CONTENT)
    assert await shelf.part(NAME, 0, len(CONTENT)) == CONTENT
    assert await shelf.part(NAME, 1_000, 500) == CONTENT[1_000:1_500]
    assert await shelf.part(NAME, len(CONTENT) - 10, 500) == CONTENT[-10:]


async def test_the_same_name_again_replaces_what_was_there(shelf: Shelf) -> None:
    await shelf.put(NAME, CONTENT)
    await shelf.put(NAME, b"other")
    assert await shelf.part(NAME, 0, 100) == b"other"


async def test_what_is_taken_away_is_gone_and_can_be_taken_away_again(shelf: Shelf) -> None:
    await shelf.put(NAME, CONTENT)
    await shelf.remove(NAME)
    assert await shelf.part(NAME, 0, 1) is None
    await shelf.remove(NAME)


async def test_what_was_never_put_is_not_there(shelf: Shelf) -> None:
    assert await shelf.part("file_nobody", 0, 1) is None


async def test_a_bucket_that_is_away_says_so(bucket: Store, tmp_path: Path) -> None:
    shelf = in_bucket(bucket, tmp_path)
    bucket.trouble = 400
    try:
        with pytest.raises(Unavailable):
            await shelf.put(NAME, CONTENT)
        with pytest.raises(Unavailable):
            await shelf.part(NAME, 0, 1)
        with pytest.raises(Unavailable):
            await shelf.remove(NAME)
    finally:
        bucket.trouble = None


async def test_a_wrong_secret_opens_nothing(bucket: Store, tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        await in_bucket(bucket, tmp_path, "wrong").put("file_wrong", b"x")
    assert bucket.refused == [f"{BUCKET}/media/file_wrong"]
    assert f"{BUCKET}/media/file_wrong" not in bucket.kept


async def test_nobody_else_may_look_into_the_folder(tmp_path: Path) -> None:
    shelf = shelf_of(settings(tmp_path))
    await shelf.put(NAME, CONTENT)
    [kept] = files_in(tmp_path)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "media").stat().st_mode) & 0o077 == 0


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "", "file.exe", "ñ"])
async def test_only_names_of_ours_reach_the_disk(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no name of a file"):
        await Folder(tmp_path).put(name, b"x")


async def test_half_a_file_is_never_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cauce.store.shelf.os.fsync", full)
    with pytest.raises(Unavailable):
        await Folder(tmp_path).put(NAME, CONTENT)
    assert files_in(tmp_path) == []
