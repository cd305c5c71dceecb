"""The vendors as the sandbox plays them: their shapes, their keys, their own words for trouble."""

import random
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from cauce.sandbox.faults import Fault, Faults
from cauce.sandbox.models import ROUTERS

OPENAI = {"authorization": "Bearer sk-test"}
ANTHROPIC = {"x-api-key": "sk-ant-test", "anthropic-version": "2023-06-01"}
GEMINI = {"x-goog-api-key": "gm-test"}
CHAT = {"model": "gpt-6.1-sol", "messages": [{"role": "user", "content": "hola"}]}
MESSAGE = {"model": "claude-opus-5", "max_tokens": 100, "messages": CHAT["messages"]}
CONTENT = {"contents": [{"role": "user", "parts": [{"text": "hola"}]}]}
GENERATE = "/gemini/v1beta/models/gemini-3-flash:generateContent"
FORM = {
    "type": "object",
    "properties": {"intent": {"type": "string", "enum": ["complaint", "other"]}},
    "required": ["intent"],
    "additionalProperties": False,
}


@pytest.fixture
def faults() -> Faults:
    async def no_pause(seconds: float) -> None:
        return None

    return Faults(random.Random(1), no_pause)


@pytest.fixture
async def client(faults: Faults) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.state.sandbox = SimpleNamespace(faults=faults)
    for router in ROUTERS:
        app.include_router(router)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
        yield client


async def sent(
    client: httpx.AsyncClient, path: str, body: Any, headers: dict[str, str]
) -> tuple[int, Any]:
    answer = await client.post(path, json=body, headers=headers)
    return answer.status_code, answer.json()


