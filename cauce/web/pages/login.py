"""The door: logging in and out."""

from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from cauce.engine import access
from cauce.engine.access import COOKIE, Refused, address_of
from cauce.web.i18n import Words
from cauce.web.page import (
    Look,
    check_origin,
    house_of,
    theme_of,
    words_for,
)
from cauce.web.rendering import rendered
from cauce.web.route import pages

router = pages()
HOME = "/app"
AnyWords = Annotated[Words, Depends(words_for)]


@router.get("/")
async def root() -> Response:
    return RedirectResponse(HOME, 303)


@router.get("/login")
async def form(request: Request, words: AnyWords, next: str = HOME) -> Response:  # noqa: A002
    if await access.visitor_of(house_of(request), request.cookies.get(COOKIE)) is not None:
        return RedirectResponse(HOME, 303)
    return _form(request, words, safe_next(next))


@router.post("/login")
async def log_in(request: Request, words: AnyWords) -> Response:
    check_origin(request)
    house, sent = house_of(request), await request.form()
    email, password = str(sent.get("email", "")), str(sent.get("password", ""))
    onwards = safe_next(str(sent.get("next", HOME)))
    agent = request.headers.get("User-Agent", "")
    outcome = await access.log_in(house, email, password, address_of(request), agent)
    if isinstance(outcome, Refused):
        status = 429 if outcome.reason == "too_many" else 401
        return _form(request, words, onwards, status, email=email, problem=outcome.reason)
    answer = RedirectResponse(onwards, 303)
    answer.set_cookie(
        COOKIE,
        outcome.token,
        max_age=int(access.SESSION_LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=house.settings.secure_cookies,
    )
    return answer


@router.post("/logout")
async def log_out(page: Look) -> Response:
    await access.log_out(page.house, page.visitor.session_id)
    answer = page.go("/login")
    answer.delete_cookie(COOKIE)
    return answer


def safe_next(path: str) -> str:
    """Only pages of this house; another address would be a trap set by a link."""
    plain = path.startswith("/app") and "\\" not in path and "//" not in path
    return path if plain and path.isprintable() else HOME


def _form(
    request: Request,
    words: Words,
    onwards: str,
    status: int = 200,
    *,
    email: str = "",
    problem: str = "",
) -> Response:
    text = rendered(
        "login.html", t=words, theme=theme_of(request), next=onwards, email=email, problem=problem
    )
    return HTMLResponse(text, status)
