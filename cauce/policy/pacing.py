"""How fast a number may write, and one person be written to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cauce.core.events import Channel

# WhatsApp counts them for each person: some 45 at once after a silence, then one in six seconds.
# A few are left for what is sent from elsewhere through the same number.
PERSON_GAP: Final = 6.0
PERSON_BURST: Final = 40
# A number that was too fast goes on at half its pace, and twice as fast again every minute.
LOWERED_BY: Final = 0.5
LEAST_PACE: Final = 1.0
RECOVERS_SECONDS: Final = 60.0
# Platforms tell how much of an hour's limit is used: from here on it is spread over what is left.
STRAINED: Final = 0.8
STRAINED_PACE: Final = 2.0
EXHAUSTED: Final = 0.97
REST_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Pace:
    """One message in `gap` seconds, and `burst` of them at once after a silence."""

    gap: float
    burst: int


@dataclass(frozen=True, slots=True)
class Strain:
    """What to do about a limit that is nearly used up: a lower pace, or nothing for a while."""

    pace: float | None = None
    rest: float = 0.0


def number_pace(
    usual: float | None, lowered: float | None, lowered_at: datetime | None, now: datetime
) -> Pace | None:
    """The pace of a number or page now; None where nobody counts.

    `usual` is its limit in messages a second, `lowered` what it was brought down to.
    """
    pace = usual
    if lowered is not None and lowered_at is not None:
        grown = lowered * 2.0 ** min((now - lowered_at).total_seconds() / RECOVERS_SECONDS, 20.0)
        pace = grown if usual is None else min(usual, grown)
        if usual is None and grown > 100 * STRAINED_PACE:
            pace = None
    if pace is None:
        return None
    # A tenth of a second's worth at once: a whole second's would double it at its edge.
    return Pace(1.0 / pace, max(1, int(pace / 10)))


def person_pace(channel: Channel) -> Pace | None:
    return Pace(PERSON_GAP, PERSON_BURST) if channel == "whatsapp" else None


def lowered(now: Pace | None) -> float:
    """The pace after the platform said that it was too much."""
    return LEAST_PACE if now is None else max(LEAST_PACE, LOWERED_BY / now.gap)


def under(strain: float, rest: float) -> Strain:
    """What the usage headers of an answer ask for."""
    if rest > 0 or strain >= EXHAUSTED:
        return Strain(STRAINED_PACE, rest or REST_SECONDS)
    return Strain(STRAINED_PACE) if strain >= STRAINED else Strain()
