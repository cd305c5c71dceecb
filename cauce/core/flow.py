"""The one anatomy of all flows: a name, what wakes it, and how free it is at the start."""

from dataclasses import dataclass
from typing import Literal

from cauce.core.decisions import Autonomy
from cauce.core.labels import Language

Group = Literal["understanding", "lifecycle", "commerce", "marketing", "data"]


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
