"""Where the bytes of files lie: a folder of this machine, or a bucket of an object store."""

import asyncio
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

from cauce.errors import Unavailable
from cauce.settings import Settings

_AWAY = "Files cannot be kept or read now. Look at the disk, or at the CAUCE_MEDIA_S3 settings."


Result = TypeVar("Result")


class Shelf(Protocol):
    """Every file under a name of ours. Raises Unavailable while it cannot be reached."""

    async def put(self, name: str, content: bytes) -> None:
        """Keeps all of it or nothing; the same name again replaces what was there."""
        ...

    async def part(self, name: str, start: int, length: int) -> bytes | None:
        """At most `length` bytes from `start` on; None when there is no such file."""
        ...

    async def remove(self, name: str) -> None:
        """Takes it away; nothing happens when it is not there."""
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder only we may look into."""

    root: Path

    async def put(self, name: str, content: bytes) -> None:
        await _in_thread(self._put, name, content)

    async def part(self, name: str, start: int, length: int) -> bytes | None:
        return await _in_thread(self._part, name, start, length)

    async def remove(self, name: str) -> None:
        await _in_thread(self._remove, name)

    def _remove(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not name or not name.replace("_", "").isalnum() or not name.isascii():
            raise ValueError(f"{name!r} is no name of a file of ours")
        # Ids end in chance, so the folders fill evenly.
        return self.root / name[-2:] / name

    def _put(self, name: str, content: bytes) -> None:
        path = self._path(name)
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.parent.mkdir(exist_ok=True, mode=0o700)
        descriptor, whole = tempfile.mkstemp(dir=path.parent, prefix="being_written_")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(whole).replace(path)
        except OSError:
            with suppress(OSError):
                Path(whole).unlink()
            raise

    def _part(self, name: str, start: int, length: int) -> bytes | None:
        try:
            with self._path(name).open("rb") as file:
                file.seek(start)
                return file.read(length)
        except FileNotFoundError:
            return None


async def _in_thread(does: Callable[..., Result], *given: Any) -> Result:
    try:
        return await asyncio.to_thread(does, *given)
    except OSError as error:
        raise Unavailable(_AWAY) from error


def shelf_of(settings: Settings) -> Shelf:
    """The shelf of these settings: the bucket when one is named, else the folder."""
    if not settings.media_s3_bucket:
        return Folder(settings.data_dir / "media")
    return _bucket(
        settings.media_s3_bucket,
        settings.media_s3_endpoint,
        settings.media_s3_region,
        settings.media_s3_key,
        settings.media_s3_secret.get_secret_value(),
    )


@cache
def _bucket(bucket: str, endpoint: str, region: str, key: str, secret: str) -> Shelf:
    # Who keeps files in a folder needs none of the library.
    from cauce.store.bucket import Bucket  # noqa: PLC0415

    return Bucket.opened(bucket, endpoint, region, key, secret)
