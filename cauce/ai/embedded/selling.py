"""What holds a buyer back and what shows that they are about to buy."""

from cauce.ai.embedded.requests import BARE_WORDS
from cauce.ai.embedded.seen import Seen
from cauce.core.labels import BUYING_SIGNALS, OBJECTIONS, BuyingSignal, Objection

# Said in words of the lexicon, a label needs only this share of the certainty it needs otherwise.
_SAID_SHARE, _LEAST = 0.6, 0.2


def read_objections(seen: Seen) -> tuple[Objection, ...]:
    return tuple(name for name in OBJECTIONS if _holds(seen, "objections", name, "objection"))


def read_signals(seen: Seen) -> tuple[BuyingSignal, ...]:
    return tuple(name for name in BUYING_SIGNALS if _holds(seen, "signals", name, "signal"))


def _holds(seen: Seen, head: str, name: str, section: str) -> bool:
    needed = seen.judgement.needed(head, name)
    if seen.has(f"{section}.{name}"):
        needed = max(_LEAST, needed * _SAID_SHARE)
    elif len(seen.wording.words) <= BARE_WORDS:
        return False
    return seen.judgement.chance(head, name) >= needed
