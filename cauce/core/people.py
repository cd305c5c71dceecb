"""People: agents, teams, who is on duty, and what to call somebody who gave no name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cauce.core.labels import Language

Role = Literal["owner", "manager", "agent", "viewer"]
Team = Literal["sales", "support", "retention"]
TEAMS: tuple[Team, ...] = ("sales", "support", "retention")
# What the first account is called until its person gives their name; no customer reads it.
UNNAMED_OWNER = "Owner"
# Enough to tell the strangers of a day apart, and short enough to say aloud.
CODE_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who can take a conversation. `idle_since` is when they last got one (aware UTC)."""

    id: str
    name: str
    teams: tuple[str, ...]
    languages: tuple[Language, ...]
    on_duty: bool
    open_conversations: int = 0
    idle_since: datetime | None = None

    @property
    def named(self) -> bool:
        """Whether a customer can be told the name."""
        return self.name != UNNAMED_OWNER


def code_of(contact_id: str) -> str:
    """`4F2K`: the end of an id, which is chance; the same person always has the same one."""
    return contact_id[-CODE_LENGTH:].upper()
