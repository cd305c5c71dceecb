"""Nobody is flooded: what a customer wrote is answered once a turn, whichever flow is first."""

from datetime import timedelta

from cauce.core.actions import Action, Purpose, Said, SendTemplate
from cauce.core.decisions import Go, Stop, Verdict
from cauce.core.reasons import because
from cauce.policy.situation import Situation

# What nobody asked for.
PROACTIVE: tuple[Purpose, ...] = ("follow_up", "marketing", "collection")
# Who left three templates of a week unanswered does not miss a fourth; people block for less.
TEMPLATES: int = 3
TEMPLATES_WITHIN = timedelta(days=7)


def rule(action: Action, situation: Situation) -> Verdict:
    if isinstance(action, SendTemplate) and situation.templates_unanswered >= TEMPLATES:
        return Stop(
            because(
                "they left {count} templates unanswered within {days} days",
                count=situation.templates_unanswered,
                days=TEMPLATES_WITHIN.days,
            )
        )
    if not isinstance(action, Said) or action.purpose in PROACTIVE:
        return Go()
    if situation.answered:
        return Stop(because("what the customer wrote is being answered already"))
    return Go()
