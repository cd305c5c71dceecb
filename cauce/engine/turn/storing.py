"""Storing: one transaction takes the burst, judges every action, and keeps all of it or nothing.

Whatever may have changed while the turn was thinking is read again here, behind the lock.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.actions import HandOver, SendMessage
from cauce.core.decisions import Ask, Decision, Go
from cauce.core.mood import running_mood
from cauce.core.reasons import because
from cauce.engine import drafts
from cauce.engine.announcing import announce_message, remember_listeners
from cauce.engine.house import House
from cauce.engine.metrics import DECISIONS
from cauce.engine.recording import Origin, record
from cauce.engine.scene import Scene
from cauce.engine.turn import checking, rescue
from cauce.engine.turn.case_notes import with_notes
from cauce.engine.turn.looking import Looked, circumstances_now
from cauce.engine.turn.situations import situation_of
from cauce.engine.turn.thinking import CHATBOT, Made, Thought, refuses_messages
from cauce.engine.words import as_json
from cauce.errors import Conflict
from cauce.policy.gate import Judgement, judge_together, needs_person
from cauce.policy.situation import Situation
from cauce.store.models import (
    Conversation,
    LeadIntent,
    Sentiment,
)
from cauce.store.queries import turns
from cauce.store.queries.live import tell
from cauce.store.together import write_together

_log = structlog.get_logger()
_RECEIVED: Final = "message.received"
_STALE: Final = because("the customer wrote more before anyone answered")


async def store_turn(house: House, looked: Looked, thought: Thought) -> Scene:
    """Commits the turn. Raises Conflict when another worker took the burst meanwhile, and
    FactsChanged when an order no longer holds at the figures the customer agreed to."""
    async with house.store.writing() as session:
        thread = await turns.conversation(session, looked.conversation.id)
        if thread is None or thread.unhandled == 0:
            raise Conflict("nothing waits in this conversation any more")
        await _take_burst(session, looked, thought, house.clock.now())
        contact, _, lead = await turns.people(session, thread)
        circumstances = await circumstances_now(session, house, thread)
        if circumstances.drafts_wait != looked.circumstances.drafts_wait:
            raise Conflict("the draft that waited was answered meanwhile")
        looked = replace(looked, circumstances=circumstances)
        scene = Scene(
            session=session,
            keys=house.keys,
            now=house.clock.now(),
            conversation=thread,
            contact=contact,
            lead=lead,
            knowledge=await house.knowledge.at(session, circumstances.knowledge_mark),
            flow="",
            decision_id="",
            burst_ids=tuple(message.id for message in looked.burst),
        )
        remember_listeners(session, circumstances.someone_listens)
        for message in looked.burst:
            await announce_message(session, house.keys, scene.now, _RECEIVED, message)
        if circumstances.drafts_wait:
            await drafts.expire(session, thread.id, scene.now, _STALE)
        _keep_reading(scene, looked, thought)
        served = await _act(scene, looked, thought)
        _finish(thread, looked, thought)
        _leave_to_people(scene, thought, served=served)
        await tell(session, "turn.decided", conversation=thread.id)
        await write_together(session)
    for one in scene.decided:
        DECISIONS.labels(one.flow, one.verdict).inc()
    _log.info("turn.decided", decisions=scene.log_values())
    return scene


async def _take_burst(
    session: AsyncSession, looked: Looked, thought: Thought, now: datetime
) -> None:
    reading = thought.turn.reading
    mood = reading.mood.score
    taken = await turns.take_messages(session, looked.burst, reading.intent, mood, now)
    if taken != len(looked.burst):
        raise Conflict("these messages were answered, changed or withdrawn meanwhile")


def _keep_reading(scene: Scene, looked: Looked, thought: Thought) -> None:
    reading = thought.turn.reading
    last = looked.burst[-1].id
    mood = reading.mood
    entities: dict[str, Any] = {
        name: value for name, value in as_json(reading.entities).items() if value
    }
    scene.session.add(
        LeadIntent(
            contact_id=scene.contact.id,
            message_id=last,
            primary=reading.intent,
            secondary=list(reading.secondary),
            confidence=reading.intent_confidence,
            entities=entities,
            model=reading.engine,
        )
    )
    scene.session.add(
        Sentiment(
            contact_id=scene.contact.id,
            conversation_id=scene.conversation.id,
            message_id=last,
            label=mood.label,
            score=mood.score,
            confidence=mood.confidence,
            emotions=dict(mood.emotions),
            urgency=mood.urgency,
            churn_risk=mood.churn_risk,
            triggers=list(mood.triggers),
            model=reading.engine,
        )
    )
    thread = scene.conversation
    average, count = running_mood(thread.average_sentiment, thread.mood_count, mood.score)
    thread.average_sentiment, thread.mood_count = average, count
    thread.last_intent = reading.intent
    thread.language = reading.language
    if scene.contact.language is None:
        scene.contact.language = reading.language


async def _act(scene: Scene, looked: Looked, thought: Thought) -> bool:
    """Whether the customer was answered or given to a person, or a draft waits for a yes."""
    turn_id = scene.keys.new("turn")
    answered = waits = False
    for made in thought.made:
        situation = situation_of(
            scene,
            looked.circumstances,
            made.flow.name,
            looked.burst[-1].created_at,
            confidence=made.decision.confidence,
            answered=answered,
        )
        judged = checking.judge_now(
            made.decision.actions, situation, scene.knowledge, looked.customer
        )
        decision, judged = _rescued(thought, made, judged, situation)
        origin = Origin(
            turn_id=turn_id,
            key=turn_id,
            autonomy=situation.autonomy,
            message_id=looked.burst[-1].id,
            error=made.error,
        )
        await record(scene, made.flow.name, decision, judged, origin)
        answered = answered or _speaks(decision, judged)
        waits = waits or any(isinstance(one.verdict, Ask) for one in judged)
    return answered or waits


def _leave_to_people(scene: Scene, thought: Thought, *, served: bool) -> None:
    """Nobody answered, though there was something to answer: it shows among those who need us.

    Whoever was left to people and is served now does not; a draft is asked about elsewhere.
    """
    thread = scene.conversation
    if served:
        if thread.status == "waiting_agent" and not thread.bot_silenced:
            thread.status, thread.waiting_since = "active", None
        return
    draft, reception = thought.turn.draft, thought.turn.made.get("reception")
    needs_none = draft is not None and draft.act == "none"
    silent = reception is not None and bool(reception.saw.get("silent"))
    leaves = reception is not None and refuses_messages(reception)
    if needs_none or silent or leaves or thread.bot_silenced or thread.status != "active":
        return
    thread.status = "waiting_agent"
    thread.waiting_since = scene.now


def _rescued(
    thought: Thought, made: Made, judged: tuple[Judgement, ...], situation: Situation
) -> tuple[Decision, tuple[Judgement, ...]]:
    """When the answer may not leave, a person is brought in by the same decision."""
    for action, judgement in zip(made.decision.actions, judged, strict=True):
        reason = needs_person(action, judgement)
        if reason is not None:
            more = with_notes(thought.turn, rescue.to_person(thought.turn, reason))
            decision = replace(made.decision, actions=(*made.decision.actions, *more))
            return decision, (*judged, *judge_together(more, replace(situation, unsupported=())))
    return made.decision, judged


def _speaks(decision: Decision, judged: tuple[Judgement, ...]) -> bool:
    return any(
        isinstance(action, SendMessage | HandOver) and isinstance(judgement.verdict, Go)
        for action, judgement in zip(decision.actions, judged, strict=True)
    )


def _finish(thread: Conversation, looked: Looked, thought: Thought) -> None:
    thread.unhandled = max(0, thread.unhandled - len(looked.burst))
    thread.attempts = 0
    thread.next_try = None
    thread.last_error = None
    for made in thought.made:
        if made.flow.name == CHATBOT and thought.turn.draft is not None:
            failed = thought.turn.draft.unanswered is not None
            thread.bot_failures = thread.bot_failures + 1 if failed else 0
