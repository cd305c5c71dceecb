"""How a fault looks at a vendor of models, before any vendor's own words for it."""

import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from fastapi import Request, Response
from starlette.types import Receive, Scope, Send

from cauce.sandbox.faults import Broken, Fault, Faults, serve_with
from cauce.sandbox.models.asked import Asked, Said
from cauce.sandbox.models.desk import desk_of, faults_of

ProblemName = Literal[
    "quota",
    "rate_limit",
    "overloaded",
    "bad_key",
    "forbidden",
    "server",
    "bad_request",
    "not_found",
]
# Those change what the model says, not whether it answers.
_IN_WORDS: Final = ("refusal", "truncated", "blocked", "wrong")
# Where an answer that went wrong is told with 200; elsewhere it is an error of the server.
_TELLS_FAILURES: Final = "openai.responses"
_BY_KIND: Final[dict[str, ProblemName]] = {
    "quota": "quota",
    "rate_limit": "rate_limit",
    "overloaded": "overloaded",
    "error_list": "overloaded",
    "failed": "server",
    "token_dead": "bad_key",
}
# A gateway in front of the vendor answers these itself, in HTML.
_BY_GATEWAY: Final = (502, 504)


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong; each vendor has its own envelope for it, which Google sometimes puts into a
    list of one (`listed`)."""

    name: ProblemName
    status: int = 500
    message: str = ""
    retry_after: float | None = None
    code: str = ""
    field: str | None = None
    listed: bool = False


Answer = Callable[[str], Awaitable[Response]]


async def meet(
    request: Request, place: str, told: Callable[[Problem], Response], answer: Answer
) -> Response:
    """Answers, with the fault that waits at `place`; `answer` is given the trouble in its words."""
    faults = faults_of(request)
    fault = faults.next(place)
    if fault is None:
        return await answer("")
    if fault.kind == "failed" and place == _TELLS_FAILURES:
        return await answer(fault.kind)
    if fault.kind in _BY_KIND:
        listed = fault.kind == "error_list"
        name = _BY_KIND[fault.kind]
        return told(Problem(name, retry_after=fault.retry_after, listed=listed))
    if fault.kind == "status" and fault.status not in _BY_GATEWAY:
        return told(_of_status(fault))
    if fault.kind in _IN_WORDS:
        return await answer(fault.kind)
    if fault.kind == "cut":
        return Cut(await answer(""))
    only = Faults(random.Random(0), faults.sleep)
    only.add(place, replace(fault, times=1, chance=1.0))
    return await serve_with(only, place, request, lambda: answer(""))


async def converse(
    request: Request,
    place: str,
    body: Mapping[str, Any],
    refused: Problem | None,
    told: Callable[[Problem], Response],
    asked_in: Callable[[], Asked],
    made: Callable[[Asked, Said], Response],
) -> Response:
    """The way every vendor takes: refuse, keep what came, think, and say it in the vendor's shape.

    `asked_in` reads the body once it is known to be in order; `told` and `made` are the shapes.
    """
    if refused is not None:
        return told(refused)
    desk = desk_of(request)
    desk.taken.append((place, body))

    async def answer(trouble: str) -> Response:
        asked = asked_in()
        return made(asked, desk.answer(place, asked, trouble))

    return await meet(request, place, told, answer)


def _of_status(fault: Fault) -> Problem:
    names: dict[int, ProblemName] = {
        400: "bad_request",
        401: "bad_key",
        403: "forbidden",
        404: "not_found",
        429: "rate_limit",
        529: "overloaded",
    }
    return Problem(
        names.get(fault.status, "server"), status=fault.status, retry_after=fault.retry_after
    )


class Cut(Response):
    """An answer that promises all of itself and ends in the middle."""

    def __init__(self, whole: Response) -> None:
        self._whole = whole
        super().__init__(status_code=whole.status_code)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = bytes(self._whole.body)
        await send(
            {
                "type": "http.response.start",
                "status": self._whole.status_code,
                "headers": self._whole.raw_headers,
            }
        )
        await send(
            {"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True}
        )
        await Broken()(scope, receive, send)
