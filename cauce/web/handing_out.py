"""Handing out a file that a stranger made: shown only where browsers run nothing of it."""

import re
from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

from cauce.core.files import SHOWN
from cauce.errors import NotFound
from cauce.store.models import File
from cauce.store.shelf import Shelf

PART: Final = 512 * 1024
_RANGE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
# Even what is shown may run nothing, reach nothing and be framed nowhere.
POLICY: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"


async def handed_out(
    shelf: Shelf, file: File, wanted: str | None, *, foreign: bool = False
) -> Response:
    """The file, or the part of it that a Range header asks for. Raises NotFound and Unavailable.

    `foreign`: pages of other websites may show it too.
    """
    size = file.size or 0
    part = _part(wanted, size)
    if part is None:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{size}"})
    start, length = part
    first = await shelf.part(file.id, start, min(PART, length))
    if first is None:
        raise NotFound("This file is no longer kept.")
    headers = _headers(file, foreign=foreign) | {"Content-Length": str(length)}
    if wanted is not None:
        headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{size}"
    rest = _parts(shelf, file.id, first, start, length)
    return StreamingResponse(rest, 206 if wanted is not None else 200, headers)


async def _parts(
    shelf: Shelf, name: str, first: bytes, start: int, length: int
) -> AsyncIterator[bytes]:
    yield first
    done = len(first)
    while done < length:
        more = await shelf.part(name, start + done, min(PART, length - done))
        if not more:
            return
        done += len(more)
        yield more


def _part(wanted: str | None, size: int) -> tuple[int, int] | None:
    """Where to begin and how much; None when the file has no such part. Several: all of it."""
    asked = _RANGE.fullmatch((wanted or "").strip())
    if wanted is None or asked is None or asked.groups() == ("", ""):
        return (0, size) if size else None
    first, last = asked.groups()
    if not first:
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = int(first), min(int(last) if last else size - 1, size - 1)
    return (start, end - start + 1) if start <= end < size else None


def _headers(file: File, *, foreign: bool) -> dict[str, str]:
    shown = file.type in SHOWN
    name = file.name or file.id
    plain = re.sub(r"[^\w.() -]", "_", name.encode("ascii", "replace").decode())
    manner = "inline" if shown else "attachment"
    return {
        "Content-Type": file.type if shown and file.type else "application/octet-stream",
        "Content-Disposition": f"{manner}; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}",
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "cross-origin" if foreign else "same-origin",
        "Accept-Ranges": "bytes",
        # What was said to a business stays in no shared cache, nor behind a log-out.
        "Cache-Control": "no-store" if not foreign else "private, max-age=3600",
    }
