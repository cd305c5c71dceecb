"""Nobody is flooded: one answer a turn, and caps on unasked messages over all flows together."""

from datetime import timedelta

from cauce.core.actions import Action, Purpose, SendMessage
from cauce.core.decisions import Go, Stop, Verdict, Wait
from cauce.core.reasons import because
from cauce.policy.situation import Situation

# More than one unasked message a day, or three a week, is what people block senders for.
A_DAY = 1
A_WEEK = 3
PROACTIVE: tuple[Purpose, ...] = ("follow_up", "marketing", "collection")


def rule(action: Action, situation: Situation) -> Verdict:
    if not isinstance(action, SendMessage):
        return Go()
    if action.purpose not in PROACTIVE:
        if situation.answered:
            return Stop(because("what the customer wrote is being answered already"))
        return Go()
    if situation.proactive_week >= A_WEEK:
        return Wait(
            situation.now + timedelta(days=1),
            because("the limit of {count} unasked messages a week is reached", count=A_WEEK),
        )
    if situation.proactive_day >= A_DAY:
        return Wait(
            situation.now + timedelta(hours=12),
            because("the limit of {count} unasked messages a day is reached", count=A_DAY),
        )
    return Go()
