"""The catalogue as an index: which products a few words of a customer mean, and how surely."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from cauce.ai.embedded.search.terms import Term, common_words, stem, terms_of, things, uses
from cauce.core.business import Product

# How much a word tells about a product, by where the catalogue has it.
_NAME, _BRAND, _SKU, _SYNONYM, _CATEGORY, _THING = 1.0, 1.0, 1.0, 0.85, 0.7, 0.8
_USE, _DETAIL, _PROSE = 0.45, 0.55, 0.3
_TOLD_USE = 0.4
_TYPO_FROM = 5
_TYPO_LIKENESS = 80.0
_BRAND_KEYS = ("brand", "marca", "fabricante", "maker", "model", "modelo")


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
        self._postings: dict[str, dict[int, float]] = defaultdict(dict)
        self.heads: list[frozenset[str]] = []
        self.uses: list[Mapping[str, float]] = []
        for place, product in enumerate(self.products):
            self._add(place, product)
        total = len(self.products) + 1
        self._rarity = {
            term: math.log(1 + total / (1 + len(where))) for term, where in self._postings.items()
        }
        self._places = {product.sku: place for place, product in enumerate(self.products)}
        self._spellings: dict[str, list[str]] = defaultdict(list)
        for term in self._postings:
            if len(term) >= _TYPO_FROM - 1 and term.isalpha():
                self._spellings[term[0]].append(term)
        self._by_head: dict[str, list[int]] = defaultdict(list)
        for place, heads in enumerate(self.heads):
            for head in heads:
                self._by_head[head].append(place)

    def _add(self, place: int, product: Product) -> None:
        heads: set[str] = set()
        for text, weight in _weighted_texts(product):
            terms = terms_of(text)
            for term in terms:
                if term.word in common_words() and weight < _NAME:
                    continue
                self._post(term.stem, place, weight * (0.4 if term.aside else 1.0))
            if weight >= _CATEGORY:
                found = [hit for hit in things().find(terms) if not hit[1].aside]
                first = found if weight == _CATEGORY else found[:1]
                heads.update(meaning for meaning, _, _ in first)
        for head in heads:
            self._post(f"~{head}", place, _THING)
        self.heads.append(frozenset(heads))
        self.uses.append(_served(product))

    def _post(self, term: str, place: int, weight: float) -> None:
        where = self._postings[term]
        where[place] = max(weight, where.get(place, 0.0))

    def query(self, terms: tuple[Term, ...]) -> Query:
        """What of a message can be searched for: known words, respelt ones, and things."""
        weights: dict[str, float] = {}
        unknown: set[str] = set()
        meant: list[str] = []
        inside: set[str] = set()
        for meaning, first, size in things().find(terms):
            start = terms.index(first)
            inside.update(term.stem for term in terms[start : start + size])
            if not first.aside or not meant:
                meant.append(meaning)
            if f"~{meaning}" in self._postings:
                weights[f"~{meaning}"] = self._rarity[f"~{meaning}"] * (0.4 if first.aside else 1)
        rare = math.log(1 + len(self.products) + 1)
        for term in terms:
            if term.word in common_words() or (len(term.word) < 2 and not term.word.isdigit()):
                continue
            if term.stem in self._postings:
                worth = self._rarity[term.stem] * (0.4 if term.aside else 1)
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
        scores: dict[int, float] = defaultdict(float)
        for term, weight in query.weights.items():
            for place, strength in self._postings.get(term, {}).items():
                scores[place] += weight * strength
        best = sorted(scores.items(), key=lambda one: (-one[1], one[0]))[:limit]
        return [self._hit(place, score / total, query) for place, score in best]

    def _hit(self, place: int, score: float, query: Query) -> ProductHit:
        strengths = {
            term: self._postings[term][place]
            for term in query.weights
            if place in self._postings.get(term, {})
        }
        named = frozenset(
            term for term, strength in strengths.items() if strength >= _NAME and term[0] != "~"
        )
        return ProductHit(self.products[place], min(score, 1.0), named, frozenset(strengths))

    def of_thing(self, thing: str) -> list[Product]:
        """Every product that is such a thing, in catalogue order."""
        return [self.products[place] for place in self._by_head.get(thing, ())]

    def heads_of(self, sku: str) -> frozenset[str]:
        place = self._places.get(sku)
        return frozenset() if place is None else self.heads[place]

    def uses_of(self, sku: str) -> Mapping[str, float]:
        """The uses a product serves, each with how much it is made for it (0..1)."""
        place = self._places.get(sku)
        return {} if place is None else self.uses[place]

    def strength(self, term: str, sku: str) -> float:
        """How strongly a term speaks for one product (0 when it does not)."""
        place = self._places.get(sku)
        return 0.0 if place is None else self._postings.get(term, {}).get(place, 0.0)

    def knows(self, word: str) -> bool:
        return stem(word) in self._postings


def _served(product: Product) -> dict[str, float]:
    """What the catalogue says it is for; the first use named is what it is made for."""
    served: dict[str, float] = {}
    for meaning in uses().meanings(product.description):
        served[meaning] = _TOLD_USE
    for place, use in enumerate(product.uses):
        for meaning in uses().meanings(use):
            served[meaning] = max(served.get(meaning, 0.0), 1.0 - 0.1 * min(place, 5))
    return served


def _weighted_texts(product: Product) -> Iterable[tuple[str, float]]:
    yield product.name, _NAME
    for name in product.names.values():
        yield name, _NAME
    yield product.sku, _SKU
    for key, value in product.attributes.items():
        yield str(value), _BRAND if key in _BRAND_KEYS else _DETAIL
    for synonym in product.synonyms:
        yield synonym, _SYNONYM
    yield product.category, _CATEGORY
    for use in product.uses:
        yield use, _USE
    for feature in product.features:
        yield feature, _DETAIL
    yield product.description, _PROSE
    for description in product.descriptions.values():
        yield description, _PROSE
