"""What is measured: a way to read a message, and what the flows make of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

from cauce.core.reading import Reading, ReadingContext


class Read(Protocol):
    def __call__(self, text: str, context: ReadingContext | None = None, /) -> Reading: ...


class Conversation(Protocol):
    """One conversation with the bot of a business."""

    def reply(self, text: str) -> tuple[str, str, Reading]:
        """What the bot says, what it does (answer, ask, order …), and how it read the text."""


ScoreLead = Callable[[Reading, Mapping[str, Any]], tuple[int, str, Sequence[str]]]
# The reading, the earlier turns as {sender, text}, and the text itself: the reason, or None.
Escalates = Callable[[Reading, Sequence[Mapping[str, Any]], str], str | None]
Converse = Callable[[Path], Conversation]


@dataclass(frozen=True, slots=True)
class Engine:
    """The parts under test; a task that needs a missing part says so instead of guessing."""

    read: Read
    score_lead: ScoreLead | None = None
    escalates: Escalates | None = None
    converse: Converse | None = None
    timer: Callable[[], float] = perf_counter
    # From this confidence on the flows act without asking; below it they ask or hand over.
    acting_confidence: float = 0.6
