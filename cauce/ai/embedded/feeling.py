"""What words and emoji say of the mood by themselves, with negation and emphasis."""

from collections.abc import Mapping, Sequence

from cauce.ai.embedded.marks import emoji_found
from cauce.ai.embedded.phrases import Hit
from cauce.ai.embedded.wording import Wording

_SECTIONS = ("positive", "negative", "insult")
_REACH = 3
_STRENGTH = 1.3
_TURNED = -0.5
_IRONY = -0.6


def negated(wording: Wording, hits: Mapping[str, Sequence[Hit]], hit: Hit) -> bool:
    """Whether a "no" stands just before, in the same sentence."""
    return any(
        denial.last < hit.first <= denial.last + _REACH
        and wording.sentences[denial.last] == wording.sentences[hit.first]
        for denial in hits.get("negator", ())
    )


def word_feeling(wording: Wording, hits: Mapping[str, Sequence[Hit]]) -> float:
    """−1 to 1; several words of one kind say more than one."""
    if "ironic" in hits:
        return _IRONY
    total, weight = 0.0, 0.0
    strong = {hit.last + 1 for hit in hits.get("intensifier", ())}
    for section in _SECTIONS:
        for hit in hits.get(section, ()):
            turned = hit.first == hit.last and negated(wording, hits, hit)
            value = _TURNED * hit.weight if turned else hit.weight
            total += value * (_STRENGTH if hit.first in strong else 1.0)
            weight += abs(hit.weight)
    for feeling in emoji_found(wording.text):
        total += feeling.weight
        weight += abs(feeling.weight)
    return max(-1.0, min(1.0, total / max(1.0, weight**0.5))) if weight else 0.0


def feeling_marks(wording: Wording, hits: Mapping[str, Sequence[Hit]]) -> tuple[str, ...]:
    """The feeling in steps, as features."""
    feeling = word_feeling(wording, hits)
    steps = [f"@feel>{step}" for step in (0.15, 0.4, 0.7) if feeling > step]
    return (*steps, *(f"@feel<{step}" for step in (-0.15, -0.4, -0.7) if feeling < step))
