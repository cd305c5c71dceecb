"""Whether the customer's answer ends the matter; what is said outright beats the model."""

import re

from cauce.ai.embedded.closure_features import agent_stance, closure_tokens
from cauce.ai.embedded.lexicon import word_set
from cauce.ai.embedded.seen import Seen
from cauce.ai.embedded.sight import Sight
from cauce.ai.embedded.stack import Stack
from cauce.core.labels import Closure

_RULE_SURE = 0.95
_NEED_TO_CONFIRM = 0.5
# Thanks for something still to be done do not end the matter.
_NEED_WHEN_OWED = 0.85
_SHORT_ANSWER, _ANSWER = 4, 9
_OWED = frozenset(("promise", "request"))
_YES = frozenset(("si", "sim", "yes", "yep", "yeah", "ficou", "claro", "sip", "listo", "perfecto"))
_FILLERS = word_set("fillers")
# Nobody needs this many words to say that they are done.
_LONG = 120
_QUESTION = re.compile(r"\?\s*\W*$")


def read_closure(
    seen: Seen, sight: Sight, last_agent_message: str | None, stack: Stack
) -> tuple[Closure, float]:
    """Confirmed, not, or unclear, and how sure."""
    stances = agent_stance(last_agent_message)
    ruled = _ruled(seen, stances)
    if ruled is not None:
        return ruled, _RULE_SURE
    if len(seen.wording.words) > _LONG:
        return "not", _RULE_SURE
    judgement = stack.judge(closure_tokens(sight, last_agent_message))
    best, chance = judgement.best("closure")
    owed = bool(stances & _OWED)
    if best == "confirmed" and chance < (_NEED_WHEN_OWED if owed else _NEED_TO_CONFIRM):
        return "unclear", 1.0 - chance
    closures: dict[str, Closure] = {"confirmed": "confirmed", "not": "not", "unclear": "unclear"}
    return closures[best], chance


def _ruled(seen: Seen, stances: frozenset[str]) -> Closure | None:
    if _QUESTION.search(seen.wording.text):
        return "not"
    unsettled = seen.has("unsettled")
    settled = any(not seen.negated(hit) for hit in seen.hits.get("settled", ()))
    firm = seen.has("settled_firm")
    if unsettled and not settled and not firm:
        return "not" if len(seen.wording.words) > 2 else None
    if unsettled:
        return None
    if firm or _agrees(seen, stances):
        return "confirmed"
    owed = bool(stances & _OWED)
    if owed and _only_acknowledges(seen):
        return "not"
    if settled and not owed and not seen.has("waiting"):
        return "confirmed" if seen.has("positive", "farewell") else None
    return None


def _agrees(seen: Seen, stances: frozenset[str]) -> bool:
    """A yes to "shall we close?", "is it solved?", a no to "anything else?"."""
    words = seen.wording.words
    if len(words) <= 1 and "@glad" in seen.marks:
        return bool(stances & {"else", "solved", "close"})
    if seen.has("bare_no") and len(words) <= _SHORT_ANSWER and "else" in stances:
        return True
    if "close" in stances and not seen.has("bare_no"):
        return seen.has("ack") and len(words) <= _SHORT_ANSWER
    yes = bool(words) and words[0] in _YES
    return "solved" in stances and yes and len(words) <= _ANSWER and not seen.has("bare_no")


def _only_acknowledges(seen: Seen) -> bool:
    """Nothing but "ok", "dale", thanks and good wishes."""
    covered = {
        place
        for section in ("ack", "positive", "farewell", "waiting")
        for hit in seen.hits.get(section, ())
        for place in range(hit.first, hit.last + 1)
    }
    words = seen.wording.words
    fillers = sum(place in covered or word in _FILLERS for place, word in enumerate(words))
    return bool(words) and fillers == len(words)
