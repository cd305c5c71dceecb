"""Which of the three languages a message is in; short ones follow the conversation."""

from functools import cache

from cauce.ai.embedded.heads import Judgement
from cauce.ai.embedded.lexicon import sections
from cauce.ai.embedded.wording import Wording
from cauce.core.labels import LANGUAGES, Language

# Below this the message says too little and the language of the conversation is kept.
_SURE = 0.80
_WORD_WEIGHT = 0.35


@cache
def _own_words() -> dict[str, frozenset[str]]:
    """The words of each language that belong to no other."""
    every = {
        name: frozenset(word for line in lines for word in line.split("|"))
        for name, lines in sections("languages").items()
        if name in LANGUAGES
    }
    return {
        name: words - frozenset().union(*(other for key, other in every.items() if key != name))
        for name, words in every.items()
    }


def detect_language(wording: Wording, judgement: Judgement, hint: Language | None) -> Language:
    """Words of one language only, letters of one language only, then the trained answer."""
    own = _own_words()
    lowered = wording.text.lower()
    points = {name: judgement.chance("language", name) for name in LANGUAGES}
    for word in wording.words:
        for name in LANGUAGES:
            if word in own[name]:
                points[name] += _WORD_WEIGHT
    if any(sign in lowered for sign in "ñ¿¡"):
        points["es"] += 1.0
    if any(sign in lowered for sign in ("ção", "ões", "ã", "õ", "ç", "ê", "ô", "â", "à")):
        points["pt"] += 1.0
    best = max(LANGUAGES, key=lambda name: points[name])
    second = sorted(points.values())[-2]
    if hint is not None and points[best] - second < _SURE - (1 - _SURE):
        return hint
    return best
