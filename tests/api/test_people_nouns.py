"""Contacts, conversations, approvals, alerts, users and webhooks, as programs work with them."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, text

from cauce.core.clock import FixedClock
from cauce.engine.house import House
from cauce.store.models import (
    Alert,
    Approval,
    AuditEntry,
    Contact,
    Message,
    UnansweredQuestion,
    Webhook,
    WebhookDelivery,
)
from tests.api.programs import client_for, conversation, something_of_everything

ANA = {"name": "Ana Pérez", "emails": ["Ana@Correo.example"], "phones": ["+507 6000-8888"]}


async def ok(answer: httpx.Response, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    told: dict[str, Any] = answer.json()
    return told


@pytest.fixture
async def thread(shop: House, clock: FixedClock) -> str:
    """A conversation with a row of every noun around it."""
    made = await conversation(shop.store, clock, "Hola, soy Berta", "Mi correo es b@c.example")
    await something_of_everything(shop)
    return str(made.id)


async def test_a_contact_is_added_changed_and_found(admin: httpx.AsyncClient) -> None:
    made = await ok(await admin.post("/contacts", json=ANA), 201)
    assert (made["emails"], made["phones"]) == (["ana@correo.example"], ["+50760008888"])
    path = f"/contacts/{made['id']}"
    changed = await ok(await admin.patch(path, json={"city": "David", "name": None}))
    assert (changed["city"], changed["name"], changed["emails"]) == ("David", None, made["emails"])
    assert (await admin.patch(path, json={"emails": None})).status_code == 422
    found = await ok(await admin.get("/contacts", params={"search": "ana@correo"}))
    assert [one["id"] for one in found["items"]] == [made["id"]]


async def test_an_email_or_phone_belongs_to_one_contact(admin: httpx.AsyncClient) -> None:
    made = await ok(await admin.post("/contacts", json=ANA), 201)
    same_phone = {"name": "Otra", "phones": ANA["phones"]}
    told = await ok(await admin.post("/contacts", json=same_phone), 409)
    assert made["id"] in told["detail"]
    other = await ok(await admin.post("/contacts", json={"name": "Otra"}), 201)
    taken = await admin.patch(f"/contacts/{other['id']}", json={"emails": ANA["emails"]})
    assert taken.status_code == 409
    assert (await admin.patch(f"/contacts/{made['id']}", json=ANA)).status_code == 200


async def test_wishes_are_kept_newest_first(admin: httpx.AsyncClient, clock: FixedClock) -> None:
    made = await ok(await admin.post("/contacts", json=ANA), 201)
    path = f"/contacts/{made['id']}/consents"
    for granted in (True, False):
        wish = {"scope": "marketing", "granted": granted, "evidence": "formulario"}
        await ok(await admin.post(path, json=wish), 201)
        clock.at += timedelta(minutes=1)
    kept = (await ok(await admin.get(path)))["items"]
    assert [one["granted"] for one in kept] == [False, True]
    story = (await ok(await admin.get(f"/contacts/{made['id']}/timeline")))["items"]
    assert [one["what"] for one in story] == ["refusal", "consent"]


async def test_an_erased_contact_leaves_no_trace_of_who_they_were(
    shop: House, admin: httpx.AsyncClient, thread: str
) -> None:
    async with shop.store.reading() as session:
        contact_id = (await session.scalars(select(Message.contact_id).limit(1))).one()
        names = await session.scalars(
            text("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        )
        tables = list(names)
    path = f"/conversations/{thread}/reply"
    twice = {"Idempotency-Key": "k1"}
    await ok(await admin.post(path, json={"text": "Hola, Berta"}, headers=twice), 201)
    async with shop.store.writing() as session:
        told = {"data": {"conversation_id": thread, "text": "Hola, soy Berta"}}
        hook_id = (await session.scalars(select(Webhook.id))).one()
        approval_id = (await session.scalars(select(Approval.id))).one()
        session.add_all(
            [
                Alert(
                    type="note",
                    severity="low",
                    message="Berta espera",
                    cause="note:1",
                    conversation_id=thread,
                ),
                AuditEntry(
                    actor="user_owner",
                    action="approval.approved",
                    subject=approval_id,
                    before={"draft": "Hola, Berta"},
                    after=None,
                ),
                WebhookDelivery(
                    webhook_id=hook_id, event_id="evt_1", event="message.received", payload=told
                ),
                UnansweredQuestion(
                    question="¿Berta puede pagar con Yappy?",
                    language="es",
                    fingerprint="b",
                    last_asked_at=shop.clock.now(),
                    conversation_id=thread,
                ),
            ]
        )
    wish = {"scope": "all", "granted": False, "evidence": "Berta lo pidió por teléfono"}
    await ok(await admin.post(f"/contacts/{contact_id}/consents", json=wish), 201)
    assert (await admin.delete(f"/contacts/{contact_id}")).status_code == 204
    assert (await admin.get(f"/contacts/{contact_id}")).status_code == 404
    async with shop.store.reading() as session:
        for table in tables:
            rows = await session.scalars(text(f"SELECT row_to_json(t)::text FROM {table} t"))
            traces = [row for row in rows if "Berta" in row or "b@c.example" in row]
            assert traces == [], table
        kept = await session.get_one(Contact, contact_id)
    assert kept.erased_at is not None
    assert (await admin.delete(f"/contacts/{contact_id}")).status_code == 404


async def test_a_reply_takes_the_conversation_over_and_is_sent_once(
    shop: House, admin: httpx.AsyncClient, thread: str
) -> None:
    path = f"/conversations/{thread}"
    body = {"text": "Buenos días", "key": "crm-1"}
    first = await ok(await admin.post(f"{path}/reply", json=body), 201)
    again = await ok(await admin.post(f"{path}/reply", json=body), 201)
    assert first["id"] == again["id"]
    assert (first["sender"], first["agent_id"]) == ("agent", "user_owner")
    now = await ok(await admin.get(path))
    assert (now["bot_silenced"], now["owner_id"]) == (True, "user_owner")
    said = (await ok(await admin.get(f"{path}/messages")))["items"]
    assert [one["sequence"] for one in said] == [1, 2, 3]
    earlier = await ok(await admin.get(f"{path}/messages", params={"before": 3, "limit": 1}))
    assert [one["sequence"] for one in earlier["items"]] == [2]


async def test_a_conversation_is_taken_assigned_handed_back_and_closed(
    admin: httpx.AsyncClient, thread: str
) -> None:
    path = f"/conversations/{thread}"
    taken = await ok(await admin.post(f"{path}/take"))
    assert taken["owner_id"] == "user_owner"
    mine = await ok(await admin.get("/conversations", params={"folder": "mine"}))
    assert [one["id"] for one in mine["items"]] == [thread]
    users = (await ok(await admin.get("/users")))["items"]
    other = next(one["id"] for one in users if one["id"] != "user_owner")
    assigned = await ok(await admin.post(f"{path}/assign", json={"user_id": other}))
    assert assigned["owner_id"] == other
    back = await ok(await admin.post(f"{path}/hand-back"))
    assert (back["owner_id"], back["bot_silenced"]) == (None, False)
    assert (await ok(await admin.post(f"{path}/close")))["status"] == "closed"
    late = await admin.post(f"{path}/reply", json={"text": "Hola"})
    assert late.status_code == 409
    for action in ("take", "hand-back", "close"):
        assert (await admin.post(f"/conversations/conv_x/{action}")).status_code == 404


async def test_a_no_is_kept_with_its_note_and_said_once(
    admin: httpx.AsyncClient, thread: str
) -> None:
    (waiting,) = (await ok(await admin.get("/approvals")))["items"]
    path = f"/approvals/{waiting['id']}"
    said = await ok(await admin.post(f"{path}/reject", json={"note": "No damos eso"}))
    assert (said["status"], said["note"], said["answered_by"]) == (
        "rejected",
        "No damos eso",
        "user_owner",
    )
    assert (await admin.post(f"{path}/approve")).status_code == 409
    assert (await ok(await admin.get("/approvals")))["items"] == []


async def test_a_decision_tells_why(admin: httpx.AsyncClient, thread: str) -> None:
    (decision,) = (await ok(await admin.get("/decisions", params={"flow": "chatbot"})))["items"]
    assert decision["because"][0]["text"] == "score 91 is over 80"
    whole = await ok(await admin.get(f"/decisions/{decision['id']}"))
    assert whole["actions"][0]["kind"] == "SendMessage"
    together = await ok(await admin.get(f"/decisions/{decision['id']}/turn"))
    assert [one["id"] for one in together["items"]] == [decision["id"]]


async def test_an_alert_is_seen_and_then_settled(admin: httpx.AsyncClient, thread: str) -> None:
    (alert,) = (await ok(await admin.get("/alerts", params={"type": "hot_lead"})))["items"]
    path = f"/alerts/{alert['id']}"
    seen = await ok(await admin.post(f"{path}/acknowledge"))
    assert (seen["status"], seen["acknowledged_by"]) == ("acknowledged", "user_owner")
    assert (await ok(await admin.post(f"{path}/resolve")))["status"] == "resolved"
    assert (await admin.post(f"{path}/acknowledge")).status_code == 409


async def test_a_flow_is_as_free_as_it_is_set(admin: httpx.AsyncClient) -> None:
    assert len((await ok(await admin.get("/flows")))["items"]) == 22
    told = {"autonomy": "ask", "limit_minor": 5_000}
    changed = await ok(await admin.put("/flows/chatbot/autonomy", json=told))
    assert (changed["autonomy"], changed["limit_minor"]) == ("ask", 5_000)
    assert (await admin.put("/flows/nurturing/autonomy", json=told)).status_code == 422
    assert (await admin.put("/flows/nothing/autonomy", json=told)).status_code == 404


async def test_a_user_is_added_changed_and_shut_out(admin: httpx.AsyncClient) -> None:
    told = {
        "name": "Rosa",
        "email": "rosa@tienda.example",
        "password": "una frase bien larga",
        "teams": ["sales"],
    }
    made = await ok(await admin.post("/users", json=told), 201)
    assert (made["role"], made["teams"], made["can_log_in"]) == ("agent", ["sales"], True)
    assert "password" not in made
    path = f"/users/{made['id']}"
    changed = await ok(await admin.patch(path, json={"role": "manager"}))
    assert (changed["role"], changed["teams"], changed["name"]) == ("manager", ["sales"], "Rosa")
    assert (await ok(await admin.post(f"{path}/shut-out")))["disabled_at"] is not None
    assert (await ok(await admin.post(f"{path}/let-in")))["can_log_in"] is True
    assert (await admin.post("/users/user_owner/shut-out")).status_code == 409


async def test_the_secret_of_a_webhook_is_shown_once(shop: House, admin: httpx.AsyncClient) -> None:
    told = {"url": "https://n8n.example/cauce", "events": ["order.placed"]}
    made = await ok(await admin.post("/webhooks", json=told), 201)
    path = f"/webhooks/{made['id']}"
    assert made["secret"].startswith("whsec_")
    assert "secret" not in await ok(await admin.get(path))
    fresh = await ok(await admin.post(f"{path}/secret"))
    assert fresh["secret"] != made["secret"]
    async with shop.store.reading() as session:
        stored = (await session.get_one(Webhook, made["id"])).secret
    assert stored not in fresh["secret"]
    sent = await ok(await admin.post(f"{path}/test"), 202)
    assert (sent["event"], sent["status"]) == ("webhook.test", "queued")
    assert (await ok(await admin.get(f"{path}/deliveries")))["items"] == [sent]
    assert (await ok(await admin.patch(path, json={"active": False})))["active"] is False
    assert (await admin.delete(path)).status_code == 204
    assert (await admin.get(path)).status_code == 404


@pytest.mark.parametrize("bad", [{"url": "ftp://x"}, {"events": ["nothing"]}, {"events": []}])
async def test_a_webhook_that_cannot_be_is_refused(
    admin: httpx.AsyncClient, bad: dict[str, Any]
) -> None:
    told = {"url": "https://n8n.example/cauce", "events": ["*"]} | bad
    assert (await admin.post("/webhooks", json=told)).status_code == 422


async def test_erasing_for_good_takes_more_than_the_right_to_write(
    shop: House, admin: httpx.AsyncClient
) -> None:
    made = await ok(await admin.post("/contacts", json={"name": "Luz"}), 201)
    async with await client_for(shop, "write") as writer:
        assert (await writer.delete(f"/contacts/{made['id']}")).status_code == 403
    assert (await admin.get(f"/contacts/{made['id']}")).json()["name"] == "Luz"
