"""A clock that can be moved ahead, so that a day passes when somebody asks for it."""

from datetime import datetime, timedelta

from cauce.core.clock import Clock


class MovingClock:
    """Another clock, ahead by what it was moved."""

    def __init__(self, base: Clock) -> None:
        self._base = base
        self.ahead = timedelta()

    def now(self) -> datetime:
        return self._base.now() + self.ahead

    def move(self, by: timedelta) -> None:
        self.ahead += by

    def move_to(self, at: datetime) -> None:
        """Never back."""
        self.ahead += max(at - self.now(), timedelta())
