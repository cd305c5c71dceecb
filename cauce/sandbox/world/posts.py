"""What the business publishes: containers that take a while, and the posts they become."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal

ContainerStatus = Literal["IN_PROGRESS", "FINISHED", "ERROR", "EXPIRED", "PUBLISHED"]
CONTAINER_LIVES: Final = timedelta(hours=24)
TAKES: Final = timedelta(seconds=5)


@dataclass(slots=True)
class Container:
    """`fails` is the subcode it ends with, when it shall."""

    id: str
    given: dict[str, Any]
    at: datetime
    published: str | None = None
    fails: int | None = None

    def status(self, now: datetime) -> ContainerStatus:
        if self.published is not None:
            return "PUBLISHED"
        if now >= self.at + CONTAINER_LIVES:
            return "EXPIRED"
        if now < self.at + TAKES:
            return "IN_PROGRESS"
        return "ERROR" if self.fails is not None else "FINISHED"


@dataclass(slots=True)
class Post:
    """`account` is the page or Instagram account it stands on."""

    id: str
    account: str
    given: dict[str, Any] = field(default_factory=dict)
    at: datetime | None = None
