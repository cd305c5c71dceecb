"""When something went wrong, a page that says what to do."""

from urllib.parse import quote

import structlog
from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from cauce.errors import (
    BadInput,
    CauceError,
    Conflict,
    NotAllowed,
    NotAuthenticated,
    NotFound,
    TooLarge,
    Unavailable,
    Unreadable,
)
from cauce.web.i18n import Words
from cauce.web.page import theme_of, words_for
from cauce.web.rendering import rendered

_STATUS: tuple[tuple[type[CauceError], int], ...] = (
    (Unreadable, 400),
    (TooLarge, 413),
    (BadInput, 422),
    (NotFound, 404),
    (NotAllowed, 403),
    (Conflict, 409),
    (Unavailable, 503),
)
_PAGES = (403, 404, 409, 413, 422, 500, 503)
_log = structlog.get_logger()


async def answer(request: Request, error: Exception) -> Response:
    """For every error of a page: to the login, a short note in the open page, or a page."""
    words = words_for(request)
    if isinstance(error, NotAuthenticated):
        return _to_login(request)
    status, message = _told(error, words)
    if status == 500:
        _log.error("page.failed", path=request.url.path, exc_info=error)
    if _keeps_page(request):
        return _note(words, status, message)
    page = status if status in _PAGES else 500 if status >= 500 else 422
    text = rendered(
        "error.html", t=words, theme=theme_of(request), status=status, page=page, message=message
    )
    return HTMLResponse(text, status)


def _keeps_page(request: Request) -> bool:
    """A form that was refused stays open with all that was typed; only whole pages are replaced."""
    if request.headers.get("HX-Request-Type") == "partial":
        return True
    return request.headers.get("HX-Boosted") == "true" and request.method == "POST"


def _told(error: Exception, words: Words) -> tuple[int, str]:
    if isinstance(error, CauceError):
        status = next((number for kind, number in _STATUS if isinstance(error, kind)), 500)
        return status, words.sentence(error.message) if status != 500 else ""
    if isinstance(error, HTTPException):
        return error.status_code, ""
    return 500, ""


def _note(words: Words, status: int, message: str) -> Response:
    """The open page stays as it is; a toast says what did not work."""
    text = message or words(f"error.{status if status in _PAGES else 500}.title")
    return HTMLResponse(
        rendered("_toast.html", t=words, text=text, kind="bad"),
        status,
        headers={"HX-Reswap": "none", "HX-Push-Url": "false"},
    )


def _to_login(request: Request) -> Response:
    if request.method in ("GET", "HEAD") and not request.headers.get("HX-Request"):
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/login?next={quote(here)}", 303)
    if request.headers.get("HX-Request"):
        return Response(status_code=401, headers={"HX-Redirect": "/login"})
    return RedirectResponse("/login", 303)
