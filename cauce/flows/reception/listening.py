"""How long an answer waits for the words of voice notes that are being written down."""

from collections.abc import Sequence
from datetime import datetime, timedelta


def listening_until(arrived: Sequence[datetime], now: datetime, longest: float) -> datetime | None:
    """When to go on without the words, or None to go on now.

    `arrived`: when each note came whose words may still come. `longest` seconds after the last of
    them nobody is kept waiting any more: who hears nothing thinks that nobody is there.
    """
    if not arrived:
        return None
    until = max(arrived) + timedelta(seconds=longest)
    return until if now < until else None
