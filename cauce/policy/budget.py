"""What nobody asked for stops when the day's money for sending is spent; answers never do."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cauce.core.actions import Action, SendMessage
from cauce.core.decisions import Go, Verdict, Wait
from cauce.core.reasons import because
from cauce.policy.frequency import PROACTIVE
from cauce.policy.situation import Situation


def rule(action: Action, situation: Situation) -> Verdict:
    budget = situation.budget_minor
    if budget is None or situation.spent_minor < budget:
        return Go()
    if not isinstance(action, SendMessage) or action.purpose not in PROACTIVE:
        return Go()
    zone = ZoneInfo(situation.time_zone)
    tomorrow = situation.now.astimezone(zone).date() + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time.min, tzinfo=zone)
    return Wait(midnight.astimezone(UTC), because("today's budget for messages is spent"))
