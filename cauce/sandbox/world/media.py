"""Files people and businesses send: kept a while, fetched over addresses that do not live long."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cauce.core.keys import Keys
from cauce.sandbox.graph_error import GraphError

KEPT: Final = timedelta(days=30)
ADDRESS_LIVES: Final = timedelta(minutes=5)
MEGABYTE: Final = 1024 * 1024
# Together; the oldest make room.
MOST_BYTES: Final = 200 * MEGABYTE
# What WhatsApp takes, and how much of it.
LIMITS: Final = (
    ("image/jpeg", 5 * MEGABYTE),
    ("image/png", 5 * MEGABYTE),
    ("image/webp", 500 * 1024),
    ("audio/", 16 * MEGABYTE),
    ("video/mp4", 16 * MEGABYTE),
    ("video/3gp", 16 * MEGABYTE),
    ("application/", 100 * MEGABYTE),
    ("text/", 100 * MEGABYTE),
)


@dataclass(frozen=True, slots=True)
class Media:
    id: str
    content: bytes
    mime_type: str
    filename: str
    at: datetime

    @property
    def sha256(self) -> str:
        """As webhooks carry it."""
        return base64.b64encode(hashlib.sha256(self.content).digest()).decode()


class MediaStore:
    """Everything that was uploaded, from either side."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._kept: dict[str, Media] = {}
        self._addresses: dict[str, tuple[str, datetime]] = {}

    def keep(self, content: bytes, mime_type: str, filename: str, now: datetime) -> Media:
        media = Media(number(self._keys), content, mime_type, filename, now)
        self._kept[media.id] = media
        while sum(len(one.content) for one in self._kept.values()) > MOST_BYTES:
            del self._kept[next(iter(self._kept))]
        return media

    def find(self, media_id: str, now: datetime) -> Media | None:
        media = self._kept.get(media_id)
        return media if media is not None and now < media.at + KEPT else None

    def knows(self, media_id: str) -> bool:
        """Whether there ever was such a file; it may have gone meanwhile."""
        return media_id in self._kept

    def address(self, media: Media, now: datetime) -> str:
        """A word that opens it for five minutes."""
        word = self._keys.token(12)
        self._addresses[word] = (media.id, now + ADDRESS_LIVES)
        return word

    def behind(self, word: str, now: datetime) -> Media | None:
        found = self._addresses.get(word)
        if found is None or now >= found[1]:
            return None
        return self.find(found[0], now)

    def forget(self) -> None:
        self._kept.clear()
        self._addresses.clear()


def number(keys: Keys, digits: int = 16) -> str:
    """An id the way Meta's look: only digits, never leading with a zero."""
    return "1" + f"{int(keys.token(8), 16):020d}"[-(digits - 1) :]


def check_upload(content: bytes, mime_type: str) -> None:
    """Raises GraphError when WhatsApp would not take it."""
    plain = mime_type.split(";", maxsplit=1)[0].strip().lower()
    limit = next((most for name, most in LIMITS if plain.startswith(name)), None)
    if limit is None:
        raise GraphError(100, f"Files of the type {plain} are not taken.")
    if not content:
        raise GraphError(131053, "The file is empty.")
    if len(content) > limit:
        raise GraphError(131053, f"The file has {len(content)} bytes; {limit} are the most.")
