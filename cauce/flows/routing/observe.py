"""What the table asks for, who is on duty, and where the conversation stands."""

from cauce.core.actions import HandOver, SendMessage, SetScore
from cauce.core.identity import asks_if_machine
from cauce.core.labels import Intent
from cauce.core.spam import may_be_customer, surely_spam
from cauce.core.spelling import shortened
from cauce.core.turn import Turn
from cauce.flows.routing.decide import Facts
from cauce.flows.routing.table import Matter

# What a lead counts as while nothing is known of it: halfway.
UNSCORED = 50
QUOTE = 140


def observe(turn: Turn) -> Facts:
    conversation = turn.conversation
    made = [action for decision in turn.made.values() for action in decision.actions]
    words = " ".join(said.text.strip() for said in turn.burst if said.text.strip())
    return Facts(
        now=turn.now,
        matter=_matter(turn, words),
        language=turn.reading.language,
        agents=turn.agents,
        opening=turn.opening,
        time_zone=turn.time_zone,
        house_language=turn.house_language,
        team=conversation.department,
        owner_id=conversation.owner_id,
        priority=conversation.priority,
        with_person=conversation.bot_silenced,
        handed_over=any(isinstance(action, HandOver) for action in made),
        answered=any(isinstance(action, SendMessage) for action in made),
        customer_name=turn.customer.name or turn.customer.phone or "?",
        words=shortened(words, QUOTE),
    )


def _matter(turn: Turn, words: str) -> Matter:
    reading = turn.reading
    return Matter(
        intent=_intent(turn, words),
        sentiment=reading.mood.label,
        mood=reading.mood.score,
        churn_risk=reading.mood.churn_risk,
        score=_score(turn),
    )


def _intent(turn: Turn, words: str) -> Intent:
    """What the reading says, without what would turn away somebody the assistant answers."""
    intent = turn.reading.intent
    # "Você é um robô?" complains of nothing, and the assistant itself answers it.
    if asks_if_machine(words):
        return "general_inquiry"
    doubtful = not surely_spam(turn.reading) or may_be_customer(words, turn.conversation.memory)
    return "general_inquiry" if intent == "spam" and doubtful else intent


def _score(turn: Turn) -> int:
    scoring = turn.made.get("lead_scoring")
    for action in scoring.actions if scoring else ():
        if isinstance(action, SetScore):
            return action.score
    return turn.lead.score if turn.lead.score is not None else UNSCORED
