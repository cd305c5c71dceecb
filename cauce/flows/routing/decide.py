"""Sends the conversation where the table says, to the best person who is there to take it."""

from dataclasses import dataclass
from datetime import datetime

from cauce.core.actions import Action, Assign, CloseConversation, NotifyTeam, SendMessage
from cauce.core.decisions import Decision
from cauce.core.dialogue import Source
from cauce.core.duty import TEAM_NAMES, best_agent, when_back
from cauce.core.labels import Language
from cauce.core.people import TEAMS, Agent
from cauce.core.reasons import Reason, because
from cauce.core.turn import Opening
from cauce.flows.routing.table import CHATBOT, REJECT, Matter, Row, row_for
from cauce.flows.routing.wording import note, people_are_back

SPAM = "spam"
OPEN = Opening(open_now=True)


@dataclass(frozen=True, slots=True)
class Facts:
    """`team` and `priority` are where the conversation stands now; `handed_over` and
    `answered` by an earlier flow of this turn.
    """

    now: datetime
    matter: Matter
    language: Language
    agents: tuple[Agent, ...] = ()
    opening: Opening = OPEN
    time_zone: str = "America/Panama"
    team: str | None = None
    owner_id: str | None = None
    priority: int = 3
    with_person: bool = False
    handed_over: bool = False
    answered: bool = False
    house_language: Language = "es"
    customer_name: str = "?"
    words: str = ""


def decide(facts: Facts) -> Decision:
    saw: dict[str, object] = {
        "intent": facts.matter.intent,
        "mood": facts.matter.mood,
        "score": facts.matter.score,
    }
    if facts.handed_over:
        return Decision((because("it is being handed to a person in this same turn"),), saw=saw)
    if facts.with_person or facts.owner_id is not None:
        return Decision((because("somebody has this conversation already"),), saw=saw)
    row = row_for(facts.matter)
    if row.to in TEAMS or facts.team in TEAMS:
        return _to_people(facts, row, saw)
    if row.to == REJECT:
        return Decision((row.why,), actions=(CloseConversation(SPAM),), saw=saw)
    return _stay_with_machine(facts, row, saw)


def _stay_with_machine(facts: Facts, row: Row, saw: dict[str, object]) -> Decision:
    if facts.priority == row.priority:
        return Decision((row.why,), saw=saw)
    return Decision((row.why,), actions=(Assign(CHATBOT, row.priority),), saw=saw)


def _to_people(facts: Facts, row: Row, saw: dict[str, object]) -> Decision:
    reasons = [row.why]
    team, priority = row.to, row.priority
    if row.to not in TEAMS and facts.team is not None:
        # Whoever waits for a person keeps their place, though the next question is an easy one.
        team, priority = facts.team, facts.priority
        reasons.append(because("it already waits for a person of the team"))
    waits_already = facts.team == team
    priority = max(priority, facts.priority) if waits_already else priority
    agent = best_agent(facts.agents, team, facts.language)
    reasons.append(_who(agent, facts.language))
    if agent is None and waits_already and priority == facts.priority:
        return Decision(tuple(reasons), saw=saw)
    actions: list[Action] = [Assign(team, priority, agent.id if agent else None)]
    if agent is not None or not waits_already:
        actions.append(_note(facts, team, priority, agent))
    if agent is None and not waits_already and row.upset and not facts.answered:
        actions.extend(_explain(facts))
    return Decision(tuple(reasons), actions=tuple(actions), saw=saw)


def _who(agent: Agent | None, language: Language) -> Reason:
    if agent is None:
        return because("nobody of the team is on duty, so it waits in the queue")
    if language not in agent.languages:
        return because("{name} is on duty, though nobody here speaks the language", name=agent.name)
    return because(
        "{name} is on duty, speaks the language and has the fewest open conversations ({count})",
        name=agent.name,
        count=agent.open_conversations,
    )


def _note(facts: Facts, team: str, priority: int, agent: Agent | None) -> NotifyTeam:
    language = facts.house_language
    named = TEAM_NAMES[language].get(team, team)
    title, body = note(named, facts.customer_name, priority, facts.words, language)
    return NotifyTeam(team, title, body, agent_id=agent.id if agent else None)


def _explain(facts: Facts) -> tuple[SendMessage, ...]:
    """Only when it is known when people are back: nothing is promised without data."""
    back = facts.opening.next_open
    if facts.opening.open_now or back is None:
        return ()
    when = when_back(back, facts.now, facts.time_zone, facts.language)
    text = people_are_back(when, facts.language)
    return (SendMessage(text, facts.language, sources=(Source("profile", "hours"),)),)
