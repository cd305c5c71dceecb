"""The one anatomy of all flows: a name, what wakes it, and how free it is at the start."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from cauce.core.decisions import Autonomy, Decision
from cauce.core.labels import Language
from cauce.core.turn import Turn

Group = Literal["understanding", "lifecycle", "commerce", "marketing", "data"]
Seen = TypeVar("Seen")


@dataclass(frozen=True, slots=True)
class Flow:
    """An entry of the catalogue. `number` is its place in business order, 1 to 22.

    A flow that is not `built` is listed, and shown as such, and never wakes.
    """

    number: int
    name: str
    group: Group
    titles: dict[Language, str]
    does: dict[Language, str]
    wakes_on: tuple[str, ...]
    default_autonomy: Autonomy
    built: bool = True


@dataclass(frozen=True, slots=True)
class TurnFlow(Generic[Seen]):
    """A flow that runs when a customer writes: what it looks at, and what it makes of it."""

    flow: Flow
    observe: Callable[[Turn], Seen]
    decide: Callable[[Seen], Decision]
