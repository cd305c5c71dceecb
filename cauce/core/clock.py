"""The one place that knows what time it is; everything else is handed the time."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Anything that can say the time as an aware UTC datetime."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is moved: for replaying and for tests."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at
