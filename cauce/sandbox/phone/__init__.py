"""The phone pages: the owner holds a customer's phone, and sees what crosses the line."""

from pathlib import Path
from typing import Final

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import FileResponse, JSONResponse
from starlette.staticfiles import StaticFiles

from cauce.sandbox.graph_error import GraphError
from cauce.sandbox.world.people import Channel

HERE: Final = Path(__file__).parent
ROUTER: Final = APIRouter(include_in_schema=False)
ROUTERS: Final[tuple[APIRouter, ...]] = (ROUTER,)
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS: Final = {
    "content-security-policy": POLICY,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


@ROUTER.get("/")
@ROUTER.get("/phone")
async def channels() -> Response:
    return FileResponse(HERE / "channels.html", headers=_HEADERS)


@ROUTER.get("/phone/{channel}")
async def phone(channel: Channel) -> Response:
    return FileResponse(HERE / "phone.html", headers=_HEADERS)


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, GraphError)  # noqa: S101 - it is installed for no other
    return JSONResponse({"detail": error.details or error.title, "code": error.code}, 422)


def install(app: FastAPI) -> None:
    """Scripts and styles, and refusals outside the Graph API as a plain sentence."""
    app.mount("/phone-files", StaticFiles(directory=HERE / "static"), name="phone-files")
    app.add_exception_handler(GraphError, _refused)
