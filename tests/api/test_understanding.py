"""Leads, intents, feelings and closures, in the shapes other programs were promised."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from cauce.core.clock import FixedClock
from cauce.engine import classifying
from cauce.engine.house import House
from cauce.store.models import Case, Contact, Lead, LeadClassification
from tests.api.programs import conversation, something_of_everything

BIG = "Necesito 500 laptops para mañana, mi presupuesto es $500K"


async def classify(client: httpx.AsyncClient, message: str, **sender: Any) -> dict[str, Any]:
    body = {"message": message, "sender_metadata": sender}
    answer = await client.post("/leads/classify", json=body)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_a_lead_is_scored_and_kept(shop: House, admin: httpx.AsyncClient) -> None:
    told = await classify(admin, BIG, name="CEO Tech Corp", phone="6000-9999", source="web")
    assert told["score"] > 80
    assert told["category"] == "hot"
    assert told["recommended_action"] == "assign_to_sales_immediately"
    assert "urgency 30/30: “para mañana”" in told["reasoning"]
    assert "urgency" in told["signals"]
    assert told["ai_model_used"] == "simple"
    assert told["processing_time_ms"] > 0
    async with shop.store.reading() as session:
        lead = await session.get_one(Lead, told["lead_id"])
        kept = (await session.scalars(select(LeadClassification).filter_by(lead_id=lead.id))).one()
        contact = await session.get_one(Contact, lead.contact_id)
    assert (lead.score, lead.category, lead.source) == (told["score"], "hot", "api")
    assert kept.score == sum(kept.points.values()) == told["score"]
    assert (contact.name, contact.phones) == ("CEO Tech Corp", ["+50760009999"])


async def test_the_same_phone_is_the_same_lead_and_its_history_grows(
    admin: httpx.AsyncClient, clock: FixedClock
) -> None:
    first = await classify(admin, "Hola", phone="+507 6000-9999")
    clock.at += timedelta(minutes=1)
    second = await classify(admin, BIG, phone="60009999")
    assert first["lead_id"] == second["lead_id"]
    path = f"/leads/{first['lead_id']}/classifications"
    history = (await admin.get(path)).json()["items"]
    assert [one["score"] for one in history] == [second["score"], first["score"]]
    assert history[0]["previous_score"] == first["score"]
    stranger = await classify(admin, "Hola")
    assert stranger["lead_id"] != first["lead_id"]


async def test_a_score_that_cannot_be_made_is_fifty_and_says_why(
    shop: House, admin: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(classifying, "score_lead", broken)
    told = await classify(admin, BIG)
    assert (told["score"], told["category"]) == (50, "warm")
    assert told["error"] == "ZeroDivisionError: division by zero"
    async with shop.store.reading() as session:
        kept = await session.scalar(select(LeadClassification.error))
    assert kept == told["error"]


async def test_other_programs_hear_of_a_score(shop: House, admin: httpx.AsyncClient) -> None:
    hook = {"url": "https://n8n.example/cauce", "events": ["lead.scored"]}
    path = f"/webhooks/{(await admin.post('/webhooks', json=hook)).json()['id']}/deliveries"
    told = await classify(admin, BIG)
    (sent,) = (await admin.get(path)).json()["items"]
    assert sent["event"] == "lead.scored"
    assert sent["payload"]["data"]["lead_id"] == told["lead_id"]
    assert sent["payload"]["data"]["score"] == told["score"]


async def test_an_intent_comes_with_its_entities(admin: httpx.AsyncClient) -> None:
    told = (await admin.post("/intents/detect", json={"message": BIG})).json()
    assert told["primary_intent"] == "purchase_inquiry"
    assert told["secondary_intents"] == ["product_info"]
    assert told["confidence"] == 0.93
    assert told["entities"]["products"] == [{"product": "laptops", "quantity": 500, "sku": None}]
    assert told["entities"]["budget"] == {"amount": "500000", "currency": "USD"}
    assert told["entities"]["date"] == "mañana"
    assert "“laptops”" in told["reasoning"]


async def test_a_feeling_comes_with_its_priority(admin: httpx.AsyncClient) -> None:
    told = (await admin.post("/sentiment/analyze", json={"message": "¡Pésimo!"})).json()
    assert (told["sentiment"], told["score"], told["churn_risk"]) == ("negative", -0.9, 80)
    assert told["emotions"] == {"anger": 0.9}
    assert told["urgency_level"] == "high"
    assert told["recommended_priority"] == 5


async def evaluate(client: httpx.AsyncClient, **told: Any) -> dict[str, Any]:
    answer = await client.post("/cases/evaluate-closure", json=told)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_only_words_that_confirm_close_a_case(admin: httpx.AsyncClient) -> None:
    closed = await evaluate(admin, message="ya quedó, gracias")
    assert closed == {
        "should_close": True,
        "confidence": 0.95,
        "reason": "the customer says that it is settled",
        "requires_survey": True,
        "closure_type": "customer_confirmed",
    }
    still_open = await evaluate(admin, message="no está resuelto")
    assert (still_open["should_close"], still_open["closure_type"]) == (False, "none")
    unclear = await evaluate(admin, message="hola")
    assert unclear["should_close"] is False


async def test_silence_closes_only_what_was_resolved(
    shop: House, admin: httpx.AsyncClient, clock: FixedClock
) -> None:
    await conversation(shop.store, clock, "ya quedó")
    await something_of_everything(shop)
    async with shop.store.reading() as session:
        case_id = await session.scalar(select(Case.id))
    assert not (await evaluate(admin, case_id=case_id, hours_silent=80))["should_close"]
    async with shop.store.writing() as session:
        (await session.get_one(Case, case_id)).status = "resolved"
    told = await evaluate(admin, case_id=case_id, hours_silent=80)
    assert (told["should_close"], told["closure_type"]) == (True, "silence")
    assert not (await evaluate(admin, case_id=case_id, hours_silent=71))["should_close"]
    # Without words of its own the case's last ones are read, and nothing is changed.
    assert (await evaluate(admin, case_id=case_id))["closure_type"] == "customer_confirmed"
    async with shop.store.reading() as session:
        assert (await session.get_one(Case, case_id)).status == "resolved"


async def test_nothing_to_evaluate_is_told(admin: httpx.AsyncClient) -> None:
    assert (await admin.post("/cases/evaluate-closure", json={})).status_code == 422
    unknown = await admin.post("/cases/evaluate-closure", json={"case_id": "case_x"})
    assert unknown.status_code == 404


async def test_trying_a_flow_stores_nothing(shop: House, admin: httpx.AsyncClient) -> None:
    async def leads() -> int:
        async with shop.store.reading() as session:
            return await session.scalar(select(func.count()).select_from(Lead)) or 0

    before = await leads()
    told = (await admin.post("/flows/lead_scoring/try", json={"message": BIG})).json()
    assert told["actions"][0]["kind"] == "SetScore"
    assert any("urgency" in reason["text"] for reason in told["because"])
    assert await leads() == before
    assert (await admin.post("/flows/nurturing/try", json={"message": "x"})).status_code == 422
    assert (await admin.post("/flows/nothing/try", json={"message": "x"})).status_code == 404
