"""What one product says of itself, as the index files it: weighted terms, its kind, its uses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cauce.ai.embedded.search.terms import UNITS, Term, common_words, terms_of, things, uses
from cauce.core.business import Product

# How much a word tells about a product, by where the catalogue has it.
NAME, SYNONYM, CATEGORY, THING = 1.0, 0.85, 0.7, 0.8
_USE, _DETAIL, _PROSE = 0.45, 0.55, 0.3
# A word after "para" says what the product is for, which is less than what it is.
ASIDE = 0.4
_TOLD_USE = 0.4
_TELLING_NUMBER = 1_000
_BRAND_KEYS = ("brand", "marca", "fabricante", "maker", "model", "modelo")


@dataclass(frozen=True, slots=True)
class Card:
    """`heads` are the kinds of thing it is, `main` the one its name says, `uses` what it serves."""

    terms: Mapping[str, float]
    heads: frozenset[str]
    main: str | None
    uses: Mapping[str, float]


class CardReader:
    """Reads products; a text that many of them share ("16 GB de RAM") is taken apart once."""

    def __init__(self) -> None:
        self._terms: dict[str, tuple[Term, ...]] = {}
        self._things: dict[str, tuple[tuple[str, Term], ...]] = {}
        self._uses: dict[str, tuple[str, ...]] = {}

    def read(self, product: Product) -> Card:
        weights: dict[str, float] = {}
        common = common_words()
        for text, weight in _weighted_texts(product):
            for term in self._terms_of(text):
                if term.word in common and weight < NAME:
                    continue
                worth = weight * (ASIDE if term.aside else 1.0)
                if worth > weights.get(term.stem, 0.0):
                    weights[term.stem] = worth
        named = self._kinds(product.name, NAME)
        heads = {*named, *self._kinds(product.category, CATEGORY)}
        for language, name in product.names.items():
            heads.update(self._kinds(name, NAME, english=language == "en"))
        for synonym in product.synonyms:
            heads.update(self._kinds(synonym, SYNONYM))
        for head in heads:
            weights[f"~{head}"] = max(THING, weights.get(f"~{head}", 0.0))
        return Card(weights, frozenset(heads), next(iter(named), None), self._served(product))

    def _terms_of(self, text: str) -> tuple[Term, ...]:
        if text not in self._terms:
            self._terms[text] = terms_of(text)
        return self._terms[text]

    def _kinds(self, text: str, weight: float, *, english: bool = False) -> list[str]:
        """The kind of thing a name, synonym or category names."""
        terms = self._terms_of(text)
        if text not in self._things:
            self._things[text] = tuple((name, first) for name, first, _ in things().find(terms))
        found = [(name, first) for name, first in self._things[text] if not first.aside]
        if weight == CATEGORY:
            return [name for name, _ in found]
        if weight == SYNONYM:
            # "instalar split" is another thing than a split.
            found = [(name, first) for name, first in found if first is terms[0]]
        # English names end with the thing ("split air conditioner installation").
        return [name for name, _ in (found[-1:] if english else found[:1])]

    def _served(self, product: Product) -> dict[str, float]:
        """What the catalogue says it is for; the first use named is what it is made for."""
        served = dict.fromkeys(self._meanings(product.description), _TOLD_USE)
        for place, use in enumerate(product.uses):
            for meaning in self._meanings(use):
                served[meaning] = max(served.get(meaning, 0.0), 1.0 - 0.1 * min(place, 5))
        return served

    def _meanings(self, text: str) -> tuple[str, ...]:
        if text not in self._uses:
            found = uses().find(self._terms_of(text))
            self._uses[text] = tuple(dict.fromkeys(meaning for meaning, _, _ in found))
        return self._uses[text]


def _weighted_texts(product: Product) -> Iterable[tuple[str, float]]:
    yield product.name, NAME
    for name in product.names.values():
        yield name, NAME
    yield product.sku, NAME
    for key, value in product.attributes.items():
        unit = key.rpartition("_")[2]
        number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
        text = f"{value} {unit}" if number is not None and unit in UNITS else str(value)
        if number is not None and number >= _TELLING_NUMBER:
            # "el de 12000": people leave the unit out of numbers that can only be one thing.
            yield str(value), _DETAIL
        yield text, NAME if key in _BRAND_KEYS else _DETAIL
    for synonym in product.synonyms:
        yield synonym, SYNONYM
    yield product.category, CATEGORY
    for use in product.uses:
        yield use, _USE
    for feature in product.features:
        yield feature, _DETAIL
    yield product.description, _PROSE
    for description in product.descriptions.values():
        yield description, _PROSE
