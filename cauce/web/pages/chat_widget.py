"""The one script a website needs to show the chat."""

import gzip
import hashlib
from functools import cache
from typing import Final

from fastapi import Request
from starlette.responses import Response

from cauce.web.assets import FOLDER
from cauce.web.route import pages

router = pages()
# Websites link to it without a version, so browsers ask again after a while.
_KEPT: Final = "public, max-age=600, stale-while-revalidate=86400"


@cache
def _widget() -> tuple[bytes, bytes, str]:
    """The script, the same one packed, and the tag of this very content."""
    script = (FOLDER / "chat" / "widget.js").read_bytes()
    return script, gzip.compress(script, mtime=0), hashlib.sha256(script).hexdigest()[:20]


@router.get("/chat/widget.js")
async def widget(request: Request) -> Response:
    script, packed, tag = _widget()
    headers = {
        "ETag": f'W/"{tag}"',
        "Cache-Control": _KEPT,
        "Vary": "Accept-Encoding",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
    }
    if f'"{tag}"' in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"], script = "gzip", packed
    return Response(script, headers=headers, media_type="text/javascript; charset=utf-8")
