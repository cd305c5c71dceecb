"""A conversation that a person attends is theirs: the machine neither speaks nor meddles in it."""

from cauce.core.actions import Action, Assign, CloseConversation, HandOver, SendMessage, TakeOrder
from cauce.core.decisions import Go, Stop, Verdict
from cauce.core.reasons import because
from cauce.policy.situation import Situation

MEDDLING = (TakeOrder, HandOver, Assign, CloseConversation)


def rule(action: Action, situation: Situation) -> Verdict:
    if not situation.silenced:
        return Go()
    if isinstance(action, SendMessage):
        return Stop(because("a person attends this conversation, so the machine is silent"))
    if isinstance(action, MEDDLING):
        return Stop(because("a person attends this conversation and decides on it"))
    return Go()