async def test_chat_answers_like_openai(client: httpx.AsyncClient) -> None:
    status, told = await sent(client, "/openai/v1/chat/completions", CHAT, OPENAI)
    assert status == 200
    assert told["object"] == "chat.completion"
    assert told["choices"][0]["finish_reason"] == "stop"
    assert told["choices"][0]["message"]["refusal"] is None
    usage = told["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]


async def test_a_form_is_filled(client: httpx.AsyncClient) -> None:
    wanted = {"type": "json_schema", "json_schema": {"name": "x", "strict": True, "schema": FORM}}
    _, told = await sent(
        client, "/openai/v1/chat/completions", {**CHAT, "response_format": wanted}, OPENAI
    )
    assert told["choices"][0]["message"]["content"] == '{"intent": "other"}'


async def test_a_strict_form_has_to_be_strict(client: httpx.AsyncClient) -> None:
    loose = {**FORM, "additionalProperties": True}
    wanted = {"type": "json_schema", "json_schema": {"name": "x", "strict": True, "schema": loose}}
    status, told = await sent(
        client, "/openai/v1/chat/completions", {**CHAT, "response_format": wanted}, OPENAI
    )
    assert (status, told["error"]["code"]) == (400, "invalid_json_schema")


async def test_a_response_has_to_be_walked(client: httpx.AsyncClient) -> None:
    body = {"model": "gpt-6.1-sol", "input": "hola", "store": False}
    _, told = await sent(client, "/openai/v1/responses", body, OPENAI)
    assert [item["type"] for item in told["output"]] == ["reasoning", "message"]
    assert told["output"][1]["content"][0]["type"] == "output_text"
    assert told["status"] == "completed"


async def test_a_message_of_anthropic(client: httpx.AsyncClient) -> None:
    _, told = await sent(client, "/anthropic/v1/messages", MESSAGE, ANTHROPIC)
    assert (told["type"], told["stop_reason"]) == ("message", "end_turn")
    assert told["content"][0]["type"] == "text"


@pytest.mark.parametrize("missing", ["max_tokens", "model", "messages"])
async def test_anthropic_wants_its_fields(client: httpx.AsyncClient, missing: str) -> None:
    body = {key: value for key, value in MESSAGE.items() if key != missing}
    status, told = await sent(client, "/anthropic/v1/messages", body, ANTHROPIC)
    assert (status, told["error"]["type"]) == (400, "invalid_request_error")


async def test_a_blocked_prompt_of_gemini_has_no_candidates(
    client: httpx.AsyncClient, faults: Faults
) -> None:
    faults.add("gemini.generate", Fault("refusal"))
    status, told = await sent(client, GENERATE, CONTENT, GEMINI)
    assert status == 200
    assert "candidates" not in told
    assert told["promptFeedback"]["blockReason"]


@pytest.mark.parametrize(
    ("path", "body", "headers", "kind", "status", "says"),
    [
        ("/openai/v1/chat/completions", CHAT, OPENAI, "quota", 429, "insufficient_quota"),
        ("/openai/v1/chat/completions", CHAT, OPENAI, "rate_limit", 429, "rate_limit_exceeded"),
        ("/openai/v1/chat/completions", CHAT, OPENAI, "token_dead", 401, "invalid_api_key"),
        ("/openai/v1/chat/completions", CHAT, OPENAI, "overloaded", 503, "overloaded"),
        ("/anthropic/v1/messages", MESSAGE, ANTHROPIC, "overloaded", 529, "overloaded_error"),
        ("/anthropic/v1/messages", MESSAGE, ANTHROPIC, "rate_limit", 429, "rate_limit_error"),
        ("/anthropic/v1/messages", MESSAGE, ANTHROPIC, "quota", 402, "billing_error"),
        (GENERATE, CONTENT, GEMINI, "quota", 429, "PerDay"),
        (GENERATE, CONTENT, GEMINI, "rate_limit", 429, "RESOURCE_EXHAUSTED"),
        (GENERATE, CONTENT, GEMINI, "token_dead", 400, "API_KEY_INVALID"),
    ],
)
async def test_trouble_comes_in_the_vendors_own_words(
    client: httpx.AsyncClient,
    faults: Faults,
    path: str,
    body: Any,
    headers: dict[str, str],
    kind: Any,
    status: int,
    says: str,
) -> None:
    for place in ("openai.", "anthropic.", "gemini."):
        faults.add(place, Fault(kind, retry_after=3))
    answer = await client.post(path, json=body, headers=headers)
    assert answer.status_code == status
    assert says in answer.text


@pytest.mark.parametrize(
    ("path", "body"),
    [("/openai/v1/chat/completions", CHAT), ("/anthropic/v1/messages", MESSAGE)],
)
async def test_nobody_is_served_without_a_key(
    client: httpx.AsyncClient, path: str, body: Any
) -> None:
    assert (await client.post(path, json=body)).status_code == 401


async def test_a_model_in_the_house_asks_for_no_key(client: httpx.AsyncClient) -> None:
    assert (await client.post("/local/v1/chat/completions", json=CHAT)).status_code == 200


async def test_models_that_will_be_shut_down_say_so(client: httpx.AsyncClient) -> None:
    told = (await client.get("/openai/v1/models", headers=OPENAI)).json()
    assert any("shutdown_date" in one for one in told["data"])


async def test_an_answer_that_a_filter_took_away(client: httpx.AsyncClient, faults: Faults) -> None:
    faults.add("openai.chat", Fault("blocked"))
    _, told = await sent(client, "/openai/v1/chat/completions", CHAT, OPENAI)
    assert told["choices"][0]["finish_reason"] == "content_filter"
    faults.add("gemini.generate", Fault("blocked"))
    _, told = await sent(client, GENERATE, CONTENT, GEMINI)
    assert told["candidates"][0]["finishReason"] == "SAFETY"
    assert "content" not in told["candidates"][0]


async def test_a_response_that_went_wrong_is_told_with_200(
    client: httpx.AsyncClient, faults: Faults
) -> None:
    faults.add("openai.responses", Fault("failed"))
    body = {"model": "gpt-5", "input": "hola"}
    status, told = await sent(client, "/openai/v1/responses", body, OPENAI)
    assert (status, told["status"], told["error"]["code"]) == (200, "failed", "server_error")
    assert [one["type"] for one in told["output"]] == ["reasoning"]
    faults.add("openai.chat", Fault("failed"))
    assert (await sent(client, "/openai/v1/chat/completions", CHAT, OPENAI))[0] == 500


async def test_google_sometimes_puts_its_error_into_a_list(
    client: httpx.AsyncClient, faults: Faults
) -> None:
    faults.add("gemini.generate", Fault("error_list"))
    status, told = await sent(client, GENERATE, CONTENT, GEMINI)
    assert (status, told[0]["error"]["status"]) == (503, "UNAVAILABLE")


async def test_scripted_answers_come_in_order_and_what_was_asked_is_kept(
    client: httpx.AsyncClient,
) -> None:
    script = [{"place": "openai.chat", "text": "uno"}, {"text": "dos"}]
    await client.post("/control/models/script", json=script)
    said = []
    for _ in range(2):
        _, told = await sent(client, "/openai/v1/chat/completions", CHAT, OPENAI)
        said.append(told["choices"][0]["message"]["content"])
    assert said == ["uno", "dos"]
    taken = (await client.get("/control/models/taken")).json()
    assert [one["place"] for one in taken] == ["openai.chat", "openai.chat"]


async def test_a_voice_note_is_heard(client: httpx.AsyncClient) -> None:
    await client.post("/control/models/script", json=[{"place": "openai.audio", "text": "hola"}])
    answer = await client.post(
        "/openai/v1/audio/transcriptions",
        files={"file": ("nota.ogg", b"OggS", "audio/ogg")},
        data={"model": "gpt-4o-transcribe"},
        headers=OPENAI,
    )
    assert answer.json()["text"] == "hola"


async def test_a_picture_is_always_base64(client: httpx.AsyncClient) -> None:
    body = {"model": "gpt-image-2", "prompt": "una nevera", "size": "1024x1024"}
    _, told = await sent(client, "/openai/v1/images/generations", body, OPENAI)
    assert told["data"][0]["b64_json"].startswith("iVBORw0KGgo")
    status, told = await sent(
        client, "/openai/v1/images/generations", {**body, "response_format": "url"}, OPENAI
    )
    assert (status, told["error"]["param"]) == (400, "response_format")
