"""Places customers name that are on no list: towns after "¿y a…?", and other countries."""

import re

from cauce.ai.embedded.search.terms import common_words
from cauce.ai.embedded.wording import Wording, fold

_COUNTRIES_TEXT = (
    "argentina:AR bolivia:BO brasil:BR brazil:BR canada:CA chile:CL colombia:CO cuba:CU "
    "ecuador:EC espana:ES spain:ES guatemala:GT honduras:HN haiti:HT italia:IT italy:IT "
    "jamaica:JM mexico:MX nicaragua:NI paraguay:PY peru:PE portugal:PT uruguay:UY usa:US "
    "eeuu:US venezuela:VE china:CN japon:JP japan:JP alemania:DE germany:DE francia:FR france:FR "
    "curazao:CW aruba:AW belice:BZ belize:BZ europa:EU europe:EU"
)
_COUNTRIES = dict(one.split(":") for one in _COUNTRIES_TEXT.split())
_LONG_COUNTRIES = {
    "costa rica": "CR",
    "el salvador": "SV",
    "estados unidos": "US",
    "puerto rico": "PR",
    "united states": "US",
    "republica dominicana": "DO",
    "dominican republic": "DO",
    "reino unido": "GB",
    "united kingdom": "GB",
}
_LONGEST_COUNTRY = 2
# "Ciudad de México" and "Santiago de Chile" are towns, whatever their last word.
_OF_A_TOWN = ("ciudad de", "santiago de", "san jose de", "city of")
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
    """Whether a country is named: no rate of ours goes there. `home` is our own (ISO 3166)."""
    return country_named(wording, home) is not None


def country_named(wording: Wording, home: str = "") -> str | None:
    """The other country a message names, as it was written."""
    words = wording.words
    for place in range(len(words)):
        before = " ".join(words[max(0, place - 2) : place])
        for size in range(_LONGEST_COUNTRY, 0, -1):
            run = " ".join(words[place : place + size])
            code = _LONG_COUNTRIES.get(run) or _COUNTRIES.get(run)
            if code is not None and code != home and not before.endswith(_OF_A_TOWN):
                return wording.verbatim(place, min(place + size, len(words)) - 1)
    return None


def town_in(wording: Wording, *, going_on: bool) -> str | None:
    """ "¿y a Volcán?" when delivery is the matter, "¿mandan a Volcán?" at any time."""
    found = _SENT_TO.search(wording.folded) or (_AND_TO.match(wording.folded) if going_on else None)
    if found is None:
        return None
    words = found.group(1).split()
    if len(words) > _LONGEST or any(fold(word) in common_words() for word in words):
        return None
    return wording.text[found.start(1) : found.end(1)].strip().title()
