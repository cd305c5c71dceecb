"""How often somebody may do something: a count over a sliding window, kept in this process.

With several server processes each counts by itself, so somebody gets at most that many times as
much; one count for all would cost every message a write for a limit that need not be exact.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

_MANY = 10_000


@dataclass(slots=True)
class Pace:
    """At most `limit` in any `seconds`."""

    limit: int
    seconds: float
    _times: dict[str, deque[float]] = field(default_factory=dict)

    def wait(self, who: str, now: datetime) -> float:
        """Seconds until `who` may go on; 0 when they may now, and then it is counted."""
        at = now.timestamp()
        times = self._times.setdefault(who, deque())
        while times and times[0] <= at - self.seconds:
            times.popleft()
        if len(times) >= self.limit:
            return times[0] + self.seconds - at
        times.append(at)
        if len(self._times) > _MANY:
            self._forget(at)
        return 0.0

    def _forget(self, at: float) -> None:
        """Lets go of everyone who has been quiet for a whole window."""
        quiet = [who for who, times in self._times.items() if times[-1] <= at - self.seconds]
        for who in quiet:
            del self._times[who]


@dataclass(slots=True)
class Paces:
    """People type a few messages a minute, and each is counted by their own token.

    Mobile networks put thousands of people behind one address, and a shop sends them all at once
    with one offer: an address is only held to what no crowd of shoppers needs.
    """

    messages: Pace = field(default_factory=lambda: Pace(20, 60))
    messages_by_address: Pace = field(default_factory=lambda: Pace(1200, 60))
    sessions: Pace = field(default_factory=lambda: Pace(60, 60))
    new_sessions_by_address: Pace = field(default_factory=lambda: Pace(600, 60))
    signals: Pace = field(default_factory=lambda: Pace(120, 60))
    streams: Pace = field(default_factory=lambda: Pace(30, 60))
