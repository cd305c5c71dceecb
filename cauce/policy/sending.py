"""What a platform's refusal asks of us: again and when, or never again and who hears of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from cauce.core.actions import Purpose
from cauce.core.delivery import Remedy

Outcome = Literal["failed", "rejected", "suppressed", "unreachable", "needs_template", "unknown"]

# Seconds between tries; a platform that is down for longer than this is a person's problem.
BACKOFF: Final = (2.0, 10.0, 60.0, 300.0, 900.0, 3600.0)
# WhatsApp lets one person have a message every six seconds, and asks for fourfold patience after
# each refusal.
PERSON_WAIT: Final = 6.0
PERSON_GROWTH: Final = 4.0
LONGEST_WAIT: Final = 3600.0
# An answer that could not leave for a day answers nobody: the reply window has closed meanwhile.
STALE_AFTER: Final = timedelta(hours=24)
# A person who had enough of advertising is left alone for a day at least.
NOT_TODAY: Final = timedelta(hours=24)
# Said in answer to the customer, or about what they asked for: the rest nobody waits for.
_ASKED: Final[frozenset[Purpose]] = frozenset({"reply", "handover", "notice"})
_STOPS: Final[dict[Remedy, Outcome]] = {
    "not_today": "suppressed",
    "leave": "suppressed",
    "no_marketing": "suppressed",
    "unreachable": "unreachable",
    "template": "needs_template",
    "template_off": "rejected",
    "reconnect": "failed",
    "account": "failed",
    "final": "rejected",
    "unknown": "unknown",
}


@dataclass(frozen=True, slots=True)
class Again:
    """The same message once more, in so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Stop:
    outcome: Outcome


def next_step(remedy: Remedy, attempt: int, asked: float, chance: float) -> Again | Stop:
    """After the `attempt`-th refusal. The platform asked for `asked` seconds of patience.

    `chance` (0 to 1) spreads the tries of many messages: they would all come back at once.
    """
    if remedy in _STOPS:
        return Stop(_STOPS[remedy])
    if attempt > len(BACKOFF):
        return Stop("failed")
    spread = BACKOFF[attempt - 1] * chance
    match remedy:
        case "retry":
            return Again(max(asked, spread))
        case "slow_person":
            patience = min(PERSON_WAIT * PERSON_GROWTH ** (attempt - 1), LONGEST_WAIT)
            return Again(max(asked, patience) * (1 + chance / 4))
        case "upload_again" | "fetch_again":
            return Again(spread) if attempt == 1 else Stop("failed")
        case _:
            return Again(asked + spread)


def after_taken(
    remedy: Remedy, attempt: int, *, never_arrived: bool, chance: float
) -> Again | Stop:
    """The same for a message the platform had taken and then gave up on.

    Only one that surely has not arrived may be sent again; the others could come twice.
    """
    if remedy in _STOPS:
        return Stop(_STOPS[remedy])
    return next_step(remedy, attempt, 0.0, chance) if never_arrived else Stop("failed")


@dataclass(frozen=True, slots=True)
class Standing:
    """What the platform has told us about writing to this person through this account."""

    unreachable_at: datetime | None = None
    last_inbound_at: datetime | None = None
    not_before: datetime | None = None
    paused_until: datetime | None = None


def why_not_now(purpose: Purpose, standing: Standing, made: datetime, now: datetime) -> str | None:
    """What keeps a message of the machine from leaving at this moment, in words; None: nothing."""
    if now - made > STALE_AFTER:
        return "it waited for more than a day and would answer nobody any more"
    if purpose in _ASKED:
        return None
    if standing.paused_until is not None and now < standing.paused_until:
        return "the platform asked for a pause in messages nobody asked for"
    if standing.not_before is not None and now < standing.not_before:
        return "the platform takes no more of such messages for this person today"
    gone, wrote = standing.unreachable_at, standing.last_inbound_at
    if gone is not None and (wrote is None or wrote <= gone):
        return "the platform says that this person is not on this channel"
    return None
