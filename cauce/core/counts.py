"""Small numbers as people write them out, in three languages, without accents."""

from collections.abc import Mapping, Sequence
from typing import Final

_ONE_TO_TEN = (
    "un una uno one um uma",
    "dos two dois duas",
    "tres three",
    "cuatro four quatro",
    "cinco five",
    "seis six",
    "siete seven sete",
    "ocho eight oito",
    "nueve nine nove",
    "diez ten dez",
)
ONE_TO_TEN: Final[Mapping[str, int]] = {
    word: number for number, words in enumerate(_ONE_TO_TEN, 1) for word in words.split()
}
# Words that stand for so many of something; with a number before them they count by that.
_LOTS = (
    (2, "par pares pair pairs couple"),
    (10, "decena decenas dezena dezenas"),
    (12, "docena docenas dozen dozens duzia duzias"),
    (100, "ciento cientos centena centenas centenar centenares hundred hundreds cento centos"),
)
LOTS: Final[Mapping[str, int]] = {word: size for size, words in _LOTS for word in words.split()}
_HALF = frozenset({"media", "medio", "meia", "meio", "half"})
_MOST_LOTS = 99
# "ciento veinte" is no lot of anything; "un ciento" is.
_NEVER_BARE = 100


def lot_at(words: Sequence[str], place: int) -> tuple[int, int] | None:
    """How many "media docena", "half a dozen", "2 docenas" or "un par" is, and its last place."""
    times, last = _times(words[place]), place
    if times is None:
        return None
    if words[place] not in LOTS:
        half_a = words[place] == "half" and tuple(words[place + 1 : place + 2]) == ("a",)
        last = place + 2 if half_a else place + 1
    elif LOTS[words[place]] >= _NEVER_BARE:
        return None
    if last >= len(words) or words[last] not in LOTS:
        return None
    counted = times * LOTS[words[last]]
    return (int(counted), last) if counted >= 1 else None


def _times(word: str) -> float | None:
    if word in _HALF:
        return 0.5
    if word in LOTS or word == "a":
        return 1
    if word.isdecimal():
        return int(word) if 0 < int(word) <= _MOST_LOTS else None
    return ONE_TO_TEN.get(word)


def counts_in(words: Sequence[str]) -> list[tuple[int, int, int]]:
    """Every number written out, with its first and last place; digits only before a lot."""
    found: list[tuple[int, int, int]] = []
    place = 0
    while place < len(words):
        lot = lot_at(words, place)
        if lot is not None:
            found.append((lot[0], place, lot[1]))
            place = lot[1]
        elif words[place] in ONE_TO_TEN:
            found.append((ONE_TO_TEN[words[place]], place, place))
        place += 1
    return found
