"""A conversation that a person attends is theirs: the machine neither speaks nor meddles in it.

Only while nobody has answered yet may it say that the message arrived.
"""

from datetime import timedelta

from cauce.core.actions import Action, Assign, CloseConversation, HandOver, Said, TakeOrder
from cauce.core.decisions import Go, Stop, Verdict
from cauce.core.reasons import because
from cauce.policy.situation import Situation

MEDDLING = (TakeOrder, HandOver, Assign, CloseConversation)
# Before that, somebody may be about to answer.
PATIENCE = timedelta(minutes=10)


def rule(action: Action, situation: Situation) -> Verdict:
    if not situation.silenced:
        return Go()
    if isinstance(action, Said):
        if action.purpose == "notice" and _nobody_answers(situation):
            return Go()
        return Stop(because("a person attends this conversation, so the machine is silent"))
    if isinstance(action, MEDDLING):
        return Stop(because("a person attends this conversation and decides on it"))
    return Go()


def _nobody_answers(situation: Situation) -> bool:
    since = situation.waiting_since
    return since is not None and situation.now - since >= PATIENCE
