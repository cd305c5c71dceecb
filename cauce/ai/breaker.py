"""A vendor that keeps failing is left alone for a while, then tried with one request."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from cauce.ai.failures import ANSWERED, LASTING, OF_THE_VENDOR, FailureKind

State = Literal["closed", "open", "half_open"]


@dataclass(frozen=True, slots=True)
class Patience:
    """How many failures in a row are too many, and how long the pause then is, in seconds.

    `lasting` is the pause after what only a person can mend: no credit, a refused key.
    """

    failures: int = 3
    pause: float = 30.0
    lasting: float = 900.0


@dataclass(slots=True)
class Breaker:
    """One for each vendor. `timer` counts seconds and is never a wall clock."""

    timer: Callable[[], float]
    patience: Patience = field(default_factory=Patience)
    last: FailureKind | None = None
    _in_a_row: int = 0
    _until: float | None = None
    _trying: bool = False

    @property
    def state(self) -> State:
        if self._until is None:
            return "closed"
        return "open" if self.timer() < self._until else "half_open"

    def lets_through(self) -> bool:
        """Whether to ask now; of a half-open one only the first who comes may try."""
        state = self.state
        if state == "half_open" and not self._trying:
            self._trying = True
            return True
        return state == "closed"

    def answered(self) -> None:
        """It works: everything that was held against it is forgotten."""
        self.last, self._in_a_row, self._until, self._trying = None, 0, None, False

    def failed(self, kind: FailureKind, retry_after: float | None = None) -> None:
        """Counts what is the vendor's own fault; a wish to be left alone is granted at once."""
        if kind in ANSWERED:
            self.answered()
            return
        if kind not in OF_THE_VENDOR:
            self.let_go()
            return
        self.last = kind
        self._in_a_row += 1
        tried, self._trying = self._trying, False
        pause = retry_after or 0.0
        if kind in LASTING:
            pause = max(pause, self.patience.lasting)
        elif tried or self._in_a_row >= self.patience.failures:
            pause = max(pause, self.patience.pause)
        if pause:
            self._until = self.timer() + pause

    def let_go(self) -> None:
        """The trial ended without saying anything about the vendor; the next one may try."""
        self._trying = False
