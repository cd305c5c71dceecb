"""What a command told the person who gave it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """How it ended and what it said, without line breaks, for those are the terminal's."""

    status: int
    out: str
    errors: str


Run = Callable[..., Told]
