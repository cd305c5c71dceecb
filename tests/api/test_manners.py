"""Manners every call has in common: who may, what errors look like, pages, limits, repeating."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, func, select, update

from cauce.api import limits
from cauce.core.clock import FixedClock
from cauce.engine import access
from cauce.engine.house import House
from cauce.store.models import ApiKey, FaqRow, IdempotentAnswer, LoginSession, Message
from tests.api.programs import app_of, client_for, conversation, key_for

PROBLEM = "application/problem+json"
FAQ = {"question": "¿Venden repuestos?", "answer": "Sí.", "language": "es"}


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == PROBLEM
    told: dict[str, Any] = answer.json()
    assert told["status"] == status
    assert told["detail"]
    return told


async def count(house: House, table: Any) -> int:
    async with house.store.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_without_a_key_nothing_is_shown(shop: House) -> None:
    transport = httpx.ASGITransport(app_of(shop))
    async with httpx.AsyncClient(transport=transport, base_url="http://cauce") as stranger:
        answer = await stranger.get("/api/v1/products")
        problem(answer, 401)
        assert answer.headers["www-authenticate"] == "Bearer"
        bad = {"Authorization": "Bearer cauce_nobody"}
        problem(await stranger.get("/api/v1/products", headers=bad), 401)
        problem(await stranger.get("/api/v1/products", headers={"Authorization": "Basic x"}), 401)


async def test_a_key_that_was_taken_back_is_refused(shop: House, admin: httpx.AsyncClient) -> None:
    made = (await admin.post("/api-keys", json={"name": "old", "scopes": ["read"]})).json()
    headers = {"Authorization": f"Bearer {made['key']}"}
    assert (await admin.get("/products", headers=headers)).status_code == 200
    assert (await admin.delete(f"/api-keys/{made['id']}")).status_code == 204
    problem(await admin.get("/products", headers=headers), 401)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/faqs", FAQ),
        ("DELETE", "/products/prod_x", None),
        ("POST", "/conversations/conv_x/take", None),
        ("PUT", "/flows/chatbot/autonomy", {"autonomy": "off"}),
        ("GET", "/users", None),
        ("POST", "/api-keys", {"name": "x", "scopes": ["admin"]}),
        ("GET", "/webhooks", None),
    ],
)
async def test_a_key_that_reads_changes_nothing(
    reader: httpx.AsyncClient, method: str, path: str, body: Any
) -> None:
    problem(await reader.request(method, path, json=body), 403)


async def test_a_key_that_writes_does_not_steer(shop: House) -> None:
    async with await client_for(shop, "write") as writer:
        told = {"autonomy": "off"}
        problem(await writer.put("/flows/chatbot/autonomy", json=told), 403)
        assert (await writer.post("/faqs", json=FAQ)).status_code == 201


async def test_a_key_of_nobody_cannot_talk_in_anybodys_name(shop: House, clock: FixedClock) -> None:
    thread = await conversation(shop.store, clock, "Hola")
    async with await client_for(shop) as client:
        client.headers["Authorization"] = f"Bearer {await key_for(shop, 'write', None)}"
        told = problem(await client.post(f"/conversations/{thread.id}/take"), 403)
        assert "Nobody stands behind this key" in told["detail"]


async def test_a_browser_needs_its_form_token_to_change_something(
    shop: House, clock: FixedClock
) -> None:
    async with shop.store.writing() as session:
        session.add(
            LoginSession(
                user_id="user_owner",
                token_hash=access.digest("cookie"),
                csrf="right",
                expires_at=clock.now().replace(year=2030),
                last_used_at=clock.now(),
            )
        )
    transport = httpx.ASGITransport(app_of(shop))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://cauce/api/v1", cookies={"cauce_session": "cookie"}
    ) as browser:
        assert (await browser.get("/faqs")).status_code == 200
        problem(await browser.post("/faqs", json=FAQ), 403)
        problem(await browser.post("/faqs", json=FAQ, headers={"X-CSRF-Token": "wrong"}), 403)
        right = {"X-CSRF-Token": "right"}
        assert (await browser.post("/faqs", json=FAQ, headers=right)).status_code == 201


async def test_what_is_wrong_is_named_field_by_field(admin: httpx.AsyncClient) -> None:
    answer = await admin.post("/leads/classify", json={"sender_metadata": {"phones": "1"}})
    told = problem(answer, 422)
    assert {one["field"] for one in told["errors"]} == {"message", "sender_metadata.phones"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/products/prod_nobody", 404),
        ("GET", "/products/%00", 404),
        ("POST", "/orders", 405),
        ("GET", "/products?limit=201", 422),
        ("GET", "/products?cursor=nonsense", 422),
        ("GET", "/faqs?cursor=WyJcdTAwMDAiXQ", 422),
    ],
)
async def test_every_refusal_is_a_problem_document(
    admin: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    problem(await admin.request(method, path), status)


async def test_other_addresses_show_a_page(shop: House) -> None:
    transport = httpx.ASGITransport(app_of(shop))
    async with httpx.AsyncClient(transport=transport, base_url="http://cauce") as browser:
        assert (await browser.get("/nothing")).text.startswith("a page about")


async def test_our_own_mistakes_are_not_told(
    admin: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr("cauce.api.v1.orders.newest", broken)
    answer = await admin.get("/orders")
    problem(answer, 500)
    assert "hunter2" not in answer.text


async def test_a_database_that_is_away_says_when_to_come_back(
    shop: House, admin: httpx.AsyncClient
) -> None:
    await shop.store.close()
    shop.store.engine.sync_engine.dialect.connect = _refuse  # type: ignore[method-assign]
    answer = await admin.get("/orders")
    problem(answer, 503)
    assert answer.headers["retry-after"].isdigit()


def _refuse(*_: Any, **__: Any) -> Any:
    raise ConnectionRefusedError("no")


@pytest.mark.parametrize(
    "body", [b"{", b'{"message": "\xff"}', b"[" * 50_000, b'{"message": NaN}', b"null", b""]
)
async def test_a_body_that_is_not_json_is_refused(admin: httpx.AsyncClient, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await admin.post("/intents/detect", content=body, headers=headers)
    problem(answer, answer.status_code)
    assert answer.status_code in (400, 422)


async def test_text_no_database_can_hold_is_replaced(admin: httpx.AsyncClient) -> None:
    body = rb'{"question": "\u00bfCu\u00e1nto\u0000?", "answer": "Cinco\ud83d.", "language": "es"}'
    headers = {"Content-Type": "application/json"}
    answer = await admin.post("/faqs", content=body, headers=headers)
    assert answer.status_code == 201, answer.text
    assert (answer.json()["question"], answer.json()["answer"]) == ("¿Cuánto␀?", "Cinco�.")


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_over_the_limit_is_refused(
    admin: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, announced: bool
) -> None:
    monkeypatch.setattr(limits, "MOST_BYTES", 1_000)

    async def pieces() -> Any:
        for _ in range(4):
            yield b'"' + b"x" * 400

    content = b"x" * 1_001 if announced else pieces()
    headers = {"Content-Type": "application/json"}
    problem(await admin.post("/intents/detect", content=content, headers=headers), 413)


@pytest.mark.parametrize("path", ["/login", "/pay/x", "/app/knowledge/faqs"])
async def test_forms_of_strangers_have_a_limit_too(
    shop: House, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(limits, "MOST_BYTES", 1_000)
    transport = httpx.ASGITransport(app_of(shop))
    async with httpx.AsyncClient(transport=transport, base_url="http://cauce") as stranger:
        problem(await stranger.post(path, data={"email": "x" * 1_001}), 413)


async def test_pages_hold_everything_once(admin: httpx.AsyncClient) -> None:
    for path in ("/products", "/faqs", "/orders", "/contacts?order=name", "/contacts?order=score"):
        whole = (await admin.get(path, params={"limit": 200})).json()
        assert whole["next"] is None
        seen: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            page = (
                await admin.get(path, params={"limit": 7} | ({"cursor": cursor} if cursor else {}))
            ).json()
            assert len(page["items"]) <= 7
            seen += [item["id"] for item in page["items"]]
            cursor = page["next"]
        assert seen == [item["id"] for item in whole["items"]], path
        assert len(seen) > 3


async def test_the_same_key_gets_the_same_answer_and_does_it_once(
    shop: House, admin: httpx.AsyncClient
) -> None:
    before = await count(shop, FaqRow)
    headers = {"Idempotency-Key": "k1"}
    first = await admin.post("/faqs", json=FAQ, headers=headers)
    again = await admin.post("/faqs", json=FAQ, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert await count(shop, FaqRow) == before + 1


async def test_the_same_key_for_another_call_is_refused(admin: httpx.AsyncClient) -> None:
    headers = {"Idempotency-Key": "k1"}
    await admin.post("/faqs", json=FAQ, headers=headers)
    other = {**FAQ, "question": "¿Otra?"}
    told = problem(await admin.post("/faqs", json=other, headers=headers), 409)
    assert "another call" in told["detail"]


async def test_calls_at_once_with_one_key_do_it_once(
    shop: House, admin: httpx.AsyncClient, clock: FixedClock
) -> None:
    thread = await conversation(shop.store, clock, "Hola")
    path, headers = f"/conversations/{thread.id}/reply", {"Idempotency-Key": "k1"}
    body = {"text": "Buenos días"}
    answers = await asyncio.gather(
        *(admin.post(path, json=body, headers=headers) for _ in range(6))
    )
    assert {answer.status_code for answer in answers} <= {201, 409}
    async with shop.store.reading() as session:
        sent = await session.scalar(
            select(func.count()).select_from(Message).where(Message.direction == "out")
        )
    assert sent == 1


async def test_a_call_that_failed_may_be_tried_again_with_its_key(
    admin: httpx.AsyncClient,
) -> None:
    headers = {"Idempotency-Key": "k1"}
    refused = await admin.post("/api-keys", json={"name": " ", "scopes": ["read"]}, headers=headers)
    problem(refused, 422)
    body = {"name": "x", "scopes": ["read"]}
    assert (await admin.post("/api-keys", json=body, headers=headers)).status_code == 201


async def test_a_call_whose_server_died_may_be_tried_again_after_a_minute(
    shop: House, admin: httpx.AsyncClient, clock: FixedClock
) -> None:
    headers = {"Idempotency-Key": "k1"}
    assert (await admin.post("/faqs", json=FAQ, headers=headers)).status_code == 201
    async with shop.store.writing() as session:
        await session.execute(update(IdempotentAnswer).values(status_code=None, body=None))
    clock.at += timedelta(seconds=59)
    told = problem(await admin.post("/faqs", json=FAQ, headers=headers), 409)
    assert "under way" in told["detail"]
    async with shop.store.writing() as session:
        await session.execute(delete(FaqRow).where(FaqRow.question == FAQ["question"]))
    clock.at += timedelta(seconds=2)
    again = await asyncio.gather(
        *(admin.post("/faqs", json=FAQ, headers=headers) for _ in range(3))
    )
    done = [answer for answer in again if "idempotency-replayed" not in answer.headers]
    assert [answer.status_code for answer in done].count(201) == 1
    assert (await admin.post("/faqs", json=FAQ, headers=headers)).status_code == 201


async def test_a_secret_is_not_kept_for_repeating(shop: House, admin: httpx.AsyncClient) -> None:
    body, headers = {"name": "x", "scopes": ["read"]}, {"Idempotency-Key": "k1"}
    first = (await admin.post("/api-keys", json=body, headers=headers)).json()
    again = (await admin.post("/api-keys", json=body, headers=headers)).json()
    assert first["key"].startswith("cauce_")
    assert again == {**first, "key": None}
    assert await count(shop, ApiKey) == 2
