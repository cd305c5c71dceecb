"""How they feel now, and how the conversation has felt so far."""

from cauce.core.spelling import shortened
from cauce.core.turn import Turn
from cauce.flows.sentiment.decide import Facts

# What fits on a phone's notification.
QUOTE = 140


def observe(turn: Turn) -> Facts:
    mood = turn.reading.mood
    words = " ".join(said.text.strip() for said in turn.burst if said.text.strip())
    return Facts(
        now=turn.now,
        conversation_id=turn.conversation.id,
        label=mood.label,
        score=mood.score,
        confidence=mood.confidence,
        triggers=mood.triggers,
        urgency=mood.urgency,
        churn_risk=mood.churn_risk,
        average=turn.conversation.average_sentiment,
        count=turn.conversation.mood_count,
        customer_name=turn.customer.name,
        words=shortened(words, QUOTE),
        engine=turn.reading.engine,
    )
