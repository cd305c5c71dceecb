"""Opening hours: today, tomorrow, a weekday, holidays, or the whole week."""

from datetime import date, time, timedelta

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.clock_times import hour_asked
from cauce.ai.embedded.composer.days import WEEK, date_meant, day_meant
from cauce.ai.embedded.composer.figures import clock, day_and_month, weekday
from cauce.ai.embedded.composer.scene import Scene
from cauce.core.business import Branch, Holiday, Hours
from cauce.core.opening import opening

_PLACES = 2
# What a question about a day's hours may touch without being about something else.
_OF_DAYS = frozenset(
    {*WEEK, "today", "tomorrow", "weekend", "holiday", "hours", "now", "it", "greeting", "no"}
)
_SHORT_QUESTION = 8


def follow_up_hours(scene: Scene, out: Answer) -> bool:
    """ "¿y el 24?" while hours are talked of, "¿abren el Viernes Santo?" at any time."""
    going_on = scene.brief.memory.last_topic == "hours"
    if scene.seen.flags - _OF_DAYS or scene.meant.fresh or scene.memory.stage == "confirming":
        return False
    if len(scene.seen.wording.words) > _SHORT_QUESTION:
        return False
    if going_on:
        asked = day_meant(scene, going_on=True)
    else:
        asked = date_meant(scene, going_on=False) if scene.asks("hours") else None
    return asked is not None and answer_hours(scene, out)


def answer_hours(scene: Scene, out: Answer) -> bool:
    profile = scene.profile
    places = _places(scene)
    if not profile.hours and not places:
        return False
    out.did("answer", "hours")
    out.cite_profile()
    day = day_meant(scene, going_on=scene.brief.memory.last_topic == "hours")
    if scene.asks("now") and profile.hours and day == scene.today:
        _open_or_not(scene, out)
    if day is not None:
        _of_day(scene, out, day, places)
    else:
        _of_week(scene, out, places)
    return True


def _places(scene: Scene) -> list[tuple[str, tuple[Hours, ...]]]:
    """Branches with hours of their own, the named one only when one is named."""
    branches = [branch for branch in scene.profile.branches if branch.hours]
    named = [branch for branch in branches if _is_named(scene, branch)]
    found = [(one.name, one.hours) for one in (named or branches)[:_PLACES]]
    same = len({hours for _, hours in found}) <= 1 and not named
    return [] if same and scene.profile.hours else found


def _is_named(scene: Scene, branch: Branch) -> bool:
    words = " ".join(scene.seen.wording.words)
    return " ".join(term for term in branch.name.casefold().split()) in words


def spans(hours: tuple[Hours, ...], day: date) -> list[Hours]:
    name = WEEK[day.weekday()]
    return sorted((one for one in hours if name in one.days), key=lambda one: one.opens)


def _holiday(scene: Scene, day: date) -> Holiday | None:
    return next((one for one in scene.profile.holidays if one.date == day), None)


def _title(scene: Scene, holiday: Holiday) -> str:
    """ " (Navidad)", or nothing where its name is not known in the customer's language."""
    named = scene.language in (scene.profile.language, *holiday.names)
    return f" ({holiday.name_in(scene.language)})" if named else ""


def _of_day(
    scene: Scene, out: Answer, day: date, places: list[tuple[str, tuple[Hours, ...]]]
) -> None:
    name = _day_name(scene, out, day)
    holiday = _holiday(scene, day)
    asked = hour_asked(scene.seen.wording.folded)
    if holiday is not None:
        title = _title(scene, holiday)
        if holiday.opens is None or holiday.closes is None:
            _say(out, "hours.holiday_closed", day=name, holiday=title)
        else:
            _say(
                out,
                "hours.holiday_open",
                day=name,
                holiday=title,
                opens=clock(holiday.opens),
                closes=clock(holiday.closes),
            )
            if asked is not None:
                there = holiday.opens <= asked < holiday.closes
                out.say("hours.that_hour_open" if there else "hours.that_hour_closed")
        return
    for place, hours in places or [("", scene.profile.hours)]:
        found = spans(hours, day)
        times = out.voice.join([_span(out, one) for one in found])
        if found and asked is not None:
            _say_at(out, found, asked, place=place, day=name, times=times)
        elif place:
            key = "hours.place_open" if found else "hours.place_closed"
            out.say(key, place=place, day=name, times=times)
        else:
            _say(out, "hours.day_open" if found else "hours.day_closed", day=name, times=times)
    if asked is not None:
        return
    if day == scene.today and not places and not scene.asks("now"):
        _right_now(scene, out)


