"""The draft of the turn, whether somebody already answers, and whom a person's help would be."""

from cauce.core.decisions import serves
from cauce.core.duty import team_for, team_of, who_takes
from cauce.core.named import named
from cauce.core.spelling import shortened
from cauce.core.turn import Turn
from cauce.flows.chatbot.decide import Facts

# What fits in the head of a case.
QUOTE = 300


def observe(turn: Turn) -> Facts:
    language = turn.reading.language
    wanted = team_for(turn.reading)
    agent = who_takes(turn.agents, wanted, language, turn.conversation.owner_id)
    team = (team_of(agent, wanted) if agent else None) or wanted
    said = " ".join(one.text.strip() for one in turn.burst if one.text.strip())
    return Facts(
        now=turn.now,
        draft=turn.draft,
        served=any(serves(decision) for decision in turn.made.values()),
        with_person=turn.conversation.bot_silenced,
        failures=turn.conversation.bot_failures,
        team=team,
        agent_id=agent.id if agent else None,
        summary=shortened(said, QUOTE),
        entities=named(turn.reading.entities),
        language=language,
    )
