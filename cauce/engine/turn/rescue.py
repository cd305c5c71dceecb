"""When something breaks, or an answer may not leave, the customer is served by a person."""

from typing import Final

from cauce.core.actions import HandOver, SendMessage, SetScore
from cauce.core.decisions import Decision
from cauce.core.labels import EscalationReason, Language
from cauce.core.reasons import because
from cauce.core.turn import Turn

# Half-way is neither chased nor forgotten while nobody knows better.
SCORE_WHEN_BROKEN = 50
PRIORITY = 4

PERSON_COMES: Final[dict[Language, str]] = {
    "es": "Prefiero que una persona del equipo te responda esto para no darte un dato equivocado. "
    "Ya le avisé.",
    "en": "I would rather have a person from our team answer this, so that you get it right. "
    "I have told them.",
    "pt": "Prefiro que uma pessoa da equipe responda isso, para não passar uma informação errada. "
    "Já avisei.",
}


def failed(flow: str, turn: Turn) -> Decision:
    """The safe default of a flow that could not decide."""
    reasons = (because("this flow could not decide, so a safe default was used"),)
    if flow == "lead_scoring":
        points = {"urgency": 0, "authority": 0, "budget": 0, "fit": 0, "default": SCORE_WHEN_BROKEN}
        action = SetScore(SCORE_WHEN_BROKEN, "warm", points, "follow_up_within_24h")
        return Decision(reasons, confidence=0.0, actions=(action,))
    if flow == "chatbot":
        return Decision(reasons, confidence=0.0, actions=to_person(turn, "failed_attempts"))
    return Decision(reasons, confidence=0.0)


def to_person(turn: Turn, reason: EscalationReason) -> tuple[HandOver, SendMessage]:
    """Hands the conversation over, and says so."""
    language = turn.reading.language
    said = "\n".join(message.text for message in turn.burst)
    team = turn.conversation.department or "support"
    hand_over = HandOver(reason=reason, summary=said, priority=PRIORITY, team=team)
    return hand_over, SendMessage(PERSON_COMES[language], language, purpose="handover")
