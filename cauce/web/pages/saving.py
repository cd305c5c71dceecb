"""Saving what a form says: a refusal names its field, and what was done can be undone."""

import re
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import Any, get_args
from urllib.parse import quote

from fastapi import APIRouter, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import HTMLResponse, Response

from cauce.core.business import Weekday
from cauce.errors import BadInput, Conflict, NotFound
from cauce.knowledge.taking_back import can_be_taken_back
from cauce.knowledge.wording import Wording
from cauce.store.models import AuditEntry
from cauce.web.i18n import Words
from cauce.web.page import Page
from cauce.web.route import PageRoute

_INDEX = re.compile(r"\[(\d+)\]")
# Figures of refusals that are stored values, and what names them.
_NAMED = ("day", "language")
_DAYS = get_args(Weekday)
_NAME_OF = ("name", "question", "title")


class FormRoute(PageRoute):
    """Tells the open form which of its fields was refused, so that it can show it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def marking(request: Request) -> Response:
            answer = await handle(request)
            refused = getattr(request.state, "refused", None)
            if refused is not None:
                name, row, text = refused
                answer.headers["X-Refused-Field"] = quote(name)
                answer.headers["X-Refused-Row"] = str(row)
                answer.headers["X-Refused-Text"] = quote(text)
            return answer

        return marking


def forms() -> APIRouter:
    """A router for pages with forms of several fields."""
    return APIRouter(include_in_schema=False, route_class=FormRoute)


@asynccontextmanager
async def saving(
    page: Page, inputs: Mapping[str, str] | None = None
) -> AsyncIterator[AsyncSession]:
    """A writing session whose refusals are told as `telling` does."""
    async with telling(page, inputs), page.writing() as session:
        yield session


@asynccontextmanager
async def telling(page: Page, inputs: Mapping[str, str] | None = None) -> AsyncIterator[None]:
    """Refusals inside are told in the reader's language, with the name of their field.

    `inputs`: what the form calls fields that it does not call by the last part of their path.
    """
    try:
        yield
    except BadInput as error:
        text = told(page.words, error.message)
        if not error.field or error.field == "file":
            raise type(error)(text, error.field) from error
        name, row = _input_of(error.field)
        page.request.state.refused = ((inputs or {}).get(error.field, name), row, text)
        named = f"{field_name(page.words, error.field)}: {text}"
        raise type(error)(named, error.field) from error
    except (Conflict, NotFound) as error:
        raise type(error)(told(page.words, error.message)) from error


def told(words: Words, message: str) -> str:
    """A sentence of ours in the reader's language, with its figures."""
    if not isinstance(message, Wording):
        return words.sentence(message)
    figures = {
        name: words.label(name, str(value)) if name in _NAMED else value
        for name, value in message.figures.items()
    }
    return words.sentence(message.sentence, figures)


def field_name(words: Words, path: str) -> str:
    """What people call a field: `shipping[2].price` is "Shipping, row 3 · Price"."""
    parts = [part for part in path.split(".") if part != "profile"]
    return " · ".join(_part(words, part) for part in parts)


def place_name(words: Words, place: str) -> str:
    """What people call an entry of a business file: `products[3]` is its fourth product."""
    return field_name(words, place)


async def show(page: Page, template: str, /, **context: Any) -> HTMLResponse:
    """A page of knowledge, with the way back from what was just done."""
    undo = page.request.query_params.get("undo")
    return await page.render(template, undo=await _undo(page, undo), **helpers(page), **context)


def helpers(page: Page) -> dict[str, Any]:
    """What templates write fields and refusals with."""
    return {
        "told": lambda message: told(page.words, message),
        "field_name": lambda path: field_name(page.words, path),
        "place_name": lambda place: place_name(page.words, place),
    }


def done(page: Page, path: str, note_id: str | None) -> Response:
    """Onwards, with the way back where something changed."""
    if note_id is None:
        return page.go(path, "saved")
    return page.go(f"{path}{'&' if '?' in path else '?'}undo={quote(note_id)}")


def undo_toast(page: Page, note_id: str | None) -> str:
    """A note that goes away by itself, with the way back in it; markup."""
    text = page.words("done.saved")
    if note_id is None:
        made = page.piece("_toast.html", text=text, kind="good")
    else:
        made = page.piece("_undo.html", text=text, undo=f"/app/knowledge/undo/{note_id}")
    return bytes(made.body).decode()


async def _undo(page: Page, note_id: str | None) -> dict[str, str] | None:
    if not note_id or not page.visitor.may("teach"):
        return None
    async with page.reading() as session:
        entry = await session.get(AuditEntry, note_id)
    if entry is None or not can_be_taken_back(entry):
        return None
    said = entry.after or entry.before or {}
    name = next((str(said[one]) for one in _NAME_OF if said.get(one)), "")
    step = entry.action.partition(".")[2]
    return {"id": entry.id, "step": step, "name": "" if step == "profile" else name}


def _part(words: Words, part: str) -> str:
    name, index = _INDEX.sub("", part), _INDEX.search(part)
    label = words.label("day", name) if name in _DAYS else words.label("field", name)
    return words("terms.row", name=label, n=int(index[1]) + 1) if index else label


def _input_of(path: str) -> tuple[str, int]:
    """The input's name and which of those with this name, from the path of a field."""
    last = path.rpartition(".")[2]
    index = _INDEX.search(path.rpartition(".")[0])
    return _INDEX.sub("", last), int(index[1]) if index else 0
