"""Errors as programs read them: problem documents (RFC 9457) that say what to do."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from cauce import errors
from cauce.core.text import clean

MEDIA_TYPE: Final = "application/problem+json"
# First match wins, so the special come before the general.
_STATUSES: Final[tuple[tuple[type[errors.CauceError], int], ...]] = (
    (errors.TooLarge, 413),
    (errors.Unreadable, 400),
    (errors.BadInput, 422),
    (errors.NotFound, 404),
    (errors.NotAuthenticated, 401),
    (errors.NotAllowed, 403),
    (errors.Conflict, 409),
    (errors.Unavailable, 503),
    (errors.Misconfigured, 503),
)
_SOON: Final = "5"
_MOST_FIELDS: Final = 50
_OURS: Final = ("/api/", "/chat/api/")
_PLACES: Final = ("body", "query", "path", "header", "cookie")
_SAID: Final[Mapping[int, str]] = {
    404: "There is nothing at this address.",
    405: "This address does not take this method.",
    400: "The body cannot be read.",
}
_log = structlog.get_logger()

Otherwise = Callable[[Request, Exception], Awaitable[Response]]


def problem(
    status: int,
    detail: str,
    *,
    field: str | None = None,
    fields: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """`field` is the path of what is wrong in what was sent; `fields` each {field, message}."""
    told: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": clean(detail),
    }
    if field:
        told["field"] = clean(field)
    if fields:
        told["errors"] = list(fields)
    return Response(orjson.dumps(told), status, headers, MEDIA_TYPE)


def of_error(error: errors.CauceError) -> Response:
    """The problem document of one of our own errors."""
    status = next((code for kind, code in _STATUSES if isinstance(error, kind)), 500)
    if status == 500:
        return _unexpected()
    headers = {"Retry-After": _SOON} if status == 503 else None
    if status == 401:
        headers = {"WWW-Authenticate": "Bearer"}
    if isinstance(error, errors.BadInput) and error.field:
        one = {"field": clean(error.field), "message": clean(error.message)}
        return problem(status, error.message, field=error.field, fields=(one,), headers=headers)
    return problem(status, error.message, headers=headers)


def of_validation(error: RequestValidationError) -> Response:
    """422 with every field that is wrong, in the words a person would use."""
    found = [
        {"field": _path(one["loc"]), "message": clean(_message(one))} for one in error.errors()
    ]
    first = found[0]
    detail = f"{first['field']}: {first['message']}" if first["field"] else first["message"]
    if len(found) > 1:
        detail += f" (and {len(found) - 1} more)"
    return problem(422, detail, field=first["field"], fields=found[:_MOST_FIELDS])


def install(app: FastAPI, otherwise: Otherwise | None = None) -> None:
    """Every error of a program's call becomes a problem document, in this one place.

    Errors of other addresses go to `otherwise`: people are shown a page instead.
    """

    async def answered(request: Request, error: Exception) -> Response:
        if otherwise is not None and not request.url.path.startswith(_OURS):
            return await otherwise(request, error)
        return _answer(request, error)

    for kind in (errors.CauceError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, answered)


def _answer(request: Request, error: Exception) -> Response:
    match error:
        case errors.CauceError():
            return of_error(error)
        case RequestValidationError():
            return of_validation(error)
        case HTTPException():
            detail = _SAID.get(error.status_code, str(error.detail))
            return problem(error.status_code, detail, headers=error.headers)
        case _:
            _log.error("request.failed", path=request.url.path, exc_info=error)
            return _unexpected()


def _unexpected() -> Response:
    return problem(500, "Something went wrong on our side. It was recorded.")


def _path(location: Sequence[int | str]) -> str:
    path = ""
    for part in location[1:] if location and location[0] in _PLACES else location:
        if isinstance(part, int):
            path += f"[{part}]"
        elif not part.startswith(("function-", "tagged-union", "constrained-")):
            path += f".{part}" if path else part
    return clean(path)


def _message(one: Mapping[str, Any]) -> str:
    if one["type"] == "missing":
        return "is missing"
    if one["type"] == "extra_forbidden":
        return "is not known here: look for a typing error"
    if one["type"] == "json_invalid":
        return "the body is not JSON"
    return str(one["msg"]).removeprefix("Value error, ")
