"""Whether an answer tells the instructions it was written by."""

import re
from functools import lru_cache

from cauce.core.spelling import plain

# So many words in a row are no coincidence.
_RUN = 7
# No customer needs to hear of these, whatever is said of them.
_OF_ITSELF = re.compile(
    r"\b(?:system prompt|prompt (?:de|do) sistema|(?:mis|my|minhas|as minhas) (?:instrucciones|"
    r"instructions|instrucoes|reglas|rules|regras|herramientas|tools|ferramentas)|"
    r"search_products|look_up|my_orders|take_order|hand_over|"
    r"(?:no tengo|i have no|have no|nao tenho|sem|sin|without) (?:reglas|rules|regras)|"
    r"developer mode|modo (?:desarrollador|desenvolvedor))\b"
)


def leaks(text: str, instructions: str) -> bool:
    if _OF_ITSELF.search(plain(text)):
        return True
    words = _words(text)
    runs = _runs(instructions)
    return any(tuple(words[place : place + _RUN]) in runs for place in range(len(words) - _RUN + 1))


@lru_cache(maxsize=8)
def _runs(instructions: str) -> frozenset[tuple[str, ...]]:
    words = _words(instructions)
    return frozenset(tuple(words[place : place + _RUN]) for place in range(len(words) - _RUN + 1))


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in plain(text)).split()
