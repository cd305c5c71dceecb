"""Everything the grounds ask for: the words, the money, the mood so far, and who is at work."""

from collections.abc import Sequence
from datetime import datetime

from cauce.core.dialogue import Said
from cauce.core.money import Money
from cauce.core.named import named
from cauce.core.privacy import asks_only_about_data
from cauce.core.turn import Turn
from cauce.flows.escalation.case_notes import Known
from cauce.flows.escalation.decide import Facts
from cauce.flows.escalation.grounds import Matter, named_amounts
from cauce.flows.escalation.messages import is_waiting_note

VIP = "vip"


def observe(turn: Turn) -> Facts:
    conversation, matter = turn.conversation, _matter(turn)
    ours = [said for said in turn.history if said.sender in ("bot", "agent")]
    notes = [said for said in ours if said.sender == "bot" and is_waiting_note(said.text)]
    return Facts(
        now=turn.now,
        conversation_id=conversation.id,
        matter=matter,
        channel=conversation.channel,
        agents=turn.agents,
        opening=turn.opening,
        time_zone=turn.time_zone,
        house_language=turn.house_language,
        reply_minutes=turn.reply_minutes,
        with_person=conversation.bot_silenced,
        owner_id=conversation.owner_id,
        leaves=turn.reading.opt_out == "yes" and not asks_only_about_data(matter.text),
        customer_name=turn.customer.name,
        entities=named(turn.reading.entities),
        known=Known(turn.customer, conversation.memory, turn.names),
        advice=turn.advice,
        waits=conversation.bot_silenced and conversation.status == "waiting_agent",
        spoke_at=_last(ours),
        noted_at=_last(notes),
    )


def _matter(turn: Turn) -> Matter:
    conversation, limit = turn.conversation, turn.high_value_minor
    text = " ".join(said.text.strip() for said in turn.burst if said.text.strip())
    return Matter(
        reading=turn.reading,
        history=turn.history,
        text=text,
        average=conversation.average_sentiment,
        count=conversation.mood_count,
        bot_failures=conversation.bot_failures,
        amounts=named_amounts(turn.reading, text, turn.currency),
        currency=turn.currency,
        high_value=None if limit is None else Money.of_minor(limit, turn.currency),
        vip=turn.customer.segment == VIP,
        unreadable=_unreadable(turn),
        case_open=conversation.open_case_id is not None,
    )


def _last(said: Sequence[Said]) -> datetime | None:
    return said[-1].at if said else None


def _unreadable(turn: Turn) -> int:
    """Reception counted them; 0 when this message can be read."""
    reception = turn.made.get("reception")
    times = reception.saw.get("times") if reception else None
    return times if isinstance(times, int) else 0
