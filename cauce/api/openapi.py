"""The description of the API: every error it may answer, and what each call may carry."""

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from cauce.api.once import HEADER, LONGEST
from cauce.api.problems import MEDIA_TYPE

TITLE: Final = "Cauce"
_OURS: Final = "/api/v1/"
_INBOUND: Final = "/api/v1/webhooks/inbound"
DESCRIPTION: Final = """
Cauce for other programs.

**Who calls.** Send a key as `Authorization: Bearer cauce_…`; its scopes are `read`, `write` and
`admin`. A logged-in browser may call too, with its session and, to change something, the header
`X-CSRF-Token`.

**Errors** are problem documents (RFC 9457): `detail` says what to do, and `errors` names every
field that is wrong.

**Lists** come a page at a time: ask for `limit` (at most 200) and send `next` back as `cursor`.

**Repeating.** Send `Idempotency-Key` with a POST; the same key gets the first answer again for 24
hours, and another call with it is refused with 409.

**Text** is stored as UTF-8: a NUL becomes ␀ and half a surrogate pair becomes �.
"""
_PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "title": "Problem",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "examples": ["about:blank"]},
        "title": {"type": "string", "examples": ["Unprocessable Content"]},
        "status": {"type": "integer", "examples": [422]},
        "detail": {"type": "string", "examples": ["text: is missing"]},
        "field": {"type": "string", "description": "Path of the first field that is wrong."},
        "errors": {
            "type": "array",
            "description": "Every field that is wrong.",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
_ALWAYS: Final = {
    "400": "The body cannot be read.",
    "401": "There is no key or session, or it is not known.",
    "403": "The key or user may not do this.",
    "422": "Something in the call is wrong; `errors` names each field.",
    "500": "Something went wrong on our side; it was recorded.",
    "503": "The database is away or no business is set up; try again after `Retry-After` seconds.",
}
_EXAMPLES: Final = {
    "422": {
        "type": "about:blank",
        "title": "Unprocessable Content",
        "status": 422,
        "detail": "text: is missing",
        "field": "text",
        "errors": [{"field": "text", "message": "is missing"}],
    },
    "409": {
        "type": "about:blank",
        "title": "Conflict",
        "status": 409,
        "detail": "This was answered already, or the conversation has moved on.",
    },
}
_KEY: Final = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "Makes repeating this call safe: the same key gets the first answer again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[!-~]+$"},
    "example": "8812-2026-03-10",
}


def install(app: FastAPI) -> None:
    """The application describes itself completely from now on."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = get_openapi(
                title=TITLE, version=app.version, description=DESCRIPTION, routes=app.routes
            )
            app.openapi_schema = completed(document)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """With the errors and headers that every call has in common."""
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = _PROBLEM
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if path.startswith(_OURS) and not path.startswith(_INBOUND):
                _complete(path, method, operation)
            else:
                operation.get("responses", {}).pop("422", None)
    return document


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    told = dict(_ALWAYS)
    if "{" in path:
        told["404"] = "There is no such thing."
    if method != "get":
        told["409"] = "It has changed meanwhile, exists already, or was done already."
        told["413"] = "The body is too large."
        told["404"] = "There is no such thing."
    for status, description in sorted(told.items()):
        operation["responses"][status] = _answer(status, description)
    if method == "post":
        operation.setdefault("parameters", []).append(_KEY)


def _answer(status: str, description: str) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": {"$ref": "#/components/schemas/Problem"}}
    if status in _EXAMPLES:
        content["example"] = _EXAMPLES[status]
    answer: dict[str, Any] = {"description": description, "content": {MEDIA_TYPE: content}}
    if status == "503":
        answer["headers"] = {
            "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "string"}}
        }
    return answer
