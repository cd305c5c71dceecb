"""Everything the grounds ask for: the words, the money, the mood so far, and who is at work."""

from cauce.core.money import Money
from cauce.core.named import named
from cauce.core.turn import Turn
from cauce.flows.escalation.decide import Facts
from cauce.flows.escalation.grounds import Matter, named_amounts

VIP = "vip"


def observe(turn: Turn) -> Facts:
    conversation = turn.conversation
    return Facts(
        now=turn.now,
        conversation_id=conversation.id,
        matter=_matter(turn),
        channel=conversation.channel,
        agents=turn.agents,
        opening=turn.opening,
        time_zone=turn.time_zone,
        house_language=turn.house_language,
        reply_minutes=turn.reply_minutes,
        with_person=conversation.bot_silenced,
        owner_id=conversation.owner_id,
        leaves=turn.reading.opt_out == "yes",
        customer_name=turn.customer.name,
        entities=named(turn.reading.entities),
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


def _unreadable(turn: Turn) -> int:
    """Reception counted them; 0 when this message can be read."""
    reception = turn.made.get("reception")
    times = reception.saw.get("times") if reception else None
    return times if isinstance(times, int) else 0
