"""The end of the tries: whatever is broken, the customer gets a person and is told so."""

from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.keys import idempotency_key
from cauce.core.labels import Language
from cauce.engine.announcing import announce_conversation, announce_message
from cauce.engine.house import House
from cauce.engine.performing import messages
from cauce.engine.performing.conversations import open_case
from cauce.engine.turn.rescue import PERSON_COMES, PRIORITY
from cauce.store.models import Case, Conversation, DecisionRow, Message
from cauce.store.queries import turns
from cauce.store.queries.live import tell

FLOW = "escalation"
_SENTENCE = "the turn failed {tries} times, so a person takes over"


async def to_person(session: AsyncSession, house: House, thread: Conversation) -> None:
    """Silences the bot, opens a case with the error, and tells the customer; all or nothing."""
    now = house.clock.now()
    decision = _decision(house, thread)
    session.add(decision)
    if not thread.bot_silenced:
        language = cast(Language, thread.language or "es")
        message = Message(
            id=house.keys.new(Message.prefix),
            sender="bot",
            content=PERSON_COMES[language],
            key=idempotency_key("gave_up", thread.id, thread.message_count),
            decision_id=decision.id,
        )
        await messages.put(session, house.keys, now, thread, message)
    if await open_case(session, thread.id) is None:
        session.add(_case(house, thread))
    thread.status = "waiting_agent"
    thread.bot_silenced = True
    thread.escalated = True
    thread.escalation_reason = "failed_attempts"
    thread.priority = max(thread.priority, PRIORITY)
    thread.waiting_since = now
    thread.attempts = 0
    thread.next_try = None
    thread.unhandled = 0
    await _let_go(session, house, thread)
    await tell(session, "conversation.handed_over", conversation=thread.id)
    await announce_conversation(session, house.keys, now, "conversation.handed_over", thread)


async def _let_go(session: AsyncSession, house: House, thread: Conversation) -> None:
    """No turn takes these messages any more; other programs hear of them all the same."""
    now = house.clock.now()
    for waiting in await turns.last_messages(session, thread.id, 1):
        if waiting.direction == "in" and not waiting.handled:
            await announce_message(session, house.keys, now, "message.received", waiting)
    await turns.drop_unanswered(session, thread.id)


def _decision(house: House, thread: Conversation) -> DecisionRow:
    return DecisionRow(
        id=house.keys.new(DecisionRow.prefix),
        flow=FLOW,
        contact_id=thread.contact_id,
        conversation_id=thread.id,
        because=[{"sentence": _SENTENCE, "figures": {"tries": thread.attempts}}],
        saw={},
        confidence=1.0,
        decided_by="rule",
        verdict="go",
        autonomy="act",
        milliseconds=0.0,
        error=thread.last_error,
    )


def _case(house: House, thread: Conversation) -> Case:
    facts: dict[str, Any] = {"error": thread.last_error or ""}
    return Case(
        contact_id=thread.contact_id,
        conversation_id=thread.id,
        opened_at=house.clock.now(),
        description=thread.preview,
        reason="failed_attempts",
        priority=PRIORITY,
        evidence=facts,
    )
