"""Everything that crossed the line in either direction, as it was, for the side panel and tests."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

Direction = Literal["to_platform", "to_cauce"]
KEPT: Final = 500


@dataclass(frozen=True, slots=True)
class Crossing:
    """One request and its answer. `status` is None where no answer came."""

    number: int
    at: datetime
    direction: Direction
    place: str
    what: str
    sent: Any
    status: int | None
    answered: Any
    note: str = ""


class Journal:
    """The latest crossings; `revision` grows with every change worth drawing again."""

    def __init__(self) -> None:
        self._kept: deque[Crossing] = deque(maxlen=KEPT)
        self._number = 0
        self.revision = 0

    def touch(self) -> None:
        self.revision += 1

    def write(
        self,
        at: datetime,
        direction: Direction,
        place: str,
        what: str,
        sent: Any,
        status: int | None,
        answered: Any,
        note: str = "",
    ) -> None:
        self._number += 1
        self.touch()
        self._kept.append(
            Crossing(self._number, at, direction, place, what, sent, status, answered, note)
        )

    def after(self, number: int) -> Iterable[Crossing]:
        return [one for one in self._kept if one.number > number]

    def forget(self) -> None:
        self._kept.clear()
        self.touch()
