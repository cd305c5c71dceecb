"""What a customer demands of us: a person, their rights, or to be left alone."""

from cauce.ai.embedded.seen import Seen
from cauce.core.labels import OptOut

_ALONE_WORDS = 3
_SUSPECT, _SUSPECT_OUTRIGHT = 0.6, 0.3


def wants_person(seen: Seen) -> bool:
    chance = seen.judgement.chance("asks", "person")
    asked = [hit for hit in seen.hits.get("wants_person", ()) if not seen.negated(hit)]
    if asked:
        return chance > 0.12
    return chance > 0.6


def is_legal(seen: Seen) -> bool:
    chance = seen.judgement.chance("asks", "legal")
    if seen.has("legal"):
        return chance > 0.12
    return chance > 0.65


def read_opt_out(seen: Seen) -> OptOut:
    """A bare STOP word, an outright demand, then the trained answer."""
    chances = seen.judgement.values("opt_out")
    count = len(seen.wording.words)
    if not count:
        return "no"
    if seen.has("stop_word") and count <= _ALONE_WORDS and not seen.has("keep_going"):
        asking = "?" in seen.wording.text
        filler = count - len(seen.hits["stop_word"])
        if not asking and (filler == 0 or seen.has("positive")):
            return "yes"
    stopping = chances["yes"] + chances["partial"]
    outright = seen.has("stop_all", "stop_some") and not seen.has("keep_going", "idle")
    if stopping < (_SUSPECT_OUTRIGHT if outright else _SUSPECT) or seen.has("idle"):
        return "no"
    return "partial" if chances["partial"] > chances["yes"] else "yes"
