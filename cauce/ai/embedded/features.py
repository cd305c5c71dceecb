"""Turns a message into weighted features: words, pieces of words, and what the lexicons saw."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cauce.ai.embedded.concepts import concepts_of
from cauce.ai.embedded.phrases import Hit
from cauce.ai.embedded.wording import Wording

Floats = NDArray[np.float32]
Halves = NDArray[np.float16]
Places = NDArray[np.int32]

SHORTEST_PIECE, LONGEST_PIECE = 2, 5
# Sections so broad that they tell nothing by themselves.
_ONLY_EVIDENCE = frozenset(("stop_act", "stop_object", "person"))
_DIGITS = str.maketrans("123456789", "000000000")
# How much each family of features weighs against the others once each has length one.
FAMILY_WEIGHT: Mapping[str, float] = {"w": 0.9, "c": 0.9, "k": 0.4, "m": 0.8, "p": 0.7, "x": 1.0}
_FAMILIES = {name: number for number, name in enumerate(FAMILY_WEIGHT)}

# An unknown feature takes this much room, so that a message mostly unknown is judged less surely.
UNKNOWN_WEIGHT = 3.0
# A concept is paired with this many that came before it in its sentence.
_REACH = 6


def _shape(word: str) -> str:
    """Numbers count by their length, not their value."""
    return word.translate(_DIGITS)[:24]


@lru_cache(maxsize=4_000)
def _pieces(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(
        "c" + padded[start : start + size]
        for size in range(SHORTEST_PIECE, LONGEST_PIECE + 1)
        for start in range(len(padded) - size + 1)
    )


def _meanings(wording: Wording, goods: set[int]) -> Counter[str]:
    """Concepts, and each with the next one in the same sentence, words without one left out."""
    tokens: Counter[str] = Counter()
    before: tuple[str, ...] = ()
    recent: list[str] = []
    sentence = -1
    for place, word in enumerate(wording.words):
        if wording.sentences[place] != sentence:
            before, recent, sentence = (), [], wording.sentences[place]
        meant = concepts_of(word)
        if place in goods:
            meant = (*meant, "goods")
        elif word[0].isdigit():
            meant = ("number",)
        if not meant:
            continue
        tokens.update(f"m{name}" for name in meant)
        tokens.update(f"m{one} {two}" for one in before for two in meant)
        earlier = [name for name in recent if name not in before]
        tokens.update(f"p{one} {two}" for one in earlier for two in meant)
        recent = [*recent, *meant][-_REACH:]
        before = meant
    return tokens


def text_tokens(wording: Wording, hits: Sequence[Hit], marks: Iterable[str]) -> Counter[str]:
    """Every feature of a message: words and pairs, pieces of words, lexicon sections, marks."""
    words = [_shape(word) for word in wording.words]
    goods = {hit.first for hit in hits if hit.section == "product"}
    tokens = Counter(f"w{word}" for word in words)
    tokens.update(f"w{one} {two}" for one, two in pairwise(words))
    if words:
        tokens[f"w^{words[0]}"] += 1
        tokens[f"w{words[-1]}$"] += 1
    for word in words:
        tokens.update(_pieces(word))
    tokens.update(_meanings(wording, goods))
    tokens.update(f"k{section}" for section in {hit.section for hit in hits} - _ONLY_EVIDENCE)
    tokens.update(f"k{mark}" for mark in marks)
    return tokens


@dataclass(frozen=True)
class Vocabulary:
    """Which features are known, and how telling each is (the rarer, the more)."""

    places: Mapping[str, int]
    rarity: Floats

    @classmethod
    def learn(cls, seen: Mapping[str, int], total: int, least: int, most: int) -> "Vocabulary":
        """Keep the features seen in at least `least` of `total` messages, at most `most`."""
        kept = [(token, count) for token, count in seen.items() if count >= least]
        kept.sort(key=lambda item: (-item[1], item[0]))
        kept = kept[:most]
        rarity = [math.log((1 + total) / (1 + count)) + 1 for _, count in kept]
        places = {token: place for place, (token, _) in enumerate(kept)}
        return cls(places, np.asarray(rarity, np.float32))

    def vector(self, tokens: Mapping[str, int]) -> tuple[Places, Floats]:
        """The known features of one message and their weights, each family of length one."""
        get = self.places.get
        known: list[tuple[int, int, int]] = []
        squares = [0.0] * len(_FAMILIES)
        for token, count in tokens.items():
            place, family = get(token), _FAMILIES[token[0]]
            if place is None:
                squares[family] += UNKNOWN_WEIGHT**2
            else:
                known.append((place, count, family))
        if not known:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        where, counts, families = np.array(known, np.int32).T
        weights = self.rarity[where] * (1.0 + np.log(counts))
        lengths = np.sqrt(squares + np.bincount(families, weights**2, len(_FAMILIES)))
        scale = np.fromiter(FAMILY_WEIGHT.values(), np.float64) / np.maximum(lengths, 1e-9)
        return where, np.asarray(weights * scale[families], np.float32)
