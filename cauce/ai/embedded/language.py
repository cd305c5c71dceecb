"""Which of the three languages a message is in; short ones follow the conversation."""

from functools import cache

from cauce.ai.embedded.heads import Judgement
from cauce.ai.embedded.lexicon import sections
from cauce.ai.embedded.wording import Wording
from cauce.core.labels import LANGUAGES, Language

# With less of a lead, or in few words, the language of the conversation is kept unless the words
# belong to one language only.
_MARGIN, _SHORT = 0.6, 3
_WORD_WEIGHT, _LETTERS_WEIGHT = 0.35, 1.0
_SPANISH_LETTERS = "ñ¿¡"
_PORTUGUESE_LETTERS = ("ç", "ã", "õ", "ê", "ô", "â", "à")


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
    told = dict.fromkeys(LANGUAGES, 0.0)
    for word in wording.words:
        for name in LANGUAGES:
            if word in own[name]:
                told[name] += _WORD_WEIGHT
    if any(sign in lowered for sign in _SPANISH_LETTERS):
        told["es"] += _LETTERS_WEIGHT
    if any(sign in lowered for sign in _PORTUGUESE_LETTERS):
        told["pt"] += _LETTERS_WEIGHT
    points = {name: judgement.chance("language", name) + told[name] for name in LANGUAGES}
    best = max(LANGUAGES, key=lambda name: points[name])
    if hint is None or told[best] > told[hint]:
        return best
    second = sorted(points.values())[-2]
    unsure = points[best] - second < _MARGIN or len(wording.words) <= _SHORT
    return hint if unsure else best
