"""What Cauce does by itself: all 22 flows in business order, and the ones that make up a turn."""

from typing import Any

from cauce.core.flow import Flow, TurnFlow
from cauce.flows.chatbot import FLOW as CHATBOT
from cauce.flows.chatbot.decide import decide as decide_answer
from cauce.flows.chatbot.observe import observe as observe_draft
from cauce.flows.escalation import FLOW as ESCALATION
from cauce.flows.escalation.decide import decide as decide_escalation
from cauce.flows.escalation.observe import observe as observe_escalation
from cauce.flows.intent import FLOW as INTENT
from cauce.flows.intent.decide import decide as decide_intent
from cauce.flows.intent.observe import observe as observe_intent
from cauce.flows.lead_scoring import FLOW as LEAD_SCORING
from cauce.flows.lead_scoring.decide import decide as decide_score
from cauce.flows.lead_scoring.observe import observe as observe_lead
from cauce.flows.planned import PLANNED
from cauce.flows.reception import FLOW as RECEPTION
from cauce.flows.reception.decide import decide as decide_reception
from cauce.flows.reception.observe import observe as observe_reception
from cauce.flows.routing import FLOW as ROUTING
from cauce.flows.routing.decide import decide as decide_route
from cauce.flows.routing.observe import observe as observe_route
from cauce.flows.sentiment import FLOW as SENTIMENT
from cauce.flows.sentiment.decide import decide as decide_sentiment
from cauce.flows.sentiment.observe import observe as observe_sentiment

FLOWS: tuple[Flow, ...] = (
    RECEPTION,
    LEAD_SCORING,
    INTENT,
    SENTIMENT,
    ROUTING,
    CHATBOT,
    ESCALATION,
    *PLANNED,
)

# Understanding first, then who should attend, and the answer last: each sees what came before it.
TURN_FLOWS: tuple[TurnFlow[Any], ...] = (
    TurnFlow(RECEPTION, observe_reception, decide_reception),
    TurnFlow(INTENT, observe_intent, decide_intent),
    TurnFlow(SENTIMENT, observe_sentiment, decide_sentiment),
    TurnFlow(LEAD_SCORING, observe_lead, decide_score),
    TurnFlow(ESCALATION, observe_escalation, decide_escalation),
    TurnFlow(ROUTING, observe_route, decide_route),
    TurnFlow(CHATBOT, observe_draft, decide_answer),
)
