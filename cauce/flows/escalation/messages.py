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
    if agent is not None:
        parts.append(wording.NAMED[language].format(name=agent.name, team=named))
    elif not opening.open_now and opening.next_open is not None:
        when = when_back(opening.next_open, now, time_zone, language)
        parts.append(wording.BACK[language].format(team=named, when=when))
        sources.append(Source("profile", "hours"))
    else:
        parts.append(wording.UNNAMED[language].format(team=named))
    if reply_minutes is not None and (agent is not None or opening.open_now):
        minutes = max(1, round(reply_minutes))
        parts.append(wording.USUALLY[language].format(minutes=minutes))
    return SendMessage(" ".join(parts), language, purpose="handover", sources=tuple(sources))


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
        lines["who"].format(name=name or "?", channel=channel),
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
