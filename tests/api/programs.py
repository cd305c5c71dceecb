"""A whole Cauce as programs see it, with a mind that reads a few words and a demo business."""

import asyncio
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI, Request, Response
from sqlalchemy import select

from cauce.ai.consult import Consult
from cauce.api import site
from cauce.core.clock import Clock
from cauce.core.dialogue import Brief, Draft
from cauce.core.reading import (
    Budget,
    Entities,
    ItemMention,
    LeadSignals,
    Mood,
    Reading,
    ReadingContext,
)
from cauce.engine import api_keys
from cauce.engine.house import House
from cauce.engine.live import Live
from cauce.knowledge import importing
from cauce.knowledge.business_file import BusinessFile
from cauce.knowledge.live import KnowledgeCache
from cauce.knowledge.loading import load
from cauce.settings import Settings
from cauce.store.models import (
    ActionRow,
    Alert,
    Approval,
    Case,
    ChannelAccount,
    Consent,
    Conversation,
    DecisionRow,
    Lead,
    LeadClassification,
    RawMessage,
    UnansweredQuestion,
    User,
    Webhook,
)
from cauce.store.session import Store
from cauce.store.vault import Vault
from tests.conversations import conversation as conversation
from tests.houses import minds_of, nobody_answers

DEMO = Path(__file__).parents[2] / "cauce" / "demo" / "electro_istmo.json"


class Simple:
    """A mind that knows a handful of phrases."""

    name = "simple"

    async def read(self, text: str, context: ReadingContext | None = None) -> Reading:
        said = text.casefold()
        calm = Reading("es", "general_inquiry", 0.7, Mood("neutral", 0.0, 0.9))
        if "para mañana" in said:
            return replace(
                calm,
                intent="purchase_inquiry",
                intent_confidence=0.93,
                secondary=("product_info",),
                entities=Entities(
                    items=(ItemMention("laptops", 500),),
                    quantity=500,
                    budget=Budget(Decimal(500_000), "USD"),
                    date="mañana",
                ),
                lead=LeadSignals(30, 12, 25, 16, True, {"urgency": "para mañana"}),
            )
        if "pésimo" in said:
            return replace(
                calm,
                intent="complaint",
                mood=Mood("negative", -0.9, 0.95, {"anger": 0.9}, "high", 80, ("pésimo",)),
            )
        if "ya quedó" in said:
            return replace(calm, closure="confirmed", closure_confidence=0.9)
        if "no está resuelto" in said:
            return replace(calm, closure="not", closure_confidence=0.9)
        return calm

    async def draft(self, brief: Brief) -> Draft:
        return Draft("Con gusto.", "answer", 0.9, brief.memory)


def house_of(store: Store, clock: Clock, **changed: Any) -> House:
    async def at_once(_: float) -> None:
        await asyncio.sleep(0)

    consult, vault = Consult((Simple(),)), Vault("s3cret")
    return House(
        settings=Settings(_env_file=None, **({"secret": "s3cret"} | changed)),
        store=store,
        clock=clock,
        keys=store.keys,
        consult=consult,
        minds=minds_of(store, clock, consult, vault),
        knowledge=KnowledgeCache(),
        live=Live(store.url),
        sleep=at_once,
        vault=vault,
        http=httpx.AsyncClient(transport=httpx.MockTransport(nobody_answers)),
    )


def app_of(house: House) -> FastAPI:
    async def page(_: Request, error: Exception) -> Response:
        return Response(f"a page about {error}", 404)

    app = FastAPI(version="1.0", openapi_url="/api/v1/openapi.json")
    app.state.house = house
    site.install(app, house.keys, page)
    return app


async def open_shop(store: Store) -> None:
    """The demo shop with its invented customers and orders, and an owner."""
    file = BusinessFile.model_validate_json(DEMO.read_bytes())
    async with store.writing() as session:
        await load(store, session, file, is_demo=True)
        session.add(User(id="user_owner", email="ana@tienda.example", name="Ana", role="owner"))


async def key_for(house: House, scope: str, user_id: str | None = "user_owner") -> str:
    return (await api_keys.make_key(house, user_id, f"key to {scope}", (scope,))).plain


async def client_for(house: House, scope: str = "admin") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app_of(house), raise_app_exceptions=False)
    headers = {"Authorization": f"Bearer {await key_for(house, scope)}"}
    return httpx.AsyncClient(transport=transport, base_url="http://cauce/api/v1", headers=headers)


async def something_of_everything(house: House) -> None:
    """A row in every table that has a noun, hanging together as a real one would."""
    now = house.clock.now()
    async with house.store.writing() as session:
        thread = (await session.scalars(select(Conversation).limit(1))).one()
        here = {"contact_id": thread.contact_id, "conversation_id": thread.id}
        decision = DecisionRow(
            **here,
            flow="chatbot",
            turn_id="turn_1",
            because=[{"sentence": "score {score} is over 80", "figures": {"score": 91}}],
            saw={"score": 91},
            confidence=0.9,
            decided_by="rule",
            verdict="ask",
            autonomy="ask",
            milliseconds=1.5,
        )
        session.add(decision)
        await session.flush()
        action = ActionRow(
            decision_id=decision.id,
            conversation_id=thread.id,
            kind="SendMessage",
            payload={"text": "Hola", "language": "es"},
            verdict="ask",
            status="asked",
            key="k",
        )
        lead = Lead(contact_id=thread.contact_id, score=70, category="warm", points={"fit": 20})
        session.add_all([action, lead])
        await session.flush()
        session.add_all(
            [
                Approval(
                    **here,
                    action_id=action.id,
                    decision_id=decision.id,
                    flow="chatbot",
                    draft="Hola",
                ),
                LeadClassification(
                    lead_id=lead.id,
                    score=70,
                    category="warm",
                    points={"fit": 20},
                    evidence={"fit": "laptop"},
                    recommended_action="follow_up_within_24h",
                    model="simple",
                ),
                Case(**here, description="Pide una persona", opened_at=now),
                Alert(type="hot_lead", severity="high", message="Un lead", cause="lead:1"),
                UnansweredQuestion(
                    question="¿Venden repuestos?", language="es", fingerprint="f", last_asked_at=now
                ),
                RawMessage(
                    channel="whatsapp", body=b"{\x00}", received_at=now, processing_error="?"
                ),
                ChannelAccount(
                    channel="whatsapp", external_id="1001", name="+507 6000-0001", token="sealed"
                ),
                Webhook(url="https://n8n.example/x", events=["*"], secret="nonce"),
                Consent(contact_id=thread.contact_id, scope="all", granted=True, evidence="sí"),
            ]
        )
    await importing.apply(house, None, "f.csv", b"question,answer\nQ,A\n")
