"""People on our side of the counter: agents, teams, and who is on duty."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cauce.core.labels import Language

Role = Literal["owner", "manager", "agent", "viewer"]
Team = Literal["sales", "support", "retention"]
TEAMS: tuple[Team, ...] = ("sales", "support", "retention")


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
