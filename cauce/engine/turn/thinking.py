"""Thinking: the burst is read once, and the flows of the turn decide in order."""

import time
from dataclasses import dataclass, replace

import structlog

from cauce.core.actions import SetConsent, TakeOrder
from cauce.core.business import Knowledge
from cauce.core.decisions import Decision, serves
from cauce.core.dialogue import Brief, Draft, Memory, ReservedOrder, Said
from cauce.core.flow import Flow
from cauce.core.in_house import in_house
from cauce.core.labels import Language
from cauce.core.reading import Reading, ReadingContext
from cauce.core.remembering import memory_from_json
from cauce.core.turn import Conversation as ConversationView
from cauce.core.turn import Lead as LeadView
from cauce.core.turn import Turn
from cauce.engine import opinions
from cauce.engine.house import House
from cauce.engine.metrics import LEAD_CLASSIFICATION
from cauce.engine.turn import rescue
from cauce.engine.turn.case_notes import with_notes
from cauce.engine.turn.looking import Looked
from cauce.flows import TURN_FLOWS
from cauce.store.models import Conversation, Message

_log = structlog.get_logger()
CHATBOT = "chatbot"


@dataclass(frozen=True, slots=True)
class Made:
    """One flow's decision, and what broke if it could not decide."""

    flow: Flow
    decision: Decision
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Thought:
    """All that the turn made of the burst."""

    turn: Turn
    text: str
    made: tuple[Made, ...]


async def think(house: House, looked: Looked) -> Thought:
    """Reads, lets the flows decide, and drafts the answer when the machine is to speak."""
    text = "\n".join(message.content for message in looked.open)
    reading = await opinions.read(house, text, _context(looked))
    turn = _turn(house, looked, reading)
    made: list[Made] = []
    for one in TURN_FLOWS:
        autonomy, _ = looked.circumstances.autonomies[one.flow.name]
        speaks = autonomy != "off" and not turn.conversation.bot_silenced
        if one.flow.name == CHATBOT and speaks:
            turn = replace(turn, draft=await _draft(house, looked, turn, text))
        started = time.perf_counter()
        error = None
        try:
            decision = one.decide(one.observe(turn))
        except Exception as failure:  # noqa: BLE001
            error = f"{type(failure).__name__}: {failure}"
            _log.exception("flow.failed", flow=one.flow.name, conversation=turn.conversation.id)
            decision = rescue.failed(one.flow.name, turn)
        spent = time.perf_counter() - started
        if one.flow.name == "lead_scoring":
            LEAD_CLASSIFICATION.observe(spent)
        decision = replace(
            decision,
            actions=with_notes(turn, decision.actions),
            milliseconds=decision.milliseconds or spent * 1000,
        )
        made.append(Made(one.flow, decision, error))
        if autonomy in ("ask", "act") or refuses_messages(decision):
            # What the gate will stop serves nobody: the flows after it must not count on it.
            turn = replace(turn, made={**turn.made, one.flow.name: decision})
    return Thought(turn, text, tuple(made))


async def _draft(house: House, looked: Looked, turn: Turn, text: str) -> Draft | None:
    if any(serves(decision) for decision in turn.made.values()):
        return None
    return await opinions.draft(
        house,
        Brief(
            now=turn.now,
            text=text,
            reading=turn.reading,
            memory=turn.conversation.memory,
            knowledge=looked.knowledge,
            customer=turn.customer,
            history=turn.history,
            reserved=_reserve(house),
            open_now=turn.opening.open_now,
            bot_failures=turn.conversation.bot_failures,
            conversation_id=turn.conversation.id,
        ),
    )


def with_person(thought: Thought, error: str) -> Thought:
    """The same thought, with a person in place of an order that could not be kept."""
    safe = rescue.failed(CHATBOT, thought.turn)
    safe = replace(safe, actions=with_notes(thought.turn, safe.actions))
    return replace(
        thought,
        made=tuple(
            replace(made, decision=safe, error=error) if _orders(made.decision) else made
            for made in thought.made
        ),
    )


def _orders(decision: Decision) -> bool:
    return any(isinstance(action, TakeOrder) for action in decision.actions)


def _reserve(house: House) -> ReservedOrder:
    order_id = house.keys.new("ord")
    link = f"{house.settings.address}/pay/{house.keys.token(16)}"
    return ReservedOrder(order_id, order_id[-6:].upper(), link)


def refuses_messages(decision: Decision) -> bool:
    """A wish to be left alone, which is obeyed however free the flow is."""
    return any(isinstance(one, SetConsent) and not one.granted for one in decision.actions)


def _context(looked: Looked) -> ReadingContext:
    ours = [message for message in looked.history if message.direction == "out"]
    hint: Language = looked.customer.language or looked.knowledge.profile.language
    return ReadingContext(
        last_agent_message=ours[-1].content if ours else None,
        language_hint=hint,
        company=looked.customer.company,
        previous_interactions=looked.customer.previous_interactions,
        conversation_id=looked.conversation.id,
    )


def _turn(house: House, looked: Looked, reading: Reading) -> Turn:
    lead = looked.lead
    conversation = _conversation(looked.conversation, looked.circumstances.open_case_id)
    turn = Turn(
        now=house.clock.now(),
        conversation=conversation,
        names=_names(conversation.memory, looked.knowledge),
        customer=looked.customer,
        lead=LeadView(
            id=lead.id if lead else "",
            score=lead.score if lead else None,
            category=lead.category if lead else None,  # type: ignore[arg-type]
            status=lead.status if lead else "new",
            source=lead.source if lead else "website",
            company=looked.customer.company,
        ),
        burst=tuple(_said(message) for message in looked.open),
        history=tuple(_said(message) for message in looked.history),
        reading=reading,
        agents=looked.agents,
        reply_minutes=looked.circumstances.reply_minutes,
    )
    return in_house(turn, looked.knowledge)


def _names(memory: Memory, knowledge: Knowledge) -> dict[str, str]:
    wanted = {memory.focus, *(line.sku for line in memory.lines)} - {None}
    if not wanted:
        return {}
    return {one.sku: one.name for one in knowledge.products if one.sku in wanted}


def _conversation(row: Conversation, open_case_id: str | None) -> ConversationView:
    return ConversationView(
        id=row.id,
        channel=row.channel,  # type: ignore[arg-type]
        status=row.status,  # type: ignore[arg-type]
        owner_id=row.owner_id,
        bot_silenced=row.bot_silenced,
        bot_failures=row.bot_failures,
        priority=row.priority,
        department=row.department,
        average_sentiment=row.average_sentiment,
        mood_count=row.mood_count,
        message_count=row.message_count,
        memory=memory_from_json(row.memory),
        open_case_id=open_case_id,
    )


def _said(message: Message) -> Said:
    return Said(
        id=message.id,
        sequence=message.sequence,
        sender=message.sender,  # type: ignore[arg-type]
        text=message.content,
        at=message.created_at,
        kind=message.kind,
    )
