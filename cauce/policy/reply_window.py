"""Meta's channels take free text for a time after the customer's last message, then refuse it."""

from cauce.core.actions import Action, SendMessage, SendTemplate
from cauce.core.decisions import Go, Stop, Verdict
from cauce.core.reasons import because
from cauce.policy.situation import Situation


def rule(action: Action, situation: Situation) -> Verdict:
    if isinstance(action, SendMessage) and not situation.window.open_at(situation.now):
        return Stop(because("it is too long since they wrote: the channel takes no free text now"))
    if isinstance(action, SendTemplate) and not situation.window.templates:
        return Stop(because("this channel knows no templates"))
    return Go()
