"""OpenAI's responses: the newer way of asking, with an output that has to be walked."""

import json
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response

from cauce.sandbox.models.asked import Asked, Said, Tool, Turn, usage_of
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
PLACE = "openai.responses"
_FAILURE = {"code": "server_error", "message": "The model failed to generate a response."}
_CREATED = 1_763_800_000


@router.post("/openai/v1/responses")
async def responses(request: Request) -> Response:
    body = await request.json()
    number = desk_of(request).number

    def made(asked: Asked, said: Said) -> Response:
        return answered(response_of(asked, said, number()), number())

    refused = refused_key(request) or refused_model(body) or _refused(body)
    return await converse(request, PLACE, body, refused, problem, lambda: asked_in(body), made)


def _refused(body: Mapping[str, Any]) -> Problem | None:
    if not body.get("input"):
        return Problem("bad_request", message="Missing required parameter: 'input'.", field="input")
    form = (body.get("text") or {}).get("format") or {}
    loose = loose_form(form.get("schema", {})) if form.get("strict") else None
    if loose is not None:
        return Problem(
            "bad_request", message=loose, code="invalid_json_schema", field="text.format"
        )
    return None


def asked_in(body: Mapping[str, Any]) -> Asked:
    system, turns, called = [body.get("instructions") or ""], [], {}
    given = body["input"]
    items = [{"role": "user", "content": given}] if isinstance(given, str) else given
    for item in items:
        kind, role = item.get("type", "message"), item.get("role")
        if kind == "function_call":
            called[item["call_id"]] = item["name"]
        elif kind == "function_call_output":
            turns.append(Turn("tool", text_of(item.get("output")), called.get(item["call_id"])))
        elif role in ("system", "developer"):
            system.append(text_of(item.get("content")))
        elif kind == "message":
            turns.append(Turn("user" if role == "user" else "model", text_of(item.get("content"))))
    form = (body.get("text") or {}).get("format") or {}
    choice = body.get("tool_choice")
    return Asked(
        model=body["model"],
        system="\n".join(filter(None, system)),
        turns=tuple(turns),
        tools=tuple(
            Tool(one["name"], one.get("description") or "", one.get("parameters") or {})
            for one in body.get("tools") or ()
            if one.get("type") == "function"
        ),
        schema=form.get("schema"),
        must_call=choice == "required" or isinstance(choice, dict),
        most_tokens=body.get("max_output_tokens"),
    )


def response_of(asked: Asked, said: Said, number: int) -> dict[str, Any]:
    """A `response`: what it says is inside `output`, beside reasoning nobody asked for."""
    usage = usage_of(asked, said)
    return {
        "id": f"resp_{number:048x}",
        "object": "response",
        "created_at": _CREATED + number,
        "status": _status(said),
        "incomplete_details": _incomplete(said),
        "error": _FAILURE if said.failed else None,
        "instructions": asked.system or None,
        "model": asked.model,
        "output": _output(said, number),
        "parallel_tool_calls": True,
        "tool_choice": "required" if asked.must_call else "auto",
        "tools": [],
        "metadata": {},
        "usage": {
            "input_tokens": usage.read,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": usage.written,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": usage.total,
        },
    }


def _status(said: Said) -> str:
    if said.failed:
        return "failed"
    return "incomplete" if said.cut_short or said.blocked else "completed"


def _incomplete(said: Said) -> dict[str, str] | None:
    if not said.cut_short and not said.blocked:
        return None
    return {"reason": "content_filter" if said.blocked else "max_output_tokens"}


def _output(said: Said, number: int) -> list[dict[str, Any]]:
    output: list[dict[str, Any]] = [{"id": f"rs_{number:048x}", "type": "reasoning", "summary": []}]
    status = "incomplete" if said.cut_short else "completed"
    for place, call in enumerate(said.calls):
        arguments = json.dumps(call.arguments, ensure_ascii=False)
        output.append(
            {
                "id": f"fc_{number:08d}{place}",
                "type": "function_call",
                "call_id": f"call_{number:08d}{place}",
                "name": call.name,
                "arguments": arguments[: len(arguments) // 2] if said.cut_short else arguments,
                "status": status,
            }
        )
    if not said.calls and not said.blocked and not said.failed:
        content = (
            {"type": "refusal", "refusal": said.refusal}
            if said.refusal
            else {"type": "output_text", "text": said.text, "annotations": [], "logprobs": []}
        )
        output.append(
            {
                "id": f"msg_{number:048x}",
                "type": "message",
                "role": "assistant",
                "status": status,
                "content": [content],
            }
        )
    return output