def _say_at(out: Answer, found: list[Hours], asked: time, *, place: str, **parts: object) -> None:
    """Yes or no for the hour that was asked, then the hours of that day."""
    there = any(one.opens <= asked < one.closes for one in found)
    key = f"hours.{'place_' if place else ''}at_{'open' if there else 'closed'}"
    _say(out, key, place=place, **parts)


def _say(out: Answer, key: str, **figures: object) -> None:
    """Sentences that may begin with the day's name begin with a capital."""
    sentence = out.voice.say(key, **figures)
    out.add(sentence[:1].upper() + sentence[1:])


def _open_or_not(scene: Scene, out: Answer) -> None:
    """Yes or no comes first; the hours follow."""
    state = opening(scene.profile, scene.brief.now)
    if state.open_now:
        out.say("hours.yes_now")
        return
    if state.next_open is None:
        out.say("hours.not_now")
        return
    local = state.next_open.astimezone(scene.local_now.tzinfo)
    day = _day_name(scene, out, local.date())
    out.say("hours.not_now_until", day=day, opens=clock(local.time()))


def _right_now(scene: Scene, out: Answer) -> None:
    now = scene.local_now.time()
    found = spans(scene.profile.hours, scene.today)
    if any(one.opens <= now < one.closes for one in found):
        out.say("hours.open_now")
    elif found and now < found[0].opens:
        out.say("hours.opens_later", opens=clock(found[0].opens))
    elif found:
        out.say("hours.closed_now")


def _day_name(scene: Scene, out: Answer, day: date) -> str:
    if day == scene.today:
        return out.voice.say("day.today")
    if day == scene.today + timedelta(days=1):
        return out.voice.say("day.tomorrow")
    if (day - scene.today).days > 6:
        return out.voice.say("day.date", day=day_and_month(day, scene.language))
    return out.voice.say("day.on", day=weekday(day.weekday(), scene.language))


def _span(out: Answer, hours: Hours) -> str:
    return out.voice.say("hours.span", opens=clock(hours.opens), closes=clock(hours.closes))


def _of_week(scene: Scene, out: Answer, places: list[tuple[str, tuple[Hours, ...]]]) -> None:
    for place, hours in places or [("", scene.profile.hours)]:
        week = week_text(scene, out, hours)
        if place:
            out.say("hours.place_week", place=place, week=week)
        else:
            out.say("hours.week", week=week)
    soon = [one for one in scene.profile.holidays if 0 <= (one.date - scene.today).days <= 7]
    for holiday in soon[:1]:
        if holiday.opens is None:
            out.say(
                "hours.soon_closed",
                date=day_and_month(holiday.date, scene.language),
                holiday=_title(scene, holiday),
            )


def week_text(scene: Scene, out: Answer, hours: tuple[Hours, ...]) -> str:
    """`lunes a sábado de 9:00 a 19:00; domingo de 10:00 a 17:00`."""
    parts = []
    for one in hours:
        places = sorted(WEEK.index(day) for day in one.days)
        parts.append(f"{_run(scene, out, places)} {_span(out, one)}")
    return "; ".join(parts)


def _run(scene: Scene, out: Answer, places: list[int]) -> str:
    names = [weekday(place, scene.language) for place in places]
    if len(places) > 2 and places[-1] - places[0] == len(places) - 1:
        return out.voice.say("hours.days", first=names[0], last=names[-1])
    return out.voice.join(names)
