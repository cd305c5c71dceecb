"""Hands the conversation to a person when one is needed, and tells both sides what they need."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cauce.core.actions import Action, HandOver, NotifyTeam, RaiseAlert, SendMessage
from cauce.core.decisions import Decision
from cauce.core.duty import team_for, team_of, who_takes
from cauce.core.events import Channel
from cauce.core.first_aid import Advice, is_hurt
from cauce.core.labels import EscalationReason, Language
from cauce.core.people import Agent, Team
from cauce.core.reasons import because
from cauce.core.turn import Opening
from cauce.flows.escalation.case_notes import Known, suggestion, summary
from cauce.flows.escalation.grounds import Ground, Matter, ground_for
from cauce.flows.escalation.messages import (
    still_waiting,
    takes_over,
    team_note,
)

OPEN = Opening(open_now=True)
# What cannot wait goes before everything else in the inbox; the rest just before the routine.
FIRST: frozenset[EscalationReason] = frozenset({"legal", "negative_sentiment", "high_value", "vip"})
# Whoever writes again while they wait hears that it arrived: not at once, and not every time.
PATIENCE = timedelta(minutes=10)
NOTES_APART = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Facts:
    """`with_person` is true when somebody attends it already; `house_language` is the team's.

    `waits` is true when nobody of the team has answered since it was handed over; `spoke_at` is
    when the customer last heard from us, `noted_at` when they last heard that they wait.
    """

    now: datetime
    conversation_id: str
    matter: Matter
    channel: Channel = "webchat"
    agents: tuple[Agent, ...] = ()
    opening: Opening = OPEN
    time_zone: str = "America/Panama"
    reply_minutes: float | None = None
    with_person: bool = False
    owner_id: str | None = None
    leaves: bool = False
    customer_name: str | None = None
    entities: Mapping[str, str] = field(default_factory=dict)
    house_language: Language = "es"
    known: Known = field(default_factory=Known)
    advice: Advice | None = None
    waits: bool = False
    spoke_at: datetime | None = None
    noted_at: datetime | None = None


def decide(facts: Facts) -> Decision:
    if facts.with_person and _wonders(facts):
        return _reassure(facts)
    if facts.with_person:
        return Decision((because("a person attends this conversation"),))
    ground = ground_for(facts.matter)
    if ground is None:
        return Decision((because("nothing here needs a person"),))
    if facts.leaves and ground.about != "data":
        return _warn_quietly(facts, ground)
    wanted = _team(facts, ground)
    language = facts.matter.reading.language
    agent = who_takes(facts.agents, wanted, language, facts.owner_id)
    team = (team_of(agent, wanted) if agent else None) or wanted
    reasons = [ground.why]
    if agent is not None:
        reasons.append(because("{name} takes it", name=agent.name))
    return Decision(
        tuple(reasons),
        actions=_hand_over(facts, ground, team, agent),
        saw={"reason": ground.reason, "team": team},
    )


def _team(facts: Facts, ground: Ground) -> Team:
    if ground.about == "data":
        return "support"
    if ground.reason in ("high_value", "vip") and not facts.matter.reading.mood.score < 0:
        return "sales"
    return team_for(facts.matter.reading)


def _hand_over(facts: Facts, ground: Ground, team: Team, agent: Agent | None) -> tuple[Action, ...]:
    """The message goes first: once the conversation is handed over the machine is silent."""
    language = facts.matter.reading.language
    priority = 5 if ground.reason in FIRST else 4
    packet = summary(
        ground.reason,
        facts.matter,
        facts.known,
        name=facts.customer_name,
        channel=facts.channel,
        entities=facts.entities,
        priority=priority,
        language=facts.house_language,
    )
    agent_id = agent.id if agent else None
    # Who leaves has read already that a person sees to their data.
    return (
        *(() if facts.leaves else (_told(facts, ground, team, agent),)),
        HandOver(
            reason=ground.reason,
            summary=packet,
            priority=priority,
            team=team,
            agent_id=agent_id,
            entities=facts.entities,
            suggested_reply=suggestion(
                facts.matter,
                facts.known,
                name=facts.customer_name,
                entities=facts.entities,
                language=language,
            ),
        ),
        NotifyTeam(team, _title(facts, ground), packet, agent_id=agent_id),
    )


def _told(facts: Facts, ground: Ground, team: Team, agent: Agent | None) -> SendMessage:
    return takes_over(
        ground,
        team,
        agent,
        facts.opening,
        now=facts.now,
        time_zone=facts.time_zone,
        reply_minutes=facts.reply_minutes,
        language=facts.matter.reading.language,
        text=facts.matter.text,
        advice=facts.advice,
    )


def _title(facts: Facts, ground: Ground) -> str:
    return team_note(ground.reason, facts.house_language)


def _wonders(facts: Facts) -> bool:
    """Whether a customer who waits for a person wrote again and has heard nothing for a while."""
    reading = facts.matter.reading
    if not facts.waits or facts.leaves or not facts.matter.text or reading.closure == "confirmed":
        return False
    quiet = facts.spoke_at is None or facts.now - facts.spoke_at >= PATIENCE
    return quiet and (facts.noted_at is None or facts.now - facts.noted_at >= NOTES_APART)


def _reassure(facts: Facts) -> Decision:
    message = still_waiting(
        facts.opening,
        now=facts.now,
        time_zone=facts.time_zone,
        language=facts.matter.reading.language,
        advice=facts.advice if is_hurt(facts.matter.text) else None,
    )
    why = because("they wait for a person and wrote again, so they hear that it arrived")
    return Decision((why,), actions=(message,))


def _warn_quietly(facts: Facts, ground: Ground) -> Decision:
    """Who asked to be left alone is not written to, but the team should know what was said."""
    why = because("the customer wants no contact, so only the team is told")
    alert = RaiseAlert(
        type="person_wanted",
        severity="high",
        message=f"{_title(facts, ground)}: “{facts.matter.text}”",
        cause=f"person_wanted:{facts.conversation_id}",
        data={"reason": ground.reason},
    )
    return Decision((ground.why, why), actions=(alert,), saw={"reason": ground.reason})
