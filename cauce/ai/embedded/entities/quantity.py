"""How many of something the customer wants."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from cauce.ai.embedded.lexicon import word_set
from cauce.ai.embedded.numbers import number_words
from cauce.ai.embedded.wording import Wording
from cauce.core.counts import lot_at

# A number before one of these measures, times or prices something; it does not count goods.
_UNITS = word_set("units")
_COUNTED = word_set("counted")
_ASKING = word_set("asking")
_LOOSE = frozenset(("un", "una", "uno", "um", "uma", "one"))
_OF = ("de", "of")
_TIMES = re.compile(r"\b(?:x\s?(\d{1,4})|(\d{1,4})\s?(?:x|uds?|unid|unids|und|pcs|pzas|pz|u)\b)")


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things and the place of the word that follows it."""

    value: int
    following: int


def find_counts(
    wording: Wording, taken: Sequence[tuple[int, int]], goods: Set[int]
) -> tuple[Count, ...]:
    """Numbers that count goods: before known `goods` or units of sale, or after "quiero".

    `taken` are stretches already read as money, dates or codes.
    """
    found: list[Count] = []
    words = wording.words
    known = number_words()
    for place, word in enumerate(words):
        start = wording.starts[place]
        if any(first <= start < last for first, last in taken):
            continue
        value = _value(word, known)
        following = place + 1
        if value is None or following >= len(words) or word in _LOOSE:
            continue
        if wording.sentences[following] != wording.sentences[place]:
            continue
        if word in ("docena", "docenas", "dozen", "duzia", "duzias"):
            value = _dozens(words, place, known)
        if words[following] in ("docenas", "dozen", "duzias", "docena", "mil", "cientos"):
            continue
        if (
            words[following] in ("de", "of")
            and word not in _COUNTED
            and word not in ("par", "pair")
        ):
            following += 1 if value >= 12 or word in ("par", "docena", "duzia") else 0
        if following < len(words) and _counts(words[following], value):
            near = range(following, following + 3)
            asked = any(word in _ASKING for word in words[max(0, place - 3) : place])
            if asked or words[following] in _COUNTED or any(spot in goods for spot in near):
                found.append(Count(value, following))
    return tuple(found)


def _value(word: str, known: dict[str, int]) -> int | None:
    if word.isascii() and word.isdigit() and len(word) <= 5:
        return int(word)
    if re.fullmatch(r"\d{1,3}[.,]\d{3}", word):
        return int(re.sub(r"\D", "", word))
    return known.get(word)


def _dozens(words: tuple[str, ...], place: int, known: dict[str, int]) -> int:
    before = words[place - 1] if place else ""
    if before in ("media", "meia", "half") or words[max(0, place - 2) : place] == ("half", "a"):
        return 6
    times = _value(before, known)
    return 12 * times if times and times < 100 else 12


def _counts(following: str, value: int) -> bool:
    return value > 0 and following not in _UNITS and not following[0].isdigit()


def loose_quantity(wording: Wording) -> int | None:
    """ "x 20", "20 uds", "media docena", "un par" with nothing said of what."""
    words = wording.words
    lots = [lot for place in range(len(words)) if (lot := lot_at(words, place)) is not None]
    if lots:
        after = [word for word in words[lots[0][1] + 1 : lots[0][1] + 3] if word not in _OF]
        return None if after and after[0] in _UNITS else lots[0][0]
    times = _TIMES.search(wording.folded)
    return int(times[1] or times[2]) if times else None
