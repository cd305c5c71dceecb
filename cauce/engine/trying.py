"""A flow tried on an invented message: what it would decide; nothing is stored, nobody told."""

import time
from dataclasses import replace

from cauce.core.business import Knowledge
from cauce.core.decisions import Decision, serves
from cauce.core.dialogue import Brief, Customer, Memory, ReservedOrder, Said
from cauce.core.in_house import in_house
from cauce.core.reading import ReadingContext
from cauce.core.turn import Conversation, Lead, Turn
from cauce.engine import opinions
from cauce.engine.house import House
from cauce.engine.turn.thinking import CHATBOT
from cauce.errors import BadInput, NotFound
from cauce.flows import FLOWS, TURN_FLOWS

_TRIAL = "trial"


async def try_flow(house: House, knowledge: Knowledge, flow: str, message: str) -> Decision:
    """The decision of `flow` when a stranger writes `message` on the website now.

    The flows before it decide first, as in a turn. Raises NotFound for an unknown flow, and
    BadInput for one that does not wake when a customer writes.
    """
    if flow not in {each.name for each in FLOWS}:
        raise NotFound(f"There is no flow called {flow}.")
    if flow not in {each.flow.name for each in TURN_FLOWS}:
        raise BadInput("This flow does not wake when a customer writes, so it cannot be tried.")
    turn = await _turn(house, knowledge, message)
    for each in TURN_FLOWS:
        if each.flow.name == CHATBOT and not any(map(serves, turn.made.values())):
            turn = replace(turn, draft=await opinions.draft(house, _brief(house, knowledge, turn)))
        started = time.perf_counter()
        decision = each.decide(each.observe(turn))
        spent = (time.perf_counter() - started) * 1000
        if each.flow.name == flow:
            return replace(decision, milliseconds=decision.milliseconds or spent)
        turn = replace(turn, made={**turn.made, each.flow.name: decision})
    raise NotFound(f"There is no flow called {flow}.")


async def _turn(house: House, knowledge: Knowledge, message: str) -> Turn:
    now = house.clock.now()
    hint = ReadingContext(language_hint=knowledge.profile.language)
    reading = await opinions.read(house, message, hint)
    turn = Turn(
        now=now,
        conversation=Conversation(_TRIAL, "webchat", message_count=1),
        customer=Customer(_TRIAL),
        lead=Lead(_TRIAL),
        burst=(Said(_TRIAL, 1, "customer", message, now),),
        history=(),
        reading=reading,
    )
    return in_house(turn, knowledge)


def _brief(house: House, knowledge: Knowledge, turn: Turn) -> Brief:
    return Brief(
        now=turn.now,
        text=turn.burst[0].text,
        reading=turn.reading,
        memory=Memory(),
        knowledge=knowledge,
        customer=turn.customer,
        reserved=ReservedOrder(_TRIAL, _TRIAL.upper(), f"{house.settings.address}/pay/{_TRIAL}"),
        open_now=turn.opening.open_now,
    )
