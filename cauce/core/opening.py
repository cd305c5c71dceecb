"""Opening hours: is somebody at work now, and when is the next time."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cauce.core.business import Profile, Weekday
from cauce.core.turn import Opening

_DAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Further ahead nobody plans: a business closed for two weeks says so in its own words.
_HORIZON_DAYS = 14


def opening(profile: Profile, now: datetime) -> Opening:
    """Whether the business is open at `now`, and when it next opens (None when unknown)."""
    if not profile.hours:
        return Opening(open_now=True)
    zone = ZoneInfo(profile.time_zone)
    today = now.astimezone(zone).date()
    for days in range(_HORIZON_DAYS):
        day = today + timedelta(days=days)
        for opens, closes in hours_on(profile, day):
            begin = datetime.combine(day, opens, zone).astimezone(UTC)
            end = datetime.combine(day, closes, zone).astimezone(UTC)
            if begin <= now < end:
                return Opening(open_now=True)
            if now < begin:
                return Opening(open_now=False, next_open=begin)
    return Opening(open_now=False)


def hours_on(profile: Profile, day: date) -> tuple[tuple[time, time], ...]:
    """The stretches of opening time of a date, holidays counted; empty when closed."""
    return tuple(sorted(_stretches(profile, day)))


def _stretches(profile: Profile, day: date) -> Iterator[tuple[time, time]]:
    for holiday in profile.holidays:
        if holiday.date == day:
            if holiday.opens is not None and holiday.closes is not None:
                yield holiday.opens, holiday.closes
            return
    for hours in profile.hours:
        if _DAYS[day.weekday()] in hours.days:
            yield hours.opens, hours.closes
