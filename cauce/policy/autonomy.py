"""A flow that is switched off does nothing; one in the shadow decides, and nothing is done."""

from cauce.core.actions import Action, SetConsent
from cauce.core.decisions import Go, Stop, Verdict
from cauce.core.reasons import because
from cauce.policy.situation import Situation


def rule(action: Action, situation: Situation) -> Verdict:
    # A wish to be left alone is law, not a feature that can be switched off.
    if isinstance(action, SetConsent) and not action.granted:
        return Go()
    if situation.autonomy == "off":
        return Stop(because("this flow is switched off"))
    if situation.autonomy == "shadow":
        return Stop(because("this flow is in the shadow: it decides and does nothing"))
    return Go()
