"""Nobody is flooded: what a customer wrote is answered once a turn, whichever flow is first."""

from cauce.core.actions import Action, Purpose, SendMessage
from cauce.core.decisions import Go, Stop, Verdict
from cauce.core.reasons import because
from cauce.policy.situation import Situation

# What nobody asked for.
PROACTIVE: tuple[Purpose, ...] = ("follow_up", "marketing", "collection")


def rule(action: Action, situation: Situation) -> Verdict:
    if not isinstance(action, SendMessage) or action.purpose in PROACTIVE:
        return Go()
    if situation.answered:
        return Stop(because("what the customer wrote is being answered already"))
    return Go()
