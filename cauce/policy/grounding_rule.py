"""Nothing untrue leaves: one claim that no row of ours backs is enough to stop the message."""

from cauce.core.actions import Action, SendMessage
from cauce.core.decisions import Go, Stop, Verdict
from cauce.core.reasons import because
from cauce.policy.situation import Situation


def rule(action: Action, situation: Situation) -> Verdict:
    if isinstance(action, SendMessage) and situation.unsupported:
        return Stop(
            because(
                "nothing in the records backs this: {claims}",
                claims="; ".join(situation.unsupported),
            )
        )
    return Go()
