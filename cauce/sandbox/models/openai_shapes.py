"""What OpenAI's two ways of asking have in common: keys, errors, limits, strict forms."""

from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import Request, Response

from cauce.sandbox.models.trouble import Problem

# Keys that were good once; everything else that looks like a key is taken.
DEAD_KEYS = ("sk-dead", "sk-revoked")
GONE_MODELS = ("gpt-gone", "model-gone")
_ANSWERS: Mapping[str, tuple[int, str, str | None, str]] = {
    "quota": (
        429,
        "insufficient_quota",
        "insufficient_quota",
        "You exceeded your current quota, please check your plan and billing details.",
    ),
    "rate_limit": (
        429,
        "requests",
        "rate_limit_exceeded",
        "Rate limit reached for requests per min (RPM): Limit 500, Used 500, Requested 1.",
    ),
    "overloaded": (503, "server_error", None, "The engine is currently overloaded, try later."),
    "bad_key": (
        401,
        "invalid_request_error",
        "invalid_api_key",
        "Incorrect API key provided.",
    ),
    "forbidden": (403, "invalid_request_error", None, "Your project may not use this model."),
    "server": (500, "server_error", None, "The server had an error processing your request."),
    "bad_request": (400, "invalid_request_error", None, "Invalid request."),
    "not_found": (404, "invalid_request_error", "model_not_found", "The model does not exist."),
}


def problem(told: Problem) -> Response:
    """OpenAI's error envelope."""
    status, kind, code, message = _ANSWERS[told.name]
    if told.name == "server":
        status = told.status
    error = {
        "message": told.message or message,
        "type": kind,
        "param": told.field,
        "code": told.code or code,
    }
    headers = dict(_limits(left=0 if told.name == "rate_limit" else 499))
    if told.retry_after is not None:
        headers["retry-after"] = f"{told.retry_after:g}"
    return Response(orjson.dumps({"error": error}), status, headers, "application/json")


def answered(body: Mapping[str, Any], number: int) -> Response:
    headers = {**_limits(left=499), "x-request-id": f"req_{number:032x}"}
    return Response(orjson.dumps(body), 200, headers, "application/json")


def _limits(left: int) -> Mapping[str, str]:
    return {
        "x-ratelimit-limit-requests": "500",
        "x-ratelimit-remaining-requests": str(left),
        "x-ratelimit-reset-requests": "120ms",
        "x-ratelimit-limit-tokens": "200000",
        "x-ratelimit-remaining-tokens": "199000",
        "x-ratelimit-reset-tokens": "6m0s",
    }


def refused_key(request: Request) -> Problem | None:
    """A model in the house asks for no key; OpenAI does."""
    if request.url.path.startswith("/local"):
        return None
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.startswith("sk-") or key in DEAD_KEYS:
        return Problem("bad_key")
    return None


def refused_model(body: Mapping[str, Any]) -> Problem | None:
    name = body.get("model")
    if not isinstance(name, str) or not name:
        return Problem("bad_request", message="you must provide a model parameter", field="model")
    if name in GONE_MODELS:
        return Problem("not_found", message=f"The model `{name}` does not exist.")
    return None


def loose_form(schema: Mapping[str, Any], where: str = "()") -> str | None:
    """Why a strict form is none: every property required, and nothing besides them."""
    if schema.get("type") == "object" or "properties" in schema:
        names = list(schema.get("properties", {}))
        if schema.get("additionalProperties") is not False:
            return f"In context={where}, 'additionalProperties' is required to be false."
        if sorted(schema.get("required", [])) != sorted(names):
            return f"In context={where}, 'required' must include every key in properties."
    inner = [
        *schema.get("properties", {}).items(),
        *schema.get("$defs", {}).items(),
        *(("anyOf", one) for one in schema.get("anyOf", ())),
    ]
    if isinstance(schema.get("items"), Mapping):
        inner.append(("items", schema["items"]))
    for name, one in inner:
        loose = loose_form(one, f"{where}.{name}")
        if loose is not None:
            return loose
    return None


def text_of(content: Any) -> str:
    """Content is a string, or parts with text in them."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "\n".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return ""
