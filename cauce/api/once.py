"""Doing a POST once: the same Idempotency-Key gets the first answer again, whatever happened."""

import hashlib
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, Final

import orjson
from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.responses import Response as AnyResponse

from cauce.api.caller import Caller, caller_of
from cauce.api.problems import MEDIA_TYPE, of_error
from cauce.core.text import clean
from cauce.errors import BadInput, CauceError, Conflict
from cauce.store.queries import once

HEADER: Final = "Idempotency-Key"
LONGEST: Final = 200
REMEMBERED: Final = timedelta(hours=24)
# A call that takes longer has died with its process: the same key may be tried again.
UNDER_WAY: Final = timedelta(seconds=60)
_UNDER_WAY: Final = "A call with this Idempotency-Key is under way. Wait for its answer."
_OTHER: Final = "This Idempotency-Key was used for another call. Take a fresh one."
# What is shown once is not kept: an answer that is repeated comes without it.
_SHOWN_ONCE: Final = ("key", "secret")

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class OnceRoute(APIRoute):
    """A route whose POSTs can be repeated safely."""

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()
        if "POST" not in (self.methods or ()):
            return handle

        async def repeated_safely(request: Request) -> Response:
            key = request.headers.get(HEADER)
            if key is None:
                return await handle(request)
            try:
                caller = await caller_of(request)
            except CauceError as error:
                return of_error(error)
            return await _once(request, caller, key, handle)

        return repeated_safely


async def _once(request: Request, caller: Caller, key: str, handle: Handler) -> Response:
    key = clean(key.strip())
    if not key or len(key) > LONGEST:
        return of_error(BadInput(f"A key has 1 to {LONGEST} characters.", HEADER))
    store = caller.house.store
    fingerprint = _fingerprint(request, await request.body())
    async with store.writing() as session:
        now = caller.house.clock.now()
        row, mine = await once.begin(
            session, caller.id, key, fingerprint, since=now - REMEMBERED, alive=now - UNDER_WAY
        )
    if not mine:
        if row.fingerprint != fingerprint:
            return of_error(Conflict(_OTHER))
        if row.status_code is None:
            return of_error(Conflict(_UNDER_WAY))
        return _again(row.status_code, row.body)
    try:
        answer = await handle(request)
    except BaseException:
        # Its transaction was rolled back, so nothing was done and it may be tried again.
        async with store.writing() as session:
            await once.forget(session, row.id)
        raise
    async with store.writing() as session:
        await once.keep(session, row.id, answer.status_code, _body(answer))
    return answer


def _fingerprint(request: Request, body: bytes) -> str:
    call = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    return hashlib.sha256(call + body).hexdigest()


def _body(answer: AnyResponse) -> dict[str, Any] | None:
    if not answer.body:
        return None
    body = orjson.loads(bytes(answer.body))
    if not isinstance(body, dict):
        return {"list": body}
    return {name: None if name in _SHOWN_ONCE else value for name, value in body.items()}


def _again(status: int, body: dict[str, Any] | None) -> Response:
    headers = {"Idempotency-Replayed": "true"}
    if body is None:
        return Response(status_code=status, headers=headers)
    media_type = MEDIA_TYPE if status >= 400 else "application/json"
    content = body["list"] if body.keys() == {"list"} else body
    return Response(orjson.dumps(content), status, headers, media_type)
