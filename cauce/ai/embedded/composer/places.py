"""Places customers name that are on no list: towns after "¿y a…?", and other countries."""

import re

from cauce.ai.embedded.search.terms import common_words
from cauce.ai.embedded.wording import Wording, fold

_COUNTRIES_TEXT = (
    "argentina bolivia brasil brazil canada chile colombia cuba ecuador espana spain "
    "guatemala honduras haiti italia italy jamaica mexico nicaragua paraguay peru portugal "
    "uruguay usa venezuela china japon japan alemania germany francia france europa europe "
    "miami madrid"
)
_COUNTRIES = frozenset(_COUNTRIES_TEXT.split())
_LONG_COUNTRIES = (
    "costa rica",
    "el salvador",
    "estados unidos",
    "puerto rico",
    "united states",
    "republica dominicana",
    "dominican republic",
    "reino unido",
    "united kingdom",
)
_AND_TO = re.compile(
    r"^\W*(?:(?:y|e|and|what about|how about|o|or|pero|but)\s+)?(?:si es\s+)?"
    r"(?:a|al|para|hasta|to|for|in|en|em|pra|ate|ao)\s+([^\W\d_][^?!.,;\d]{2,30}?)\s*[?!.]*$"
)
_SENT_TO = re.compile(
    r"\b(?:envian?|envios?|mandan?|llegan?|llevan?|entregan?|cuesta|delivery|ship|deliver|shipping|"
    r"entregam|enviam|frete|mandam)\b[^?!.]{0,18}?\b(?:a|al|para|hasta|to|ate|ao|em)\s+"
    r"([^\W\d_][^?!.,;\d]{2,30}?)\s*[?!.]*$"
)
_LONGEST = 3


def abroad(wording: Wording, home: str = "") -> bool:
    """Whether a country is named: no rate of ours goes there."""
    text = f" {' '.join(wording.words)} "
    if any(f" {name} " in text for name in _LONG_COUNTRIES):
        return True
    return any(word in _COUNTRIES and word != home for word in wording.words)


def town_in(wording: Wording, *, going_on: bool) -> str | None:
    """ "¿y a Volcán?" when delivery is the matter, "¿mandan a Volcán?" at any time."""
    found = _SENT_TO.search(wording.folded) or (_AND_TO.match(wording.folded) if going_on else None)
    if found is None:
        return None
    words = found.group(1).split()
    if len(words) > _LONGEST or any(fold(word) in common_words() for word in words):
        return None
    return wording.text[found.start(1) : found.end(1)].strip().title()
