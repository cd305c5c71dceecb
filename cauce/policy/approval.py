"""What a person must say yes to first: everything of a flow that asks, and orders over its limit.

Records of ours, alerts, and bringing in a person and saying so are never held up by a question.
"""

from cauce.core.actions import (
    Action,
    CloseConversation,
    SendMessage,
    SendTemplate,
    TakeOrder,
)
from cauce.core.decisions import Ask, Go, Verdict
from cauce.core.money import Money
from cauce.core.reasons import because
from cauce.policy.situation import Situation

SEEN_OUTSIDE = (SendMessage, SendTemplate, TakeOrder, CloseConversation)


def rule(action: Action, situation: Situation) -> Verdict:
    if situation.approved or not isinstance(action, SEEN_OUTSIDE):
        return Go()
    if isinstance(action, SendMessage) and action.purpose == "handover":
        return Go()
    if situation.autonomy == "ask":
        return Ask(because("this flow asks before it acts"))
    limit = situation.limit_minor
    if isinstance(action, TakeOrder) and limit is not None:
        total = action.order.total
        if total.minor > limit:
            return Ask(
                because(
                    "an order of {total} is over the limit of {limit}",
                    total=_amount(total),
                    limit=_amount(Money.of_minor(limit, total.currency)),
                )
            )
    return Go()


def _amount(money: Money) -> str:
    return f"{money.rounded().amount:,} {money.currency}"
