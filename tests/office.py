"""A shop with people at work and a few conversations, behind the real pages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI

from cauce.core.clock import Clock
from cauce.core.dialogue import Brief, Draft
from cauce.core.reading import Mood, Reading, ReadingContext
from cauce.engine import access
from cauce.engine.house import House
from cauce.knowledge.business_file import BusinessFile
from cauce.knowledge.loading import load
from cauce.store import models
from cauce.store.session import Store
from cauce.web import site
from tests import houses

PASSWORD = "un rio muy largo"
# What a stranger may call themselves on a channel.
TROUBLE = "<script>alert('x')</script>\"'"


class Calm:
    """A mind that reads everything as a question and always answers the same."""

    name = "calm"

    async def read(self, text: str, context: ReadingContext | None = None) -> Reading:
        return Reading("es", "general_inquiry", 0.9, Mood("neutral", 0.0, 0.9))

    async def draft(self, brief: Brief) -> Draft:
        return Draft("Con gusto.", "answer", 0.9, brief.memory)


@dataclass(frozen=True, slots=True)
class Office:
    """`conversation` waits for a person; `decision` is why the bot said what it said in it."""

    house: House
    app: FastAPI
    conversation: str
    contact: str
    decision: str
    approval: str
    question: str
    order: str


def house_of(store: Store, clock: Clock, **settings: Any) -> House:
    return houses.house_of(store, clock, Calm(), **settings)


def app_of(house: House) -> FastAPI:
    app = FastAPI()
    app.state.house = house
    site.install(app)
    return app


async def open_office(house: House) -> Office:
    file = BusinessFile.model_validate_json(houses.DEMO.read_bytes())
    async with house.store.writing() as session:
        await load(house, session, file, is_demo=True)
        for role, language in (("owner", "es"), ("agent", "pt"), ("viewer", "en")):
            await access.make_user(
                session,
                email=f"{role}@tienda.example",
                name=f"Ana {role}",
                role=role,
                password=PASSWORD,
                language=language,
            )
    made = await _talk(house)
    return Office(house=house, app=app_of(house), **made)


@asynccontextmanager
async def visit(office: Office, role: str | None) -> AsyncIterator[httpx.AsyncClient]:
    """A browser of somebody with this role; of nobody when it is None."""
    transport = httpx.ASGITransport(office.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://cauce.example") as client:
        if role is not None:
            form = {"email": f"{role}@tienda.example", "password": PASSWORD}
            answer = await client.post("/login", data=form)
            assert answer.status_code == 303, answer.text
        yield client


async def form_token(client: httpx.AsyncClient) -> dict[str, str]:
    """The header that every unsafe call of a page carries."""
    page = (await client.get("/app/settings/me")).text
    return {"X-CSRF-Token": page.split('name="csrf" value="')[1].split('"')[0]}


async def _talk(house: House) -> dict[str, str]:
    now = house.clock.now()
    async with house.store.writing() as session:
        contact = models.Contact(name=TROUBLE, emails=["=1+1@x.example"], phones=[], lead_score=91)
        session.add(contact)
        await session.flush()
        identity = models.ContactIdentity(
            contact_id=contact.id, channel="webchat", external_id="visitor"
        )
        session.add(identity)
        await session.flush()
        thread = models.Conversation(
            contact_id=contact.id,
            identity_id=identity.id,
            channel="webchat",
            status="waiting_agent",
            bot_silenced=True,
            escalated=True,
            escalation_reason="customer_request",
            priority=4,
            message_count=2,
            unread=1,
            average_sentiment=-0.8,
            preview=TROUBLE,
            started_at=now,
            last_message_at=now,
            last_inbound_at=now,
            waiting_since=now,
        )
        session.add(thread)
        await session.flush()
        here = {"contact_id": contact.id, "conversation_id": thread.id}
        asked = models.Message(
            **here,
            channel="webchat",
            sequence=1,
            direction="in",
            sender="customer",
            content=TROUBLE,
            status="delivered",
            handled=True,
            intent="complaint",
        )
        session.add(asked)
        await session.flush()
        decision = models.DecisionRow(
            **here,
            flow="chatbot",
            message_id=asked.id,
            turn_id="turn_1",
            because=[{"sentence": "this flow is switched off", "figures": {}}],
            saw={},
            confidence=0.82,
            decided_by="embedded",
            verdict="ask",
            autonomy="ask",
            milliseconds=4.2,
        )
        session.add(decision)
        await session.flush()
        product = {"kind": "product", "id": "gone"}
        action = models.ActionRow(
            decision_id=decision.id,
            conversation_id=thread.id,
            kind="SendMessage",
            payload={"text": "Hola", "language": "es", "sources": [product]},
            verdict="ask",
            status="asked",
            key="action_1",
        )
        session.add(action)
        await session.flush()
        approval = models.Approval(
            **here, action_id=action.id, decision_id=decision.id, flow="chatbot", draft=TROUBLE
        )
        lead = models.Lead(
            contact_id=contact.id,
            score=91,
            category="hot",
            points={"urgency": 30, "authority": 20, "budget": 25, "fit": 16},
        )
        question = models.UnansweredQuestion(
            question="¿Aceptan trueque?", language="es", fingerprint="f", last_asked_at=now
        )
        session.add_all([approval, lead, question, *_rest(house, here, decision.id, asked.id)])
        order = _order(house, here)
        session.add(order)
        await session.flush()
        session.add(
            models.LeadClassification(
                lead_id=lead.id,
                score=91,
                previous_score=40,
                category="hot",
                points=lead.points,
                evidence={"urgency": "para mañana"},
                recommended_action="assign_to_sales_immediately",
                model="lead_scoring",
            )
        )
        return {
            "conversation": thread.id,
            "contact": contact.id,
            "decision": decision.id,
            "approval": approval.id,
            "question": question.id,
            "order": order.id,
        }


def _order(house: House, here: dict[str, str]) -> models.Order:
    return models.Order(
        **here,
        number="EI-1",
        token="t1",
        source="webchat",
        status="awaiting_payment",
        subtotal_minor=89_900,
        total_minor=90_400,
        currency="USD",
        delivery="ship",
        placed_at=house.clock.now(),
    )


def _rest(house: House, here: dict[str, str], decision: str, asked: str) -> list[models.Row]:
    now = house.clock.now()
    return [
        models.Message(
            **here,
            channel="webchat",
            sequence=2,
            direction="out",
            sender="bot",
            content="Con gusto.",
            status="sent",
            handled=True,
            decision_id=decision,
            extra={"quick_replies": [{"title": "Sí", "says": "Sí"}]},
        ),
        models.LeadIntent(
            contact_id=here["contact_id"],
            message_id=asked,
            primary="complaint",
            secondary=["refund_request"],
            confidence=0.93,
            entities={"items": [{"product": "laptop", "quantity": 2}], "city": "David"},
            model="embedded",
        ),
        models.Sentiment(
            **here,
            message_id=asked,
            label="negative",
            score=-0.8,
            confidence=0.9,
            emotions={"anger": 0.8},
            urgency="high",
            churn_risk=80,
            triggers=[],
            model="embedded",
        ),
        models.Case(
            **here,
            description=TROUBLE,
            reason="customer_request",
            opened_at=now,
            suggested_reply="Ya lo reviso.",
        ),
        models.Consent(
            contact_id=here["contact_id"],
            scope="marketing",
            granted=False,
            evidence="no escriban",
        ),
        models.RawMessage(
            channel="whatsapp",
            body=b"\xff not json",
            received_at=now,
            processing_error="it is not JSON",
        ),
        models.Alert(type="angry_customer", severity="high", message="x", cause="c"),
    ]
