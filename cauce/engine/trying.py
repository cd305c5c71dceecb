"""Trying a message out: the whole turn is thought through, and nothing is stored or sent."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from cauce.core.decisions import Decision
from cauce.core.flow import Flow
from cauce.core.reading import Reading
from cauce.core.turn import Turn
from cauce.engine.house import House
from cauce.errors import BadInput
from cauce.flows import TURN_FLOWS
from cauce.knowledge.rehearsal import Rehearsal

LONGEST = 2000
_LAST = "chatbot"


@dataclass(frozen=True, slots=True)
class Tried:
    """How the message was read, what every flow made of it, and what would be said."""

    reading: Reading
    decisions: tuple[tuple[Flow, Decision], ...]
    answer: str


class _Watched:
    """Runs the flows of a turn in their order and keeps what each decided."""

    def __init__(self) -> None:
        self.made: dict[str, Decision] = {}

    def before_the_answer(self, turn: Turn) -> Decision:
        """All but the answer itself; what escalation decided."""
        for flow in TURN_FLOWS:
            if flow.flow.name != _LAST:
                self._run(flow.flow.name, turn, lambda now, one=flow: one.decide(one.observe(now)))
        return self.made["escalation"]

    def answer(self, turn: Turn) -> Decision:
        for flow in TURN_FLOWS:
            if flow.flow.name == _LAST:
                self._run(_LAST, turn, lambda now, one=flow: one.decide(one.observe(now)))
        return self.made[_LAST]

    def _run(self, name: str, turn: Turn, decide: Callable[[Turn], Decision]) -> None:
        self.made[name] = decide(replace(turn, made=dict(self.made)))


async def try_message(house: House, text: str) -> Tried:
    """As if a stranger wrote this on the website now."""
    text = text.strip()
    if not text:
        raise BadInput("Write something first.", "text")
    if len(text) > LONGEST:
        raise BadInput("This text is too long.", "text")
    async with house.store.reading() as session:
        knowledge = await house.knowledge.current(session)
    watched = _Watched()
    rehearsal = Rehearsal(
        knowledge, house.consult, watched.before_the_answer, watched.answer, house.clock.now()
    )
    answer, _, reading = await rehearsal.answer(text)
    decided = tuple(
        (flow.flow, watched.made[flow.flow.name])
        for flow in TURN_FLOWS
        if flow.flow.name in watched.made
    )
    return Tried(reading, decided, answer)
