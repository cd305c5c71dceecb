"""What the widget asks: a session, its messages, sending one, and the open line for news."""

import re
from typing import Annotated, Final, Literal

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field, StringConstraints

from cauce.api.chat import door, stream, view, words
from cauce.channels.webchat import CHANNEL
from cauce.channels.webchat.parse import parse
from cauce.channels.webchat.verify import token_of
from cauce.engine.access import address_of
from cauce.engine.reception import receive
from cauce.errors import Misconfigured
from cauce.store.queries import chat

ROUTER = APIRouter(prefix="/chat/api", tags=["website chat"], route_class=door.ChatRoute)
_UNSIGNED: Final = "Set CAUCE_SECRET: visitors' tokens are signed with it."
_NUMBER: Final = re.compile(r"\d{1,15}")


class Hello(BaseModel):
    """The page somebody opened the chat on. `language`: the browser's, or the page's wish."""

    language: Annotated[str | None, Field(max_length=35)] = None


class NewMessage(BaseModel):
    """`client_id` is the browser's own name for it: sending it twice stores it once."""

    text: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=CHANNEL.max_text),
    ]
    client_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    page: Annotated[str | None, Field(max_length=2000)] = None


class Reached(BaseModel):
    """Our messages up to `up_to` are in the browser (delivered) or were looked at (read)."""

    up_to: Annotated[int, Field(ge=1, le=2**31)]
    status: Literal["delivered", "read"] = "read"


@ROUTER.post("/session", response_class=Response, openapi_extra=door.described(Hello))
async def session(request: Request) -> Response:
    """A visitor and how the chat greets them; whoever brings a good token stays who they are."""
    house = door.house_of(request)
    known_visitor, paces = door.known_visitor(request), door.paces_of(request)
    counted = (
        (paces.sessions, known_visitor)
        if known_visitor is not None
        else (paces.new_sessions_by_address, address_of(request))
    )
    if refused := door.too_fast(request, counted):
        return refused
    hello = await door.sent(request, Hello)
    secret = house.settings.secret.get_secret_value()
    if not secret:
        raise Misconfigured(_UNSIGNED)
    visitor = known_visitor or house.keys.new("vis")
    async with house.store.reading() as reading:
        profile = (await house.knowledge.current(reading)).profile
        thread = await chat.thread_of(reading, visitor)
        chosen = await chat.appearance(reading)
        answers = await door.answers_alone(reading)
    spoken = door.language_of(thread.language) if thread else None
    language = spoken or door.language_of(hello.language) or profile.language
    welcome = words.welcome(profile, chosen, language, house.clock.now(), answers=answers)
    known = {"conversation": thread.id if thread else None, "token": token_of(visitor, secret)}
    return door.answer(welcome | known)


@ROUTER.post("/messages", response_class=Response, openapi_extra=door.described(NewMessage))
async def send(request: Request) -> Response:
    """Stores what the visitor wrote; the answer to it comes over the stream."""
    visitor, paces = door.visitor_of(request), door.paces_of(request)
    refused = door.too_fast(
        request,
        (paces.messages, visitor),
        (paces.messages_by_address, address_of(request)),
    )
    if refused:
        return refused
    house = door.house_of(request)
    message = await door.sent(request, NewMessage)
    payload = message.model_dump(exclude_none=True) | {"visitor": visitor}
    events = parse(payload, house.clock.now())
    receipt = await receive(house, "webchat", orjson.dumps(payload), events)
    stored = receipt.messages[0]
    return door.answer(
        {
            "id": stored.message_id,
            "conversation": stored.conversation_id,
            "sequence": stored.sequence,
            "duplicate": stored.duplicate,
        },
        200 if stored.duplicate else 201,
    )


@ROUTER.get("/messages", response_class=Response)
async def messages(
    request: Request, after: int = 0, conversation: str | None = None, language: str | None = None
) -> Response:
    """The visitor's messages: all there are, or those of a conversation after a sequence.

    With the words of the widget where they write in another language than the page's.
    """
    visitor, house = door.visitor_of(request), door.house_of(request)
    async with house.store.reading() as reading:
        knowledge = await house.knowledge.current(reading)
        thread = await chat.thread_of(reading, visitor)
        same = thread is not None and conversation in (None, thread.id)
        if thread is not None and same and after > 0:
            rows = await chat.messages_after(reading, thread.id, min(after, 2**31))
        else:
            rows = await chat.history(reading, visitor)
        profile, page = knowledge.profile, door.language_of(language)
        spoken = door.language_of(thread.language) if thread else None
        tongue = spoken or page or profile.language
        shown = await view.shown(house, reading, rows, knowledge, tongue)
        answers = await door.answers_alone(reading)
    now = house.clock.now()
    told = words.speaking(profile, tongue, now, answers=answers) if tongue != page else {}
    known = told | {
        "conversation": thread.id if thread else None,
        "seen": thread.seen if thread else 0,
        "messages": shown,
    }
    return door.answer(known)


@ROUTER.post("/typing", status_code=204, response_class=Response)
async def typing(request: Request) -> Response:
    """Somebody is writing: the answer waits a moment for the rest."""
    visitor, house = door.visitor_of(request), door.house_of(request)
    if refused := door.too_fast(request, (door.paces_of(request).signals, visitor)):
        return refused
    async with house.store.writing() as writing:
        await chat.mark_typing(writing, visitor, house.clock.now())
    return Response(status_code=204)


@ROUTER.post(
    "/read", status_code=204, response_class=Response, openapi_extra=door.described(Reached)
)
async def read(request: Request) -> Response:
    """Messages of ours arrived in the browser, or were looked at."""
    visitor, house = door.visitor_of(request), door.house_of(request)
    if refused := door.too_fast(request, (door.paces_of(request).signals, visitor)):
        return refused
    reached = await door.sent(request, Reached)
    async with house.store.writing() as writing:
        now = house.clock.now()
        await chat.mark_reached(writing, visitor, reached.up_to, reached.status, now)
    return Response(status_code=204)


@ROUTER.get("/stream", response_class=Response)
async def news(
    request: Request, conversation: str | None = None, language: str | None = None
) -> Response:
    """Server-sent events; `Last-Event-ID` is the sequence of the last message known.

    The token comes in the Authorization header here too: addresses end up in logs.
    """
    visitor = door.visitor_of(request)
    if refused := door.too_fast(request, (door.paces_of(request).streams, visitor)):
        return refused
    last = request.headers.get("last-event-id", "")
    line = stream.Line(
        house=door.house_of(request),
        visitor=visitor,
        language=door.language_of(language),
        conversation=conversation,
        sequence=int(last) if _NUMBER.fullmatch(last) else 0,
    )
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream.told(line), headers=headers, media_type="text/event-stream")


@ROUTER.options("/{rest:path}", include_in_schema=False)
async def preflight(rest: str) -> Response:
    """Browsers ask before they call us from another website."""
    return Response(status_code=204)
