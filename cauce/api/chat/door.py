"""Who comes in: the visitor behind a token, the websites that may ask, and what they send."""

from collections.abc import Callable, Coroutine
from typing import Any, Final, TypeVar

import orjson
from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import ClientDisconnect

from cauce.api.chat.pace import Pace, Paces
from cauce.api.problems import of_error, problem
from cauce.channels.payload import as_object, read_limited
from cauce.channels.webchat.verify import verify
from cauce.core.labels import LANGUAGES, Language
from cauce.engine.autonomy import autonomies
from cauce.engine.house import House
from cauce.errors import BadInput, CauceError, NotAuthenticated

_BEARER: Final = "bearer "
_MAX_BODY: Final = 64 * 1024
_DAY: Final = "86400"
Sent = TypeVar("Sent", bound=BaseModel)


class ChatRoute(APIRoute):
    """Answers our own errors as problems, and tells browsers which websites may ask."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                response = await answer(request)
            except CauceError as error:
                response = of_error(error)
            except ClientDisconnect:
                response = problem(400, "The call ended before its body did.")
            allow_website(request, response)
            return response

        return handler


def house_of(request: Request) -> House:
    house: House = request.app.state.house
    return house


def known_visitor(request: Request) -> str | None:
    """The visitor whose token is in the Authorization header; None without a good one."""
    given = request.headers.get("authorization", "")
    token = given[len(_BEARER) :] if given.lower().startswith(_BEARER) else None
    return verify(token, house_of(request).settings.secret.get_secret_value())


def visitor_of(request: Request) -> str:
    """The same. Raises NotAuthenticated where there is none."""
    visitor = known_visitor(request)
    if visitor is None:
        raise NotAuthenticated("Start a chat first: POST /chat/api/session gives a token.")
    return visitor


def language_of(wanted: str | None) -> Language | None:
    """The language of a page, from a tag like `pt-BR`; None when it is none of ours."""
    tag = (wanted or "")[:2].lower()
    return next((language for language in LANGUAGES if language == tag), None)


async def answers_alone(session: AsyncSession) -> bool:
    """Whether the assistant may answer a customer without asking a person first."""
    return (await autonomies(session))["chatbot"][0] == "act"


async def sent(request: Request, shape: type[Sent]) -> Sent:
    """What was sent, checked. Raises BadInput naming the first field that is wrong."""
    body = as_object(await read_limited(request.stream(), _MAX_BODY) or b"{}")
    try:
        return shape.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"{field}: {first['msg']}", field) from error


def described(shape: type[BaseModel]) -> dict[str, Any]:
    """What OpenAPI says of a body that we read ourselves."""
    schema = shape.model_json_schema()
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def answer(value: dict[str, Any], status: int = 200) -> Response:
    """An answer of one visitor's own, which nobody may keep."""
    headers = {"Cache-Control": "no-store"}
    return Response(orjson.dumps(value), status, headers, "application/json")


def paces_of(request: Request) -> Paces:
    state = request.app.state
    if not hasattr(state, "chat_paces"):
        state.chat_paces = Paces()
    paces: Paces = state.chat_paces
    return paces


def too_fast(request: Request, *counted: tuple[Pace, str]) -> Response | None:
    """The refusal for somebody who goes too fast, or None."""
    now = house_of(request).clock.now()
    wait = max(pace.wait(who, now) for pace, who in counted)
    if not wait:
        return None
    seconds = str(max(1, round(wait)))
    return problem(429, f"Too fast: wait {seconds} seconds.", headers={"Retry-After": seconds})


def allow_website(request: Request, response: Response) -> None:
    """Lets the browser hand the answer to the page, if its website may show the chat."""
    origin = request.headers.get("origin")
    chosen = [one.strip() for one in house_of(request).settings.chat_origins.split(",")]
    if origin is None or not ("*" in chosen or origin in chosen):
        return
    response.headers["Access-Control-Allow-Origin"] = "*" if "*" in chosen else origin
    response.headers["Access-Control-Allow-Methods"] = "GET, POST"
    response.headers["Access-Control-Allow-Headers"] = "authorization, content-type, last-event-id"
    response.headers["Access-Control-Expose-Headers"] = "retry-after"
    response.headers["Access-Control-Max-Age"] = _DAY
    response.headers.append("Vary", "Origin")
