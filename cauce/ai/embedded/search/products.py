"""The catalogue as an index: which products a few words of a customer mean, and how surely."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from cauce.ai.embedded.search.cards import ASIDE, NAME, Card, CardReader
from cauce.ai.embedded.search.terms import Term, common_words, stem, terms_of, things
from cauce.core.business import Product

_TYPO_FROM = 5
_TYPO_LIKENESS = 84.0
_SORTS = {"computer": ("desktop", "laptop")}
# Two scores nearer than this differ only by rounding.
_EVEN = 1e-9


@dataclass(frozen=True, slots=True)
class ProductHit:
    """A product and how well the words fit it (0..1). `named` words are in its name or brand."""

    product: Product
    score: float
    named: frozenset[str] = frozenset()
    matched: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Query:
    """The words of a message that can be about products, each with its weight.

    `inside` words only name the kind of thing, `aside` ones say what it is for.
    """

    weights: Mapping[str, float]
    things: tuple[str, ...]
    unknown: frozenset[str]
    inside: frozenset[str]
    aside: frozenset[str]


class ProductIndex:
    """An inverted index over the terms of every product; pure memory, rebuilt when they change."""

    def __init__(self, products: Iterable[Product]) -> None:
        self.products = tuple(products)
        reader = CardReader()
        self._cards: list[Card] = [reader.read(product) for product in self.products]
        self._places = {product.sku: place for place, product in enumerate(self.products)}
        filed: dict[str, list[int]] = defaultdict(list)
        self._by_head: dict[str, list[int]] = defaultdict(list)
        for place, card in enumerate(self._cards):
            for term in card.terms:
                filed[term].append(place)
            for head in card.heads:
                self._by_head[head].append(place)
        self._postings: dict[str, tuple[NDArray[np.int32], NDArray[np.float32]]] = {
            term: (
                np.array(places, np.int32),
                np.array([self._cards[place].terms[term] for place in places], np.float32),
            )
            for term, places in filed.items()
        }
        total = len(self.products) + 1
        self._rarity = {
            term: math.log(1 + total / (1 + len(places))) for term, places in filed.items()
        }
        self.brands = frozenset(
            term.stem
            for product in self.products
            for term in terms_of(str(product.attributes.get("brand", "")))
        )
        self._spellings: dict[str, list[str]] = defaultdict(list)
        for term in filed:
            if len(term) >= _TYPO_FROM - 1 and term.isalpha():
                self._spellings[term[0]].append(term)

    def query(self, terms: tuple[Term, ...]) -> Query:
        """What of a message can be searched for: known words, respelt ones, and things."""
        weights: dict[str, float] = {}
        unknown: set[str] = set()
        meant: list[str] = []
        inside: set[str] = set()
        for meaning, first, size in things().find(terms):
            start = terms.index(first)
            inside.update(term.stem for term in terms[start : start + size])
            if not first.aside or (not meant and not self._strange(terms[:start])):
                meant += self._carried(meaning)
            if f"~{meaning}" in self._postings:
                weights[f"~{meaning}"] = self._rarity[f"~{meaning}"] * (ASIDE if first.aside else 1)
        rare = math.log(1 + len(self.products) + 1)
        for term in terms:
            if term.word in common_words() or (len(term.word) < 2 and not term.word.isdigit()):
                continue
            if term.stem in self._postings:
                worth = self._rarity[term.stem] * (ASIDE if term.aside else 1)
                weights[term.stem] = worth * (0.3 if term.stem in inside else 1)
            elif term.stem in inside:
                continue
            elif (respelt := self._respell(term)) is not None:
                weights[respelt] = 0.9 * self._rarity[respelt]
            elif not term.word.isdigit():
                unknown.add(term.word)
                weights[f"?{term.word}"] = rare * (0.6 if any(map(str.isdigit, term.word)) else 0.3)
        aside = frozenset(term.stem for term in terms if term.aside)
        return Query(
            weights, tuple(dict.fromkeys(meant)), frozenset(unknown), frozenset(inside), aside
        )

    def _carried(self, meaning: str) -> list[str]:
        """ "una computadora" is whatever sort of computer there is."""
        sorts = [one for one in _SORTS.get(meaning, ()) if one in self._by_head]
        return sorts if sorts and meaning not in self._by_head else [meaning]

    def _strange(self, terms: tuple[Term, ...]) -> bool:
        """Whether something we do not know is asked for: "estacionamiento para bicicletas"."""
        return any(
            term.word not in common_words() and term.stem not in self._postings for term in terms
        )

    def _respell(self, term: Term) -> str | None:
        if len(term.word) < _TYPO_FROM or not term.word.isalpha():
            return None
        near = process.extractOne(
            term.stem,
            self._spellings.get(term.stem[0], ()),
            scorer=fuzz.ratio,
            score_cutoff=_TYPO_LIKENESS,
        )
        return None if near is None else str(near[0])

    def search(self, query: Query, limit: int = 12) -> list[ProductHit]:
        """The products that fit best; the score is the share of the words' worth they cover."""
        total = sum(query.weights.values())
        if total <= 0:
            return []
        scores = np.zeros(len(self.products), np.float32)
        for term, weight in query.weights.items():
            if term in self._postings:
                places, strengths = self._postings[term]
                scores[places] += weight * strengths
        # Stable, so that among equals the order of the catalogue decides.
        best = np.argsort(-scores, kind="stable")[:limit]
        return [
            self._hit(int(place), float(scores[place]) / total, query)
            for place in best
            if scores[place] > _EVEN
        ]

    def _hit(self, place: int, score: float, query: Query) -> ProductHit:
        terms = self._cards[place].terms
        matched = frozenset(term for term in query.weights if term in terms)
        named = frozenset(term for term in matched if terms[term] >= NAME and term[0] != "~")
        return ProductHit(self.products[place], min(score, 1.0), named, matched)

    def of_thing(self, thing: str) -> list[Product]:
        """Every product that is such a thing, in catalogue order."""
        return [self.products[place] for place in self._by_head.get(thing, ())]

    def heads_of(self, sku: str) -> frozenset[str]:
        place = self._places.get(sku)
        return frozenset() if place is None else self._cards[place].heads

    def uses_of(self, sku: str) -> Mapping[str, float]:
        """The uses a product serves, each with how much it is made for it (0..1)."""
        place = self._places.get(sku)
        return {} if place is None else self._cards[place].uses

    def is_mainly(self, thing: str | None, sku: str) -> bool:
        """Whether its name itself says it is such a thing, not only a synonym or a category."""
        place = self._places.get(sku)
        return place is None or thing is None or self._cards[place].main in (None, thing)

    def main_of(self, sku: str) -> str | None:
        """The kind of thing its name says it is."""
        place = self._places.get(sku)
        return None if place is None else self._cards[place].main

    def strength(self, term: str, sku: str) -> float:
        """How strongly a term speaks for one product (0 when it does not)."""
        place = self._places.get(sku)
        return 0.0 if place is None else self._cards[place].terms.get(term, 0.0)

    def names_with(self, term: str) -> bool:
        """Whether the name or brand of any product has this word."""
        if term not in self._postings:
            return False
        return bool((self._postings[term][1] >= NAME).any())

    def knows(self, word: str) -> bool:
        return stem(word) in self._postings
