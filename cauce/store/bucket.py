"""A bucket of Amazon S3, or of anything that speaks like it: MinIO, R2, Spaces, Backblaze."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from cauce.errors import Unavailable

# A file of 25 MB over a slow line; what takes longer is tried again later.
_SECONDS = timedelta(seconds=60)
_TRIES = 2
_AWAY = "Files cannot be kept or read now. Look at the disk, or at the CAUCE_MEDIA_S3 settings."


@dataclass(frozen=True, slots=True)
class Bucket:
    """`store` signs every request; the bucket itself stays closed to everybody else."""

    store: S3Store

    @classmethod
    def opened(cls, bucket: str, endpoint: str, region: str, key: str, secret: str) -> "Bucket":
        """Nothing is called yet. Without `endpoint` it is Amazon's own."""
        chosen: dict[str, Any] = {"access_key_id": key, "secret_access_key": secret}
        if endpoint:
            chosen |= {"endpoint": endpoint, "virtual_hosted_style_request": False}
        store = S3Store(
            bucket,
            region=region or "us-east-1",
            # Not every store that speaks like Amazon's takes away many at once.
            disable_bulk_delete=True,
            client_options={"timeout": _SECONDS, "allow_http": endpoint.startswith("http://")},
            retry_config={"max_retries": _TRIES, "retry_timeout": _SECONDS},
            **chosen,
        )
        return cls(store)

    async def put(self, name: str, content: bytes) -> None:
        try:
            await obstore.put_async(self.store, _path(name), content, use_multipart=False)
        except (BaseError, OSError) as error:
            raise Unavailable(_AWAY) from error

    async def part(self, name: str, start: int, length: int) -> bytes | None:
        try:
            got = await obstore.get_range_async(self.store, _path(name), start=start, length=length)
        except FileNotFoundError:
            return None
        except (BaseError, OSError) as error:
            raise Unavailable(_AWAY) from error
        return bytes(got)

    async def remove(self, name: str) -> None:
        try:
            await obstore.delete_async(self.store, _path(name))
        # What is not there is taken away without a word; "not found" is the bucket itself.
        except (BaseError, OSError) as error:
            raise Unavailable(_AWAY) from error


def _path(name: str) -> str:
    return f"media/{name}"
