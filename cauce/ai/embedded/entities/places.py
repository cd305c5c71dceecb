"""The city a customer names: the main ones are known, others are told by "envían a X"."""

import re
from functools import cache

from cauce.ai.embedded.lexicon import word_set
from cauce.ai.embedded.wording import Wording, fold
from cauce.core.cities import towns

_LEADS = word_set("place_leads")
_SENT_TO = re.compile(
    r"(?:envi\w+|envios?|mand\w+|despach\w+|entreg\w+|llega\w*|domicilios?|delivery|ship\w*|deliver\w*|"
    r"vivo|estoy|soy|vivimos|estamos|queda|i live|im|based|moro|fica|frete|entregas?|sucursal\w*|"
    r"tienda|local|cobertura|reparten)\s+(?:(?:hasta|aqui|ustedes|tambien|gratis|here|fica)\s+)?"
    r"(?:a|en|para|pra|in|to|em|hasta|ate|de)\s+$"
)
_NAME = re.compile(
    r"[A-ZÁÉÍÓÚÑÃÕÇ][\wáéíóúñãõçâêô]+(?:\s(?:de(?:l| la| los)?\s|do\s|da\s)?[A-ZÁÉÍÓÚÑ]\w+){0,3}"
)
_LONGEST = 4
_NEAR = 60
_SHORT = 4


@cache
def _cities() -> tuple[dict[tuple[str, ...], bool], frozenset[str]]:
    """City names as words, with whether they need a preposition; and all first words."""
    names = {tuple(fold(town.name).replace("-", " ").split()): town.everyday for town in towns()}
    return names, frozenset(name[0] for name in names)


def find_city(wording: Wording) -> str | None:
    """The last city named with a place word before it, else the first one named."""
    known, firsts = _cities()
    words = wording.words
    loose: str | None = None
    skip_to = 0
    for place, word in enumerate(words):
        if place < skip_to or word not in firsts:
            continue
        for size in range(_LONGEST, 0, -1):
            name = words[place : place + size]
            if len(name) < size or name not in known:
                continue
            led = place > 0 and words[place - 1] in _LEADS
            written = wording.verbatim(place, place + size - 1)
            skip_to = place + size
            if led and not _belongs_to_name(wording, place):
                return written
            telling = written[:1].isupper() or len(words) <= _SHORT
            if not known[name] and telling and loose is None:
                loose = written
            break
    return loose or _told_by_verb(wording)


def _belongs_to_name(wording: Wording, place: int) -> bool:
    """ "Hotel Santa Ana de Lima" names a place; "San Juan" after "Banco de" may not."""
    return place > 1 and wording.words[place - 2] in ("banco", "universidad", "estilo", "cafe")


def _told_by_verb(wording: Wording) -> str | None:
    for match in _NAME.finditer(wording.text):
        before = wording.folded[max(0, match.start() - _NEAR) : match.start()]
        if _SENT_TO.search(before):
            return match.group()
    return None
