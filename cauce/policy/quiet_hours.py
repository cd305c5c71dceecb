"""What nobody asked for waits until the customer's day begins; an answer never waits."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from cauce.core.actions import Action, Said
from cauce.core.decisions import Go, Stop, Verdict, Wait
from cauce.core.reasons import because
from cauce.policy.frequency import PROACTIVE
from cauce.policy.situation import QuietHours, Situation

SUNDAY = 6
# Longer rests than this do not exist; a calendar that says so is wrong.
LONGEST_REST_DAYS = 15


def rule(action: Action, situation: Situation) -> Verdict:
    if not isinstance(action, Said) or action.purpose not in PROACTIVE:
        return Go()
    zone = ZoneInfo(situation.time_zone)
    local = situation.now.astimezone(zone)
    if not is_quiet(local, situation.quiet):
        return Go()
    for days in range(LONGEST_REST_DAYS):
        morning = datetime.combine(
            local.date() + timedelta(days=days), situation.quiet.ends, tzinfo=zone
        )
        if morning > local and not is_quiet(morning, situation.quiet):
            return Wait(morning.astimezone(UTC), because("it is a time of rest for the customer"))
    return Stop(because("the calendar has no day on which the customer may be written to"))


def is_quiet(local: datetime, quiet: QuietHours) -> bool:
    """Whether `local`, the customer's own time, is night, Sunday or a day of rest."""
    if local.date() in quiet.rest_days or (quiet.sundays and local.weekday() == SUNDAY):
        return True
    hour = local.time()
    if quiet.starts > quiet.ends:
        return hour >= quiet.starts or hour < quiet.ends
    return quiet.starts <= hour < quiet.ends
