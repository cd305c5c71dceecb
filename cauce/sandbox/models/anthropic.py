"""Anthropic's messages."""

import json
from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from cauce.sandbox.models.asked import Asked, Said, Tool, Turn, usage_of
from cauce.sandbox.models.desk import desk_of
from cauce.sandbox.models.openai_shapes import text_of
from cauce.sandbox.models.trouble import Problem, converse

router = APIRouter()
PLACE = "anthropic.messages"
DEAD_KEYS = ("sk-ant-dead",)
GONE_MODELS = ("claude-gone",)
_ANSWERS: Mapping[str, tuple[int, str, str]] = {
    "quota": (402, "billing_error", "Your credit balance is too low to access the API."),
    "rate_limit": (429, "rate_limit_error", "This request would exceed your rate limit."),
    "overloaded": (529, "overloaded_error", "Overloaded"),
    "bad_key": (401, "authentication_error", "invalid x-api-key"),
    "forbidden": (403, "permission_error", "Your API key may not use this resource."),
    "server": (500, "api_error", "Internal server error"),
    "bad_request": (400, "invalid_request_error", "Invalid request."),
    "not_found": (404, "not_found_error", "model not found"),
}


def problem(told: Problem) -> Response:
    """Anthropic's error envelope."""
    status, kind, message = _ANSWERS[told.name]
    if told.name == "server":
        status = told.status
    body = {
        "type": "error",
        "error": {"type": kind, "message": told.message or message},
        "request_id": "req_011CSandbox",
    }
    headers = {"request-id": "req_011CSandbox"}
    if told.retry_after is not None:
        headers["retry-after"] = f"{told.retry_after:g}"
    return Response(orjson.dumps(body), status, headers, "application/json")


@router.post("/anthropic/v1/messages")
async def messages(request: Request) -> Response:
    body = await request.json()
    number = desk_of(request).number

    def made(asked: Asked, said: Said) -> Response:
        told = message_of(asked, said, number())
        headers = {
            "request-id": f"req_{number():024x}",
            "anthropic-ratelimit-requests-limit": "50",
            "anthropic-ratelimit-requests-remaining": "49",
            "anthropic-ratelimit-requests-reset": "2026-11-22T12:00:00Z",
        }
        return Response(orjson.dumps(told), 200, headers, "application/json")

    refused = _refused(request, body)
    return await converse(request, PLACE, body, refused, problem, lambda: asked_in(body), made)


def _refused(request: Request, body: Mapping[str, Any]) -> Problem | None:
    if _key(request) in ("", *DEAD_KEYS):
        return Problem("bad_key")
    if "anthropic-version" not in request.headers:
        return Problem("bad_request", message="anthropic-version: header is required")
    for name in ("model", "messages", "max_tokens"):
        if not body.get(name):
            return Problem("bad_request", message=f"{name}: Field required")
    if body["model"] in GONE_MODELS:
        return Problem("not_found", message=f"model: {body['model']}")
    if body["messages"][0].get("role") != "user":
        return Problem("bad_request", message='messages: first message must use the "user" role')
    return None


def _key(request: Request) -> str:
    """The contract names x-api-key; the vendor's client of this release sends a bearer."""
    bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
    return request.headers.get("x-api-key", bearer)


def asked_in(body: Mapping[str, Any]) -> Asked:
    turns, called = [], {}
    for message in body["messages"]:
        content = message.get("content")
        blocks = [{"type": "text", "text": content}] if isinstance(content, str) else content
        for block in blocks:
            if block["type"] == "tool_use":
                called[block["id"]] = block["name"]
            elif block["type"] == "tool_result":
                name = called.get(block["tool_use_id"])
                turns.append(Turn("tool", text_of(block.get("content")), name))
            elif block["type"] == "text":
                turns.append(Turn("user" if message["role"] == "user" else "model", block["text"]))
    form = ((body.get("output_config") or {}).get("format")) or {}
    choice = (body.get("tool_choice") or {}).get("type")
    return Asked(
        model=body["model"],
        system=text_of(body.get("system")),
        turns=tuple(turns),
        tools=tuple(
            Tool(one["name"], one.get("description") or "", one.get("input_schema") or {})
            for one in body.get("tools") or ()
        ),
        schema=form.get("schema"),
        must_call=choice in ("any", "tool"),
        most_tokens=body["max_tokens"],
    )


def message_of(asked: Asked, said: Said, number: int) -> dict[str, Any]:
    """A `message`: text or tool calls as blocks; a refusal says next to nothing."""
    content: list[dict[str, Any]] = [
        {
            "type": "tool_use",
            "id": f"toolu_{number:08d}{place}",
            "name": call.name,
            "input": call.arguments,
        }
        for place, call in enumerate(said.calls)
    ]
    if said.text:
        content.append({"type": "text", "text": said.text, "citations": None})
    ended = "tool_use" if said.calls else "end_turn"
    if said.refusal or said.blocked:
        ended = "refusal"
    if said.cut_short:
        ended = "max_tokens"
    usage = usage_of(asked, said)
    return {
        "id": f"msg_{number:024x}",
        "type": "message",
        "role": "assistant",
        "model": asked.model,
        "content": json.loads(json.dumps(content)),
        "stop_reason": ended,
        "stop_sequence": None,
        "usage": {
            "input_tokens": usage.read,
            "output_tokens": usage.written,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": 0,
            "service_tier": "standard",
        },
    }
