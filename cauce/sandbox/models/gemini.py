"""Gemini's generateContent."""

import json
from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from cauce.sandbox.models.asked import Asked, Said, Tool, Turn, usage_of
from cauce.sandbox.models.trouble import Problem, converse

router = APIRouter()
PLACE = "gemini.generate"
DEAD_KEYS = ("gm-dead",)
GONE_MODELS = ("gemini-gone",)
_TYPES = "type.googleapis.com/google.rpc"
_UNSAFE = {"category": "HARM_CATEGORY_DANGEROUS_CONTENT", "probability": "HIGH", "blocked": True}
_ANSWERS: Mapping[str, tuple[int, str, str]] = {
    "quota": (429, "RESOURCE_EXHAUSTED", "You exceeded your current quota."),
    "rate_limit": (429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota)."),
    "overloaded": (503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
    "bad_key": (400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key."),
    "forbidden": (403, "PERMISSION_DENIED", "Your API key may not use this model."),
    "server": (500, "INTERNAL", "An internal error has occurred."),
    "bad_request": (400, "INVALID_ARGUMENT", "Request contains an invalid argument."),
    "not_found": (404, "NOT_FOUND", "model is not found for API version v1beta."),
}


def problem(told: Problem) -> Response:
    """Google's error envelope; how long to wait is inside it."""
    status, name, message = _ANSWERS[told.name]
    if told.name == "server":
        status = told.status
        name = "UNAVAILABLE" if status == 503 else name
    details: list[dict[str, Any]] = []
    if told.name in ("quota", "rate_limit"):
        period = "PerDay" if told.name == "quota" else "PerMinute"
        quota = f"GenerateRequests{period}PerProjectPerModel"
        details.append({"@type": f"{_TYPES}.QuotaFailure", "violations": [{"quotaId": quota}]})
    if told.retry_after is not None:
        details.append({"@type": f"{_TYPES}.RetryInfo", "retryDelay": f"{told.retry_after:g}s"})
    if told.name == "bad_key":
        details.append({"@type": f"{_TYPES}.ErrorInfo", "reason": "API_KEY_INVALID"})
    error = {"code": status, "message": told.message or message, "status": name}
    if details:
        error["details"] = details
    body: Any = [{"error": error}] if told.listed else {"error": error}
    return Response(orjson.dumps(body), status, media_type="application/json")


@router.post("/gemini/{version}/models/{call}")
async def generate(version: str, call: str, request: Request) -> Response:
    model, _, method = call.partition(":")
    body = await request.json()

    def made(asked: Asked, said: Said) -> Response:
        return Response(orjson.dumps(content_of(asked, said)), media_type="application/json")

    refused = _refused(request, model, method, body)
    return await converse(
        request, PLACE, body, refused, problem, lambda: asked_in(model, body), made
    )


def _refused(request: Request, model: str, method: str, body: Mapping[str, Any]) -> Problem | None:
    key = request.headers.get("x-goog-api-key") or request.query_params.get("key", "")
    if not key or key in DEAD_KEYS:
        return Problem("bad_key")
    if method != "generateContent" or model in GONE_MODELS:
        return Problem("not_found", message=f"models/{model} is not found.")
    if not body.get("contents"):
        return Problem("bad_request", message="contents is not specified")
    return None


def asked_in(model: str, body: Mapping[str, Any]) -> Asked:
    turns = []
    for content in body["contents"]:
        for part in content.get("parts") or ():
            if "functionResponse" in part:
                told = part["functionResponse"]
                text = json.dumps(told.get("response", {}), ensure_ascii=False)
                turns.append(Turn("tool", text, told.get("name")))
            elif "text" in part:
                role = content.get("role", "user")
                turns.append(Turn("user" if role == "user" else "model", part["text"]))
    system = (body.get("systemInstruction") or {}).get("parts") or ()
    wanted = body.get("generationConfig") or {}
    mode = ((body.get("toolConfig") or {}).get("functionCallingConfig") or {}).get("mode")
    return Asked(
        model=model,
        system="\n".join(part.get("text", "") for part in system),
        turns=tuple(turns),
        tools=tuple(
            _tool(one)
            for group in body.get("tools") or ()
            for one in group.get("functionDeclarations") or ()
        ),
        schema=wanted.get("responseJsonSchema") or wanted.get("responseSchema"),
        must_call=mode == "ANY",
        most_tokens=wanted.get("maxOutputTokens"),
    )


def _tool(written: Mapping[str, Any]) -> Tool:
    # Fields may be written either way; the official client mixes both.
    names = ("parametersJsonSchema", "parameters_json_schema", "parameters")
    schema: Mapping[str, Any] = next((written[one] for one in names if written.get(one)), {})
    return Tool(written["name"], written.get("description") or "", schema)


def content_of(asked: Asked, said: Said) -> dict[str, Any]:
    """A `GenerateContentResponse`; a blocked prompt has no candidates at all, a blocked answer one
    without content."""
    usage = usage_of(asked, said)
    counted = {
        "promptTokenCount": usage.read,
        "candidatesTokenCount": 0 if said.refusal else usage.written,
        "totalTokenCount": usage.total,
    }
    told = {"usageMetadata": counted, "modelVersion": asked.model, "responseId": "sandbox"}
    if said.refusal:
        return {**told, "promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}
    if said.blocked:
        stopped = {"finishReason": "SAFETY", "index": 0, "safetyRatings": [_UNSAFE]}
        return {**told, "candidates": [stopped]}
    parts: list[dict[str, Any]] = [
        {"functionCall": {"name": call.name, "args": call.arguments}} for call in said.calls
    ]
    if said.text:
        parts.append({"text": said.text})
    ended = "MAX_TOKENS" if said.cut_short else "STOP"
    candidate = {"content": {"role": "model", "parts": parts}, "finishReason": ended, "index": 0}
    return {**told, "candidates": [candidate]}
