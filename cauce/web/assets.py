"""Our own scripts and styles: their addresses change with their content, so caches never lie."""

import hashlib
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"
ROOT = "/static"


@cache
def address(name: str) -> str:
    """Where the browser finds a file of ours."""
    content = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]
    return f"{ROOT}/{name}?v={content}"


class Static(StaticFiles):
    """A file asked for by its content's name may be kept for a year."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        kept = b"v=" in scope.get("query_string", b"")
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if kept else "no-cache"
        )
        return response
