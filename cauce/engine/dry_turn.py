"""A whole turn thought through on an invented message: nothing is stored and nothing leaves."""

from dataclasses import dataclass, field, replace

from cauce.core.decisions import Decision
from cauce.core.flow import Flow, TurnFlow
from cauce.core.reading import Reading
from cauce.core.turn import Turn
from cauce.engine import opinions
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


@dataclass(slots=True)
class _Watched:
    """Runs the flows of a turn in their order and keeps what each decided."""

    made: dict[str, Decision] = field(default_factory=dict)

    def before_the_answer(self, turn: Turn) -> Decision:
        """All but the answer itself; what escalation decided."""
        for flow in TURN_FLOWS:
            if flow.flow.name != _LAST:
                self._run(flow, turn)
        return self.made["escalation"]

    def answer(self, turn: Turn) -> Decision:
        for flow in TURN_FLOWS:
            if flow.flow.name == _LAST:
                self._run(flow, turn)
        return self.made[_LAST]

    def _run(self, flow: TurnFlow[object], turn: Turn) -> None:
        seen = flow.observe(replace(turn, made=dict(self.made)))
        self.made[flow.flow.name] = flow.decide(seen)


async def try_message(house: House, text: str) -> Tried:
    """As if a stranger wrote this on the website now. Raises BadInput for no text or too much."""
    text = text.strip()
    if not text:
        raise BadInput("Write something first.", "text")
    if len(text) > LONGEST:
        raise BadInput("This text is too long.", "text")
    knowledge = await opinions.ready(house)
    watched = _Watched()
    rehearsal = Rehearsal(
        knowledge,
        opinions.Counted(house),
        watched.before_the_answer,
        watched.answer,
        house.clock.now(),
    )
    answer, _, reading = await rehearsal.answer(text)
    decided = tuple(
        (flow.flow, watched.made[flow.flow.name])
        for flow in TURN_FLOWS
        if flow.flow.name in watched.made
    )
    return Tried(reading, decided, answer)
