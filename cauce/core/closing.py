"""Whether a customer's words close their case: only what confirms, not what sounds like it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

from cauce.core.reading import Reading

ClosureType = Literal["customer_confirmed", "likely_solved", "silence", "none"]

# A confirmation in so many words is as sure as it gets without asking.
CONFIRMED: Final = 0.95
# Above this the matter seems settled, and the customer is asked.
LIKELY: Final = 0.8
# Less than an even chance is no confirmation, whatever the likeliest reading says.
EVEN: Final = 0.5
SILENCE: Final = timedelta(hours=72)
_CLOSES_AFTER_ASKING: Final = "ask the customer, and close 24 hours later if nobody answers"


@dataclass(frozen=True, slots=True)
class Closing:
    """`confidence` 0..1 is of the verdict itself, also when that is to keep the case open."""

    should_close: bool
    confidence: float
    reason: str
    requires_survey: bool
    closure_type: ClosureType


def closing_of(reading: Reading) -> Closing:
    """What the customer's last words mean for their case."""
    sure = reading.closure_confidence
    if reading.closure == "confirmed" and sure >= EVEN:
        reason = "the customer says that it is settled"
        return Closing(True, max(CONFIRMED, sure), reason, True, "customer_confirmed")
    if reading.closure == "not":
        return Closing(False, sure, "the customer says that it is not settled", False, "none")
    if reading.closure == "confirmed" or sure > LIKELY:
        reason = f"it may be settled: {_CLOSES_AFTER_ASKING}"
        return Closing(False, sure, reason, False, "likely_solved")
    return Closing(False, sure, "the words do not say whether it is settled", False, "none")


def closing_of_silence(silent: timedelta, *, resolved: bool) -> Closing:
    """What silence means: after a resolution it closes, before one it closes nothing."""
    hours = int(silent.total_seconds() // 3600)
    if resolved and silent >= SILENCE:
        reason = f"{hours} hours of silence after it was resolved"
        return Closing(True, LIKELY, reason, True, "silence")
    return Closing(False, LIKELY, f"{hours} hours of silence do not settle it", False, "none")
