"""Composes what is said at a hand-over from facts only: no time is promised that nobody knows."""

from collections.abc import Mapping
from datetime import datetime

from cauce.core.actions import SendMessage
from cauce.core.dialogue import Source
from cauce.core.duty import TEAM_NAMES, when_back
from cauce.core.labels import EscalationReason, Language
from cauce.core.people import Agent, Team
from cauce.core.spelling import shortened
from cauce.core.turn import Opening
from cauce.flows.escalation import wording
from cauce.flows.escalation.grounds import Matter

# What fits in the head of a case; the whole conversation is one click away.
QUOTE = 300


def takes_over(
    reason: EscalationReason,
    team: Team,
    agent: Agent | None,
    opening: Opening,
    *,
    now: datetime,
    time_zone: str,
    reply_minutes: float | None,
    language: Language,
) -> SendMessage:
    """Who comes, and when if that is known: the measured reply time, or the opening hours."""
    named = TEAM_NAMES[language][team]
    sources = [Source("team", agent.id if agent else team)]
    parts = [wording.OPENING[reason][language]] if reason in wording.OPENING else []
    parts.append(_who_comes(agent, named, opening, now, time_zone, language))
    if not opening.open_now and opening.next_open is not None:
        sources.append(Source("profile", "hours"))
    if reply_minutes is not None and opening.open_now:
        minutes = max(1, round(reply_minutes))
        parts.append(wording.USUALLY[language].format(minutes=minutes))
    return SendMessage(" ".join(parts), language, purpose="handover", sources=tuple(sources))


def _who_comes(
    agent: Agent | None,
    team: str,
    opening: Opening,
    now: datetime,
    time_zone: str,
    language: Language,
) -> str:
    """Somebody now, while the business is open; else who it will be and when they are back."""
    if not opening.open_now and opening.next_open is not None:
        when = when_back(opening.next_open, now, time_zone, language)
        if agent is not None:
            return wording.NAMED_BACK[language].format(name=agent.name, team=team, when=when)
        return wording.BACK[language].format(team=team, when=when)
    if agent is None:
        return wording.UNNAMED[language].format(team=team)
    said = wording.NAMED if opening.open_now else wording.NAMED_LATER
    return said[language].format(name=agent.name, team=team)


def summary(
    reason: EscalationReason,
    matter: Matter,
    *,
    name: str | None,
    channel: str,
    entities: Mapping[str, str],
    priority: int,
    language: Language,
) -> str:
    """A few lines in the team's language, so that nobody has to ask the customer again."""
    lines = wording.SUMMARY[language]
    words = shortened(matter.text, QUOTE)
    told = [
        lines["who"].format(name=name or wording.VISITOR[language], channel=channel),
        lines["wants"].format(intent=wording.INTENTS[language][matter.reading.intent]),
        lines["why"].format(reason=wording.REASONS[language][reason]),
    ]
    if entities:
        told.append(lines["facts"].format(facts=", ".join(entities.values())))
    told.append(lines["mood"].format(mood=f"{matter.reading.mood.score:+.1f}", priority=priority))
    if words:
        told.append(lines["last"].format(words=words))
    return ". ".join(told)


def suggestion(name: str | None, language: Language) -> str:
    return wording.SUGGESTED[language].format(name=f" {name}" if name else "")


def team_note(reason: EscalationReason, language: Language) -> str:
    return wording.NOTE_TITLE[language].format(reason=wording.REASONS[language][reason])
