"""OpenAI's chat completions and list of models; a model in the house answers the same way."""

import json
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response

from cauce.sandbox.models.asked import Asked, Said, Tool, Turn, Usage, usage_of
from cauce.sandbox.models.desk import desk_of
from cauce.sandbox.models.openai_shapes import (
    answered,
    loose_form,
    problem,
    refused_key,
    refused_model,
    text_of,
)
from cauce.sandbox.models.trouble import Problem, converse

router = APIRouter()
_CREATED = 1_763_800_000
_MODELS = ("gpt-6.1-sol", "gpt-6.1-terra", "gpt-image-2", "gpt-4o-transcribe")


@router.post("/openai/v1/chat/completions")
async def openai_chat(request: Request) -> Response:
    return await _chat(request, "openai.chat")


@router.post("/local/v1/chat/completions")
async def local_chat(request: Request) -> Response:
    return await _chat(request, "local.chat")


@router.get("/openai/v1/models")
@router.get("/local/v1/models")
async def models(request: Request) -> Response:
    refused = refused_key(request)
    if refused is not None:
        return problem(refused)
    rows = [
        {"id": name, "object": "model", "created": _CREATED, "owned_by": "system"}
        for name in _MODELS
    ]
    rows.append({**rows[0], "id": "gpt-5-mini", "shutdown_date": "2026-12-11"})
    return answered({"object": "list", "data": rows}, desk_of(request).number())


async def _chat(request: Request, place: str) -> Response:
    body = await request.json()
    number = desk_of(request).number

    def made(asked: Asked, said: Said) -> Response:
        return answered(completion(asked, said, number()), number())

    refused = refused_key(request) or refused_model(body) or _refused(body)
    return await converse(request, place, body, refused, problem, lambda: asked_in(body), made)


def _refused(body: Mapping[str, Any]) -> Problem | None:
    if not isinstance(body.get("messages"), list) or not body["messages"]:
        return Problem("bad_request", message="'messages' must not be empty.", field="messages")
    if body.get("stream"):
        return Problem("bad_request", message="This sandbox does not stream.", field="stream")
    form = (body.get("response_format") or {}).get("json_schema") or {}
    loose = loose_form(form.get("schema", {})) if form.get("strict") else None
    if loose is not None:
        return Problem(
            "bad_request",
            message=f"Invalid schema for response_format '{form.get('name')}': {loose}",
            code="invalid_json_schema",
            field="response_format",
        )
    return None


def asked_in(body: Mapping[str, Any]) -> Asked:
    system, turns, called = [], [], {}
    for message in body["messages"]:
        role, text = message.get("role"), text_of(message.get("content"))
        for call in message.get("tool_calls") or ():
            called[call["id"]] = call["function"]["name"]
        if role in ("system", "developer"):
            system.append(text)
        elif role == "tool":
            turns.append(Turn("tool", text, called.get(message.get("tool_call_id"))))
        else:
            turns.append(Turn("user" if role == "user" else "model", text))
    form = (body.get("response_format") or {}).get("json_schema") or {}
    choice = body.get("tool_choice")
    return Asked(
        model=body["model"],
        system="\n".join(system),
        turns=tuple(turns),
        tools=tuple(_tool(one["function"]) for one in body.get("tools") or ()),
        schema=form.get("schema"),
        must_call=choice == "required" or isinstance(choice, dict),
        most_tokens=body.get("max_completion_tokens") or body.get("max_tokens"),
    )


def _tool(written: Mapping[str, Any]) -> Tool:
    return Tool(written["name"], written.get("description") or "", written.get("parameters") or {})


def completion(asked: Asked, said: Said, number: int) -> dict[str, Any]:
    """A `chat.completion`."""
    calls = [
        {
            "id": f"call_{number:06d}{place}",
            "type": "function",
            "function": {"name": call.name, "arguments": _written(call.arguments, said)},
        }
        for place, call in enumerate(said.calls)
    ]
    message: dict[str, Any] = {
        "role": "assistant",
        "content": None if calls or said.refusal else said.text,
        "refusal": said.refusal,
        "annotations": [],
    }
    if calls:
        message["tool_calls"] = calls
    ended = "length" if said.cut_short else "tool_calls" if calls else "stop"
    if said.blocked:
        ended = "content_filter"
    return {
        "id": f"chatcmpl-{number:08d}",
        "object": "chat.completion",
        "created": _CREATED + number,
        "model": asked.model,
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": ended}],
        "usage": _usage(usage_of(asked, said)),
        "service_tier": "default",
    }


def _written(arguments: Mapping[str, Any], said: Said) -> str:
    whole = json.dumps(arguments, ensure_ascii=False)
    return whole[: max(1, len(whole) // 2)] if said.cut_short else whole


def _usage(usage: Usage) -> dict[str, Any]:
    return {
        "prompt_tokens": usage.read,
        "completion_tokens": usage.written,
        "total_tokens": usage.total,
        "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0},
    }
