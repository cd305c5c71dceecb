"""Whether the customer's answer ends the matter; what is said outright beats the model."""

import re

from cauce.ai.embedded.closure_features import agent_stance, closure_tokens
from cauce.ai.embedded.seen import Seen
from cauce.ai.embedded.sight import Sight
from cauce.ai.embedded.stack import Stack
from cauce.core.labels import Closure

_RULE_SURE = 0.95
_NEED_TO_CONFIRM = 0.5
# Thanks for something still to be done do not end the matter.
_NEED_WHEN_OWED = 0.85
_QUESTION = re.compile(r"\?\s*\W*$")


def read_closure(
    seen: Seen, sight: Sight, last_agent_message: str | None, stack: Stack
) -> tuple[Closure, float]:
    """Confirmed, not, or unclear, and how sure."""
    judgement = stack.judge(closure_tokens(sight, last_agent_message))
    stances = agent_stance(last_agent_message)
    ruled = _ruled(seen, stances)
    if ruled is not None:
        return ruled, _RULE_SURE
    best, chance = judgement.best("closure")
    owed = "promise" in stances or "request" in stances
    if best == "confirmed" and chance < (_NEED_WHEN_OWED if owed else _NEED_TO_CONFIRM):
        return "unclear", 1.0 - chance
    closures: dict[str, Closure] = {"confirmed": "confirmed", "not": "not", "unclear": "unclear"}
    return closures[best], chance


def _ruled(seen: Seen, stances: frozenset[str]) -> Closure | None:
    unsettled = seen.has("unsettled")
    settled = any(not seen.negated(hit) for hit in seen.hits.get("settled", ()))
    if _QUESTION.search(seen.wording.text):
        return "not"
    if unsettled and not settled:
        return "not" if len(seen.wording.words) > 2 else None
    glad = "@glad" in seen.marks and len(seen.wording.words) <= 1 and not unsettled
    if glad and stances & {"else", "solved"}:
        return "confirmed"
    bare_no = seen.has("bare_no") and len(seen.wording.words) <= 4
    if bare_no and "else" in stances and not unsettled:
        return "confirmed"
    if settled and not unsettled and "promise" not in stances and not seen.has("waiting"):
        return "confirmed" if seen.has("positive", "farewell") else None
    return None
