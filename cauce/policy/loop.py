"""A brake on loops: two machines that answer each other are stopped, and a person looks."""

from datetime import timedelta

from cauce.core.actions import Action, Said
from cauce.core.decisions import Go, Stop, Verdict
from cauce.core.reasons import because
from cauce.policy.situation import Situation

LATELY = timedelta(minutes=10)
# Two machines talking to each other pass this in a minute; a person never has.
LOOP = 20


def rule(action: Action, situation: Situation) -> Verdict:
    # Saying that a person comes is what ends a loop, so it passes the brake.
    if not isinstance(action, Said) or action.purpose == "handover":
        return Go()
    if situation.bot_messages_lately < LOOP:
        return Go()
    return Stop(
        because(
            "{count} messages in {minutes} minutes: this is going round in circles",
            count=situation.bot_messages_lately,
            minutes=int(LATELY.total_seconds() // 60),
        )
    )
