"""Composes what is said at a hand-over from facts only: no time is promised that nobody knows."""

from datetime import datetime

from cauce.core.actions import SendMessage
from cauce.core.cards import was_masked
from cauce.core.dialogue import Source
from cauce.core.duty import TEAM_NAMES, when_back
from cauce.core.first_aid import Advice
from cauce.core.labels import EscalationReason, Language
from cauce.core.people import Agent, Team
from cauce.core.turn import Opening
from cauce.flows.escalation import wording
from cauce.flows.escalation.grounds import Ground


def takes_over(
    ground: Ground,
    team: Team,
    agent: Agent | None,
    opening: Opening,
    *,
    now: datetime,
    time_zone: str,
    reply_minutes: float | None,
    language: Language,
    text: str = "",
    advice: Advice | None = None,
) -> SendMessage:
    """Who comes, and when if that is known: the measured reply time, or the opening hours.

    Whoever may be in danger first hears what the business says of urgent cases.
    """
    named = TEAM_NAMES[language][team]
    sources = [Source("team", agent.id if agent else team)]
    parts = [wording.NO_CARDS[language]] if was_masked(text) else []
    urgent = advice if ground.about == "danger" else None
    if urgent is not None:
        parts.append(urgent.text)
        sources += urgent.sources
    else:
        parts += _opening(ground, language)
    parts.append(_who_comes(agent, named, opening, now, time_zone, language))
    if not opening.open_now and opening.next_open is not None:
        sources.append(Source("profile", "hours"))
    if reply_minutes is not None and opening.open_now:
        minutes = max(1, round(reply_minutes))
        parts.append(wording.USUALLY[language].format(minutes=minutes))
    return SendMessage(" ".join(parts), language, purpose="handover", sources=tuple(sources))


def still_waiting(
    opening: Opening,
    *,
    now: datetime,
    time_zone: str,
    language: Language,
    advice: Advice | None = None,
) -> SendMessage:
    """That what they wrote arrived, and when somebody is back if nobody is there."""
    note = wording.STILL_WAITING[language]
    sources = advice.sources if advice else ()
    if opening.open_now or opening.next_open is None:
        said = wording.WAITING_SOON[language].format(note=note)
    else:
        when = when_back(opening.next_open, now, time_zone, language)
        said = wording.WAITING_UNTIL[language].format(note=note, when=when)
        sources = (*sources, Source("profile", "hours"))
    text = f"{said} {advice.text}" if advice else said
    return SendMessage(text, language, purpose="notice", sources=sources)


def is_waiting_note(text: str) -> bool:
    """Whether a message of ours only said that they wait."""
    return text.startswith(tuple(wording.STILL_WAITING.values()))


def _opening(ground: Ground, language: Language) -> list[str]:
    if ground.about == "data":
        return [wording.OWN_DATA[language]]
    said = wording.OPENING.get(ground.reason)
    return [said[language]] if said else []


def _who_comes(
    agent: Agent | None,
    team: str,
    opening: Opening,
    now: datetime,
    time_zone: str,
    language: Language,
) -> str:
    """Somebody now, while the business is open; else who it will be and when they are back."""
    who = _called(agent, team, language)
    if not opening.open_now and opening.next_open is not None:
        when = when_back(opening.next_open, now, time_zone, language)
        return wording.BACK[language].format(who=who, when=when)
    if agent is None or opening.open_now:
        return wording.COMES[language].format(who=who)
    return wording.LATER[language].format(who=who)


def _called(agent: Agent | None, team: str, language: Language) -> str:
    """Their name and team, as far as they have one that may be told."""
    if agent is None or not agent.named:
        return wording.SOMEBODY[language].format(team=team)
    if not agent.teams:
        return agent.name
    return wording.NAMED[language].format(name=agent.name, team=team)


def team_note(reason: EscalationReason, language: Language) -> str:
    return wording.NOTE_TITLE[language].format(reason=wording.REASONS[language][reason])
