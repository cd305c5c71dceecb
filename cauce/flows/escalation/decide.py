"""Hands the conversation to a person when one is needed, and tells both sides what they need."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cauce.core.actions import Action, HandOver, NotifyTeam, RaiseAlert
from cauce.core.decisions import Decision
from cauce.core.duty import best_agent, team_for
from cauce.core.events import Channel
from cauce.core.labels import EscalationReason, Language
from cauce.core.people import Agent, Team
from cauce.core.reasons import because
from cauce.core.turn import Opening
from cauce.flows.escalation.grounds import Ground, Matter, ground_for
from cauce.flows.escalation.messages import suggestion, summary, takes_over, team_note

OPEN = Opening(open_now=True)
# What cannot wait goes before everything else in the inbox; the rest just before the routine.
FIRST: frozenset[EscalationReason] = frozenset({"legal", "negative_sentiment", "high_value", "vip"})


@dataclass(frozen=True, slots=True)
class Facts:
    """`with_person` is true when somebody attends it already; `house_language` is the team's."""

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


def decide(facts: Facts) -> Decision:
    if facts.with_person:
        return Decision((because("a person attends this conversation"),))
    ground = ground_for(facts.matter)
    if ground is None:
        return Decision((because("nothing here needs a person"),))
    if facts.leaves:
        return _warn_quietly(facts, ground)
    team = _team(facts, ground)
    agent = _agent(facts, team)
    reasons = [ground.why]
    if agent is not None:
        reasons.append(because("{name} takes it", name=agent.name))
    return Decision(
        tuple(reasons),
        actions=_hand_over(facts, ground, team, agent),
        saw={"reason": ground.reason, "team": team},
    )


def _agent(facts: Facts, team: Team) -> Agent | None:
    """Whoever has the conversation already, if they are there; else the best of the team."""
    owner = (agent for agent in facts.agents if agent.on_duty and agent.id == facts.owner_id)
    return next(owner, None) or best_agent(facts.agents, team, facts.matter.reading.language)


def _team(facts: Facts, ground: Ground) -> Team:
    if ground.reason in ("high_value", "vip") and not facts.matter.reading.mood.score < 0:
        return "sales"
    return team_for(facts.matter.reading)


def _hand_over(facts: Facts, ground: Ground, team: Team, agent: Agent | None) -> tuple[Action, ...]:
    """The message goes first: once the conversation is handed over the machine is silent."""
    language = facts.matter.reading.language
    priority = 5 if ground.reason in FIRST else 4
    told = takes_over(
        ground.reason,
        team,
        agent,
        facts.opening,
        now=facts.now,
        time_zone=facts.time_zone,
        reply_minutes=facts.reply_minutes,
        language=language,
    )
    packet = summary(
        ground.reason,
        facts.matter,
        name=facts.customer_name,
        channel=facts.channel,
        entities=facts.entities,
        priority=priority,
        language=facts.house_language,
    )
    agent_id = agent.id if agent else None
    note = team_note(ground.reason, facts.house_language)
    return (
        told,
        HandOver(
            reason=ground.reason,
            summary=packet,
            priority=priority,
            team=team,
            agent_id=agent_id,
            entities=facts.entities,
            suggested_reply=suggestion(facts.customer_name, language),
        ),
        NotifyTeam(team, note, packet, agent_id=agent_id),
    )


def _warn_quietly(facts: Facts, ground: Ground) -> Decision:
    """Who asked to be left alone is not written to, but the team should know what was said."""
    why = because("the customer wants no contact, so only the team is told")
    alert = RaiseAlert(
        type="person_wanted",
        severity="high",
        message=f"{team_note(ground.reason, facts.house_language)}: “{facts.matter.text}”",
        cause=f"person_wanted:{facts.conversation_id}",
        data={"reason": ground.reason},
    )
    return Decision((ground.why, why), actions=(alert,), saw={"reason": ground.reason})
