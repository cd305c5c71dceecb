"""What a text says: who might buy, what they want, how they feel, whether it is settled."""

from datetime import timedelta

from fastapi import APIRouter
from sqlalchemy import select

from cauce.api.caller import SECURED, Caller, Looks, Talks
from cauce.api.once import OnceRoute
from cauce.api.v1.understanding_shapes import (
    BudgetFound,
    ClosureEvaluated,
    ClosureTold,
    EntitiesFound,
    FeelingTold,
    IntentDetected,
    LeadClassified,
    LeadTold,
    MessageTold,
    ProductFound,
    SentimentFound,
)
from cauce.core.business import Knowledge
from cauce.core.closing import Closing, closing_of, closing_of_silence
from cauce.core.reading import Entities, Mood, Reading, ReadingContext
from cauce.core.spelling import plain
from cauce.engine import opinions
from cauce.engine.classifying import Sender, classify
from cauce.errors import BadInput, NotFound
from cauce.store.models import Case, Message

ROUTER = APIRouter(
    prefix="/api/v1", tags=["understanding"], route_class=OnceRoute, dependencies=SECURED
)
_PRIORITIES = {"low": 2, "medium": 3, "high": 4, "critical": 5}


@ROUTER.post("/leads/classify", summary="Score a lead")
async def classify_lead(caller: Talks, told: LeadTold) -> LeadClassified:
    """Keeps contact and lead: who has this phone already is the same contact."""
    sender = Sender(**told.sender_metadata.model_dump())
    found = await classify(caller.house, told.message, sender)
    return LeadClassified(
        lead_id=found.lead_id,
        score=found.scored.score,
        category=found.scored.category,
        reasoning=found.scored.reasoning,
        recommended_action=found.scored.recommended_action,
        signals=list(found.scored.signals),
        points=dict(found.scored.points),
        ai_model_used=found.model,
        processing_time_ms=found.milliseconds,
        error=found.error,
    )


@ROUTER.post("/intents/detect", summary="What a message wants")
async def detect_intent(caller: Looks, told: MessageTold) -> IntentDetected:
    """Nothing is stored."""
    knowledge = await _knowledge(caller)
    reading = await _read(caller, told.message, knowledge)
    return IntentDetected(
        primary_intent=reading.intent,
        secondary_intents=list(reading.secondary),
        confidence=reading.intent_confidence,
        entities=_entities(reading.entities, knowledge),
        reasoning=_reasoning(reading),
        language=reading.language,
        ai_model_used=reading.engine,
        processing_time_ms=reading.milliseconds,
    )


@ROUTER.post("/sentiment/analyze", summary="How a customer feels")
async def analyze_sentiment(caller: Looks, told: FeelingTold) -> SentimentFound:
    """Nothing is stored."""
    reading = await _read(caller, told.message, await _knowledge(caller))
    mood = reading.mood
    return SentimentFound(
        sentiment=mood.label,
        score=mood.score,
        confidence=mood.confidence,
        emotions=dict(mood.emotions),
        urgency_level=mood.urgency,
        churn_risk=mood.churn_risk,
        triggers=list(mood.triggers),
        recommended_priority=_priority(mood),
        ai_model_used=reading.engine,
        processing_time_ms=reading.milliseconds,
    )


@ROUTER.post("/cases/evaluate-closure", summary="Whether a case is settled")
async def evaluate_closure(caller: Looks, told: ClosureTold) -> ClosureEvaluated:
    """Reads only: the case stays as it is. Without `message` the customer's last one is read."""
    case = await _case(caller, told.case_id) if told.case_id is not None else None
    message = told.message
    if message is None and told.hours_silent is None and case is not None:
        message = await _last_words(caller, case)
    if message is not None:
        context = ReadingContext(last_agent_message=told.last_agent_message)
        await _knowledge(caller)
        found = closing_of(await opinions.read(caller.house, message, context))
    elif told.hours_silent is not None:
        resolved = case is None or case.status == "resolved"
        found = closing_of_silence(timedelta(hours=told.hours_silent), resolved=resolved)
    else:
        raise BadInput("Send the customer's message, a case, or the hours of silence.", "message")
    return _evaluated(found)


async def _knowledge(caller: Caller) -> Knowledge:
    return await opinions.ready(caller.house)


async def _read(caller: Caller, message: str, knowledge: Knowledge) -> Reading:
    context = ReadingContext(language_hint=knowledge.profile.language)
    return await opinions.read(caller.house, message, context)


async def _case(caller: Caller, case_id: str) -> Case:
    async with caller.house.store.reading() as session:
        row = await session.get(Case, case_id)
    if row is None:
        raise NotFound("There is no such case.")
    return row


async def _last_words(caller: Caller, case: Case) -> str | None:
    async with caller.house.store.reading() as session:
        return await session.scalar(
            select(Message.content)
            .where(Message.conversation_id == case.conversation_id, Message.direction == "in")
            .order_by(Message.sequence.desc())
            .limit(1)
        )


def _entities(found: Entities, knowledge: Knowledge) -> EntitiesFound:
    budget = found.budget
    return EntitiesFound(
        products=[
            ProductFound(
                product=item.product,
                quantity=item.quantity,
                sku=_sku(item.product, knowledge),
            )
            for item in found.items
        ],
        quantity=found.quantity,
        budget=BudgetFound(amount=budget.amount, currency=budget.currency) if budget else None,
        date=found.date,
        urgency=found.urgency,
        city=found.city,
        order_number=found.order_number,
        person=found.person,
        company=found.company,
        phone=found.phone,
        email=found.email,
    )


def _sku(words: str, knowledge: Knowledge) -> str | None:
    """The one product these words name; None when none or several do."""
    wanted = plain(words)
    named = [
        product.sku
        for product in knowledge.products
        if wanted == plain(product.sku) or wanted in plain(product.name)
    ]
    return named[0] if len(named) == 1 else None


def _reasoning(reading: Reading) -> str:
    told = [f"“{words}”" for words in reading.entities.products]
    told += [f"“{words}”" for words in (reading.entities.date, reading.entities.urgency) if words]
    sure = round(reading.intent_confidence * 100)
    return f"{reading.intent} at {sure}%" + (f": {', '.join(told)}" if told else "")


def _priority(mood: Mood) -> int:
    """An angry customer comes first, whatever they ask for."""
    if mood.score < -0.6 and mood.churn_risk > 70:
        return 5
    return _PRIORITIES[mood.urgency]


def _evaluated(found: Closing) -> ClosureEvaluated:
    return ClosureEvaluated(
        should_close=found.should_close,
        confidence=round(found.confidence, 4),
        reason=found.reason,
        requires_survey=found.requires_survey,
        closure_type=found.closure_type,
    )
