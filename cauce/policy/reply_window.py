"""Meta's channels take free text for 24 hours after the customer's last message, then refuse it."""

from cauce.core.actions import Action, SendMessage
from cauce.core.decisions import Go, Stop, Verdict
from cauce.core.reasons import because
from cauce.policy.situation import Situation


def rule(action: Action, situation: Situation) -> Verdict:
    ends = situation.window_ends
    if isinstance(action, SendMessage) and ends is not None and situation.now >= ends:
        return Stop(because("the channel takes free text only for 24 hours after they wrote"))
    return Go()
