"""What a customer demands of us: a person, their rights, or to be left alone."""

from cauce.ai.embedded.seen import Seen
from cauce.core.labels import INTENTS, OptOut

_ALONE_WORDS = 3
# How likely a demand must be when it is said in so many words, and when it is only guessed.
_SAID, _UNSAID, _UNSAID_BY_FAR, _UNSAID_LEGAL = 0.12, 0.72, 0.95, 0.65
# How likely an opt-out must be: less so when it is said in so many words.
_SUSPECT, _SUSPECT_SOME, _SUSPECT_OUTRIGHT = 0.75, 0.35, 0.22
_SOME_WEIGHT = 1.4


def wants_person(seen: Seen) -> bool:
    chance = seen.judgement.chance("asks", "person")
    asked = any(not seen.negated(hit) for hit in seen.hits.get("wants_person", ()))
    # "hablar con mi jefe" asks nobody for a person.
    if seen.has("not_person", "objection.authority"):
        return chance > _UNSAID_BY_FAR
    return chance > (_SAID if asked else _UNSAID)


def is_legal(seen: Seen) -> bool:
    chance = seen.judgement.chance("asks", "legal")
    if seen.has("legal"):
        return chance > _SAID
    return chance > _UNSAID_LEGAL


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
    outright = seen.has("stop_all") and not seen.has("keep_going")
    some = seen.has("stop_some") and not seen.has("keep_going")
    asks_for_something = seen.has(*(f"certain.{intent}" for intent in INTENTS))
    if not outright and (seen.has("idle") or (asks_for_something and not some)):
        return "no"
    suspect = _SUSPECT_OUTRIGHT if outright else _SUSPECT_SOME if some else _SUSPECT
    if chances["yes"] + chances["partial"] < suspect:
        return "no"
    in_part = chances["partial"] * (_SOME_WEIGHT if some else 1.0)
    return "partial" if in_part > chances["yes"] else "yes"
