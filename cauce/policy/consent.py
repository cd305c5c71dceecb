"""Nobody is written to against their wish.

A customer who asked us to stop gets one confirmation and then nothing, until they write to us
themselves: what they ask then is answered. Offers need permission, and end with a refusal.
"""

from cauce.core.actions import Action, Purpose, Said, SendTemplate
from cauce.core.decisions import Go, Stop, Verdict
from cauce.core.reasons import because
from cauce.policy.situation import Situation

ANSWERS: tuple[Purpose, ...] = ("reply", "handover", "notice")
OFFERS: tuple[Purpose, ...] = ("follow_up", "marketing")
CONFIRMS_OPT_OUT = "reception"


def rule(action: Action, situation: Situation) -> Verdict:
    if not isinstance(action, Said):
        return Go()
    if _opted_out(action, situation):
        return Stop(because("the customer asked us to stop writing"))
    advertises = action.purpose == "marketing" or (
        isinstance(action, SendTemplate) and action.advertises
    )
    if (advertises or action.purpose in OFFERS) and situation.marketing_refused:
        return Stop(because("the customer does not want offers"))
    if advertises and not situation.marketing_allowed:
        return Stop(because("the customer never said yes to offers"))
    return Go()


def _opted_out(action: Said, situation: Situation) -> bool:
    left_at = situation.opted_out_at
    if left_at is None:
        return False
    if action.purpose == "notice" and situation.flow == CONFIRMS_OPT_OUT:
        return situation.opt_out_confirmed
    wrote_at = situation.customer_wrote_at
    came_back = wrote_at is not None and wrote_at > left_at
    return not (action.purpose in ANSWERS and came_back)
