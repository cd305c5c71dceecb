"""What channels take of our files: types by name, and the most bytes of each."""

from collections.abc import Iterable, Mapping
from typing import Final

MEGABYTE: Final = 1024 * 1024
DOCUMENTS: Final = (
    "application/pdf",
    "application/msword",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "text/plain",
)


def at_most(megabytes: int, *types: str | Iterable[str]) -> Mapping[str, int]:
    """Each of the types with this limit."""
    flat = [one for named in types for one in ((named,) if isinstance(named, str) else named)]
    return dict.fromkeys(flat, megabytes * MEGABYTE)
