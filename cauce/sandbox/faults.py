"""What can go wrong at a platform, by choice: faults wait at a place until a request meets them."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

import httpx
import orjson
from fastapi import Request, Response
from starlette.types import Message, Receive, Scope, Send

FaultKind = Literal[
    "latency",
    "reset",
    "status",
    "rate_limit",
    "malformed",
    "answer_lost",
    "token_dead",
    "refusal",
    "truncated",
    "blocked",
    "failed",
    "error_list",
    "wrong",
    "quota",
    "overloaded",
    "cut",
    "slow_first_byte",
    "unknown_fields",
]
PLACES: Final = (
    "meta.whatsapp.messages",
    "meta.messenger.messages",
    "meta.instagram.messages",
    "meta.media",
    "meta.templates",
    "meta.accounts",
    "meta.webhook",
    "openai.chat",
    "openai.responses",
    "anthropic.messages",
    "gemini.generate",
    "local.chat",
    "openai.audio",
    "openai.images",
)
# Webhook calls can be met by what they tell as well.
TOLD: Final = ("messages", "statuses", "echoes", "comments", "account", "templates", "raw")
# Where the server offers a way to end the connection: see line.py.
HANG_UP: Final = "cauce.sandbox.hang_up"
# Fields no document mentions, in the shapes that break careless readers.
UNKNOWN_FIELDS: Final[Mapping[str, object]] = {
    "x_unannounced": {"since": "tomorrow", "values": [None, 1, "two"]},
    "x_flag": True,
}


def is_place(place: str) -> bool:
    """Whether a fault can wait there: a place, what a webhook call tells, or, with a dot at its
    end, the beginning of some."""
    if place.endswith("."):
        return any(one.startswith(place) for one in PLACES)
    return place in PLACES or place in {f"meta.webhook.{one}" for one in TOLD}


@dataclass(frozen=True, slots=True)
class Fault:
    """`times` is how many requests it meets (None: until cleared), `chance` how likely each is.

    `status` belongs to status and rate_limit, `code` is a Graph error code.
    """

    kind: FaultKind
    seconds: float = 0.0
    status: int = 500
    retry_after: float | None = None
    times: int | None = 1
    chance: float = 1.0
    code: int | None = None


class Faults:
    """The faults in waiting. A place is meant exactly or by its beginning: "meta." is all of it."""

    def __init__(
        self, chance: random.Random, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._chance = chance
        self.sleep = sleep
        self._waiting: dict[str, list[Fault]] = {}

    def add(self, place: str, fault: Fault) -> None:
        self._waiting.setdefault(place, []).append(fault)

    def clear(self, place: str | None = None) -> None:
        if place is None:
            self._waiting.clear()
        else:
            self._waiting.pop(place, None)

    def next(self, place: str, kinds: Collection[FaultKind] | None = None) -> Fault | None:
        """The fault this request meets, the oldest first; it counts as met.

        `kinds` are those that mean something there (None: all); others keep waiting.
        """
        for where, queue in self._waiting.items():
            if where != place and not (where.endswith(".") and place.startswith(where)):
                continue
            for at, fault in enumerate(queue):
                if kinds is not None and fault.kind not in kinds:
                    continue
                if fault.chance < 1.0 and self._chance.random() >= fault.chance:
                    continue
                self._meet(where, at, fault)
                return fault
        return None

    def waiting(self) -> Mapping[str, list[Fault]]:
        return {place: list(queue) for place, queue in self._waiting.items() if queue}

    def _meet(self, where: str, at: int, fault: Fault) -> None:
        queue = self._waiting[where]
        if fault.times is None:
            return
        if fault.times > 1:
            queue[at] = replace(fault, times=fault.times - 1)
            return
        del queue[at]
        if not queue:
            del self._waiting[where]


class ConnectionBroken(httpx.ReadError):
    """The connection ended without (all of) an answer. Clients on a network see it for themselves;
    one in the same process, over `httpx.ASGITransport`, is handed this."""


async def break_line(scope: Scope) -> None:
    """Ends the connection at once. Where there is none to end, raises ConnectionBroken."""
    hang_up = scope.get("extensions", {}).get(HANG_UP)
    if hang_up is None:
        raise ConnectionBroken("The sandbox was asked to break this connection.")
    await hang_up()


class Broken(Response):
    """An answer that never comes: the connection ends instead."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await break_line(scope)


class Late(Response):
    """An answer whose first byte takes its time."""

    def __init__(self, inner: Response, pause: Callable[[], Awaitable[None]]) -> None:
        self._inner = inner
        self._pause = pause
        super().__init__(status_code=inner.status_code)
        self.body = getattr(inner, "body", b"")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        paused = False

        async def after_a_while(message: Message) -> None:
            nonlocal paused
            if message["type"] == "http.response.body" and not paused:
                paused = True
                await self._pause()
            await send(message)

        await self._inner(scope, receive, after_a_while)


async def serve_with(
    faults: Faults, place: str, request: Request, answer: Callable[[], Awaitable[Response]]
) -> Response:
    """Answers `request`, with the fault that waits at `place` when it is one all vendors share.

    Any other kind is left on `request.state.fault` for the vendor, who knows how it looks there.
    """
    fault = faults.next(place)
    request.state.fault = fault
    if fault is None:
        return await answer()
    if fault.kind in ("latency", "slow_first_byte"):
        return await _slow(faults, fault, answer)
    if fault.kind == "reset":
        return Broken()
    if fault.kind == "answer_lost":
        await answer()
        return Broken()
    if fault.kind == "malformed":
        done = await answer()
        return _malformed(done)
    if fault.kind == "unknown_fields":
        return with_unknown_fields(await answer())
    if fault.kind in ("status", "rate_limit") and fault.code is None:
        return _status(fault)
    return await answer()


async def _slow(
    faults: Faults, fault: Fault, answer: Callable[[], Awaitable[Response]]
) -> Response:
    if fault.kind == "latency":
        await faults.sleep(fault.seconds)
        return await answer()
    return Late(await answer(), lambda: faults.sleep(fault.seconds))


def _status(fault: Fault) -> Response:
    """What a proxy in front of the platform answers: no vendor's envelope, often not even JSON."""
    status = 429 if fault.kind == "rate_limit" else fault.status
    headers = {} if fault.retry_after is None else {"retry-after": f"{fault.retry_after:g}"}
    return Response(f"<html><body>{status}</body></html>", status, headers, "text/html")


def _malformed(done: Response) -> Response:
    """The answer's first half: JSON that ends too early."""
    body = bytes(done.body)
    return Response(body[: max(len(body) // 2, 1)], done.status_code, media_type="application/json")


def with_unknown_fields(done: Response) -> Response:
    """The same answer, with fields that no document mentions."""
    try:
        told = orjson.loads(bytes(done.body))
    except (AttributeError, orjson.JSONDecodeError):
        return done
    if not isinstance(told, dict):
        return done
    return Response(
        orjson.dumps({**told, **UNKNOWN_FIELDS}), done.status_code, media_type="application/json"
    )
