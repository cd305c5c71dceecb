"""Which of the three languages a message is in; short ones follow the conversation."""

import re
from functools import cache

from cauce.ai.embedded.heads import Judgement
from cauce.ai.embedded.lexicon import sections
from cauce.ai.embedded.wording import Wording
from cauce.core.labels import LANGUAGES, Language

# With less of a lead, or in few words, the language of the conversation is kept unless the words
# belong to one language only.
_MARGIN, _SHORT = 0.6, 3
_WORD_WEIGHT, _LETTERS_WEIGHT = 0.35, 1.0
# The "com" of an address is a word of no language here.
_ADDRESS = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,80}|https?://\S{1,300}|(?<!\w)www\.\S{1,300}|"
    r"(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}"
    r"\.(?:com|net|org|info|app|shop|store|io|example)\b(?:/\S{0,300})?"
)
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
    words, lowered = _spoken(wording), _ADDRESS.sub(" ", wording.text.lower())
    told = dict.fromkeys(LANGUAGES, 0.0)
    for word in words:
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
    if told[best] == 0 and len(words) < len(wording.words):
        # A name and an address are in no language.
        return hint
    second = sorted(points.values())[-2]
    unsure = points[best] - second < _MARGIN or len(words) <= _SHORT
    return hint if unsure else best


def _spoken(wording: Wording) -> list[str]:
    """The words that are no numbers, and no part of an e-mail address or a link."""
    taken = [found.span() for found in _ADDRESS.finditer(wording.folded)]
    return [
        word
        for word, start in zip(wording.words, wording.starts, strict=True)
        if not word[0].isdigit() and not any(first <= start < last for first, last in taken)
    ]
