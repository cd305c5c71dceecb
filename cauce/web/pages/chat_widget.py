"""The one script a website needs to show the chat."""

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
def _widget() -> tuple[bytes, str]:
    """The script and the tag of this very content."""
    script = (FOLDER / "chat" / "widget.js").read_bytes()
    return script, f'"{hashlib.sha256(script).hexdigest()[:20]}"'


@router.get("/chat/widget.js")
async def widget(request: Request) -> Response:
    script, tag = _widget()
    headers = {
        "ETag": tag,
        "Cache-Control": _KEPT,
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
    }
    known = [one.strip() for one in request.headers.get("if-none-match", "").split(",")]
    if tag in known or f"W/{tag}" in known:
        return Response(status_code=304, headers=headers)
    return Response(script, headers=headers, media_type="text/javascript; charset=utf-8")
