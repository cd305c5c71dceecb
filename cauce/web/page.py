"""What a page has at hand: the house, who looks, their language, and how to answer."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from cauce.core.permissions import Permission
from cauce.engine import access
from cauce.engine.access import COOKIE, Visitor
from cauce.engine.house import House
from cauce.errors import BadInput, NotAllowed, NotAuthenticated
from cauce.store.models import Business
from cauce.store.queries import decisions, inbox, knowledge
from cauce.web.i18n import Words, chosen, known
from cauce.web.rendering import rendered
from cauce.web.show import Show

_SAFE = ("GET", "HEAD", "OPTIONS")


class Page:
    """One request of somebody who is logged in."""

    def __init__(
        self, request: Request, house: House, visitor: Visitor, business: Business | None
    ) -> None:
        self.request = request
        self.house = house
        self.visitor = visitor
        self.business = business
        self.words = Words(known(visitor.language))
        self.show = show_for(self.words, house, business)
        self.form = FormData()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        async with self.house.store.reading() as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        async with self.house.store.writing() as session:
            yield session

    @property
    def partial(self) -> bool:
        """Whether only a piece of a page was asked for, to be put into the one that is open."""
        return self.request.headers.get("HX-Request-Type") == "partial"

    def text(self, name: str) -> str:
        """A field of the form, trimmed; "" when it is missing."""
        value = self.form.get(name)
        if not isinstance(value, str):
            return ""
        # Browsers send lines of a text with the line ends of teleprinters.
        return value.replace("\r\n", "\n").replace("\x00", "").strip()

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(value for value in self.form.getlist(name) if isinstance(value, str))

    def file(self, name: str) -> UploadFile | None:
        value = self.form.get(name)
        return value if isinstance(value, UploadFile) else None

    async def render(self, template: str, /, status: int = 200, **context: Any) -> HTMLResponse:
        """A whole page, with the figures of the menu."""
        return self.piece(template, status, menu=await self.menu(), **context)

    async def menu(self) -> dict[str, int]:
        async with self.reading() as session:
            counts = await inbox.counts(session, self.visitor.user_id)
            waiting = await decisions.how_many_wait(session)
        return {"inbox": counts["needs"], "approvals": waiting}

    def piece(self, template: str, /, status: int = 200, **context: Any) -> HTMLResponse:
        """A part of a page, or a page that needs no menu."""
        return HTMLResponse(rendered(template, **self.context(), **context), status)

    def context(self) -> dict[str, Any]:
        return {
            "t": self.words,
            "show": self.show,
            "visitor": self.visitor,
            "business": self.business,
            "path": self.request.url.path,
            "theme": theme_of(self.request),
            "done": self._done(),
        }

    def _done(self) -> str | None:
        """The text of the note that confirms what was just done, if the address carries one."""
        key = self.request.query_params.get("done", "")
        text = self.words.label("done", key)
        return text if key and text != key.replace("_", " ") else None

    def go(self, path: str, done: str | None = None) -> Response:
        """Onwards to another page, with a short note of what was done."""
        mark = "&" if "?" in path else "?"
        return RedirectResponse(f"{path}{mark}done={quote(done)}" if done else path, 303)


def show_for(words: Words, house: House, business: Business | None) -> Show:
    if business is None:
        return Show(words, house.clock.now())
    return Show(
        words,
        house.clock.now(),
        country=business.country,
        time_zone=business.time_zone,
        currency=business.currency,
    )


def house_of(request: Request) -> House:
    house: House = request.app.state.house
    return house


def theme_of(request: Request) -> str:
    theme = request.cookies.get("cauce_theme", "")
    return theme if theme in ("light", "dark") else ""


def words_for(request: Request) -> Words:
    """The language of who looks: their own, or the browser's while nobody is logged in."""
    known_words: Words | None = getattr(request.state, "words", None)
    return known_words or Words(chosen(request.headers.get("Accept-Language")))


def check_origin(request: Request) -> None:
    """Raises NotAllowed for a form that another website sent."""
    origin = request.headers.get("Origin")
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        raise NotAllowed("This form was sent from another website.")
    if origin and origin != "null" and urlsplit(origin).netloc != request.headers.get("Host"):
        raise NotAllowed("This form was sent from another website.")


def needs(permission: Permission) -> Callable[[Request], Coroutine[Any, Any, Page]]:
    """A dependency: the page for somebody who may, with its form checked and read."""

    async def made(request: Request) -> Page:
        if "%00" in f"{request.scope.get('raw_path', b'')!r}?{request.url.query}":
            # No text of ours holds a zero byte, and the database refuses to compare with one.
            raise BadInput("This address is not complete.")
        house = house_of(request)
        visitor = await access.visitor_of(house, request.cookies.get(COOKIE))
        if visitor is None:
            raise NotAuthenticated("Log in to go on.")
        async with house.store.reading() as session:
            business = await knowledge.business(session)
        page = Page(request, house, visitor, business)
        request.state.words = page.words
        if request.method not in _SAFE:
            check_origin(request)
            page.form = await request.form()
            token = request.headers.get("X-CSRF-Token") or page.text("csrf")
            access.check_form_token(visitor, token)
        if not visitor.may(permission):
            raise NotAllowed("Your role does not allow this. Ask an owner of the account.")
        return page

    return made


Look = Annotated[Page, Depends(needs("look"))]
Talk = Annotated[Page, Depends(needs("talk"))]
Approve = Annotated[Page, Depends(needs("approve"))]
Teach = Annotated[Page, Depends(needs("teach"))]
Steer = Annotated[Page, Depends(needs("steer"))]
Export = Annotated[Page, Depends(needs("export"))]
Run = Annotated[Page, Depends(needs("run"))]
