"""Which products a message is about: one, several alike, a kind of thing, or one not carried."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cauce.ai.embedded.composer.naming import (
    brand_not_carried,
    describing,
    line_not_carried,
    measured,
    named,
    phrase_of,
    unmatched_number,
)
from cauce.ai.embedded.composer.noticing import Seen
from cauce.ai.embedded.composer.pointing import among_shown
from cauce.ai.embedded.composer.subject import asks_spec, of_it, subject_of
from cauce.ai.embedded.composer.unwanted import refused
from cauce.ai.embedded.search import BusinessIndex, ProductHit
from cauce.ai.embedded.search.cards import NAME
from cauce.ai.embedded.search.products import Query
from cauce.ai.embedded.search.terms import common_words, stem, terms_of
from cauce.ai.embedded.wording import fold
from cauce.core.business import Product
from cauce.core.dialogue import Brief, Memory

Kind = Literal["none", "one", "several", "thing", "missing"]
# Below this share of the words' worth, a product that shares some prose words is chance.
_LOOSE_FIT = 0.34
# "LG", "HP" and "TCL" are written in capitals.
_SHORT_NAME = 4
# "¿a qué teléfono me llaman?" asks for no telephone to buy.
_RINGS = re.compile(
    r"\b(?:que|cual|which|what|qual) (?:\w+ )?"
    r"(?:telefono|numero|celular|phone|number|cell|telefone)\b"
    r".{0,30}\b(?:llam|marc|escrib|contact|call|text|reach|lig)"
)
_TELEPHONES = frozenset(("telefono", "celular", "phone", "cell", "telefone", "cel"))
_BUYING = ("purchase_inquiry", "product_info", "pricing_question")


@dataclass(frozen=True, slots=True)
class Meant:
    """`thing` is the kind of thing, `words` the customer's for what we do not carry.

    `fresh` is true when this message named something that was not shown before; `pointed` also
    when it chose among what was shown. Both are false for what is simply still the matter.
    """

    kind: Kind = "none"
    products: tuple[Product, ...] = ()
    thing: str | None = None
    words: str = ""
    fresh: bool = False
    pointed: bool = False


def meant_by(brief: Brief, seen: Seen, index: BusinessIndex) -> Meant:
    """The products of this message, in the light of what was shown before."""
    memory = brief.memory
    subject = subject_of(seen, memory, index)
    if subject == ():
        return _still(memory, index)
    terms = seen.terms if subject is None else subject
    if _RINGS.search(seen.wording.folded):
        terms = tuple(term for term in terms if term.word not in _TELEPHONES)
    query = index.query(terms)
    hits = [
        hit
        for hit in index.products.search(query, 60)
        if not refused(index, hit.product, seen.without)
    ]
    shown = [one for one in _known(memory.shown, index) if not refused(index, one, seen.without)]
    thing = query.things[0] if query.things else None
    if thing is None or _fits(thing, shown, index):
        chosen = among_shown(seen, query, shown, index)
        if chosen is not None:
            return Meant("one", (chosen,), thing, pointed=True)
    by_name = _by_name(brief, seen, query, hits, index)
    if by_name is not None:
        return by_name
    if thing is not None:
        return _of_thing(thing, query, hits, seen, brief, index)
    wanted = _strange(seen, brief, query, hits, index)
    if wanted is not None:
        return _new("missing", (), None, wanted)
    loose = [
        hit.product
        for hit in hits
        if hit.score >= _LOOSE_FIT and not all(term.isdecimal() for term in hit.matched)
    ]
    going_on = bool(memory.focus or memory.shown) and "more" not in seen.flags
    if loose and not going_on and _about_products(seen, brief) and not query.unknown:
        return _new("several" if len(loose) > 1 else "one", loose[:6], None)
    return _still(memory, index)


def _new(kind: Kind, products: Sequence[Product], thing: str | None, words: str = "") -> Meant:
    return Meant(kind, tuple(products), thing, words, fresh=True, pointed=True)


def _by_name(
    brief: Brief, seen: Seen, query: Query, hits: Sequence[ProductHit], index: BusinessIndex
) -> Meant | None:
    """Named by brand, model or another word of its own; first within the kind in hand."""
    memory = brief.memory
    thing = query.things[0] if query.things else None
    if thing is not None and not index.products.of_thing(thing):
        # "¿tienen plancha Oster?" is no yes because something else is by Oster.
        hits = [hit for hit in hits if _names_more(hit, query, index)]
    asks_feature = thing is None and of_it(seen, memory) and asks_spec(seen)
    found = named(
        query, hits, thing or _kind_in_hand(memory, index), index, features=not asks_feature
    )
    if not found and thing is None:
        found = named(query, hits, None, index, features=not asks_feature)
    if not found:
        return _still(memory, index) if asks_feature else None
    other_model = unmatched_number(seen, found, index)
    if other_model is not None:
        return _new("missing", found[:1], thing, other_model)
    other_brand = None if thing is None else brand_not_carried(seen, found, index)
    if thing is not None and other_brand is not None:
        # "una tele Samsung de 55" where the 55 is another maker's: both are shown, neither taken.
        kin = index.products.of_thing(thing)
        theirs = [one for one in kin if stem(other_brand) in _brand(one)]
        if any(one in kin for one in found):
            return _new("thing", [*found, *theirs], thing, _of_brand(seen, query, other_brand))
    return _new("one" if len(found) == 1 else "several", found, thing)


def _names_more(hit: ProductHit, query: Query, index: BusinessIndex) -> bool:
    """Of a kind we do not have, only a product with a name of its own is meant: "moto g54"."""
    telling = hit.named - _brand(hit.product) - query.inside
    by_kind = any(index.products.strength(one, hit.product.sku) >= NAME for one in query.inside)
    return bool(telling - describing()) and (by_kind or len(telling) > 1 or _has_digit(telling))


def _has_digit(terms: frozenset[str]) -> bool:
    return any(sign.isdigit() for term in terms for sign in term)


def _brand(product: Product) -> frozenset[str]:
    return frozenset(term.stem for term in terms_of(str(product.attributes.get("brand", ""))))


def _strange(
    seen: Seen, brief: Brief, query: Query, hits: Sequence[ProductHit], index: BusinessIndex
) -> str | None:
    """The customer's word for something that is not in the catalogue."""
    if of_it(seen, brief.memory):
        return None
    item = _unknown_item(brief, query, index)
    if item is not None and seen.city is not None and fold(item) == fold(seen.city):
        # "las quiero a David" asks for no David.
        return None
    if item is None and _asks_to_carry(seen, brief, query, hits):
        item = " ".join([t.word for t in seen.terms if t.word in query.unknown][:3])
    return item


def _known(skus: Sequence[str], index: BusinessIndex) -> list[Product]:
    found = (index.product(sku) for sku in skus)
    return [product for product in found if product is not None]


def _fits(thing: str, products: Sequence[Product], index: BusinessIndex) -> bool:
    return any(thing in index.products.heads_of(product.sku) for product in products)


def _kind_in_hand(memory: Memory, index: BusinessIndex) -> str | None:
    category = memory.category
    return category if category and index.products.of_thing(category) else None


def _of_thing(
    thing: str,
    query: Query,
    hits: Sequence[ProductHit],
    seen: Seen,
    brief: Brief,
    index: BusinessIndex,
) -> Meant:
    kin = measured(query, index.products.of_thing(thing), index)
    kin = [one for one in kin if not refused(index, one, seen.without)] or kin
    if kin:
        order = {hit.product.sku: -hit.score for hit in hits}
        ranked = sorted(kin, key=lambda one: order.get(one.sku, 0.0))
        line = line_not_carried(query, seen, index)
        brand = brand_not_carried(seen, kin, index)
        if line is not None:
            return _new("thing", ranked, thing, line)
        if brand is not None:
            return _new("thing", ranked, thing, _of_brand(seen, query, brand))
        return _new("one" if len(kin) == 1 else "thing", ranked, thing)
    strong = [
        hit.product
        for hit in hits
        if hit.score >= 0.6
        and any(
            not term.isdecimal() and term not in _brand(hit.product) | describing()
            for term in hit.named - query.inside - query.aside
        )
    ]
    if strong:
        return _new("several" if len(strong) > 1 else "one", strong[:6], None)
    about = _about_products(seen, brief) or _names_only_it(seen, query)
    if not about or of_it(seen, brief.memory):
        return _still(brief.memory, index)
    return _new("missing", (), thing, _words_of_thing(seen, query))


def _names_only_it(seen: Seen, query: Query) -> bool:
    """ "torre de sonido" and nothing else."""
    telling = [term for term in seen.terms if term.word not in common_words()]
    return bool(telling) and all(term.stem in query.inside for term in telling)


def _words_of_thing(seen: Seen, query: Query) -> str:
    return phrase_of(
        seen,
        frozenset(
            term.word
            for term in seen.terms
            if term.stem in query.inside or (term.word in query.unknown and not term.aside)
        ),
    )


def _of_brand(seen: Seen, query: Query, brand: str) -> str:
    """ "celulares Motorola", "Bosch washing machine": the customer's words in their order."""
    inside = {
        t.word
        for t in seen.terms
        if not t.aside and (t.stem in query.inside or t.word[0].isdigit())
    }
    written = brand.upper() if len(brand) < _SHORT_NAME else brand.capitalize()
    said = phrase_of(seen, frozenset({brand, *inside})) or brand
    return re.sub(rf"\b{re.escape(brand)}\b", written, said, flags=re.IGNORECASE)


def _about_products(seen: Seen, brief: Brief) -> bool:
    asking = {"price", "stock", "buy", "like", "compare", "recommend", "carry", "wish", "cheapest"}
    return brief.reading.intent in _BUYING or not seen.flags.isdisjoint(asking)


def _unknown_item(brief: Brief, query: Query, index: BusinessIndex) -> str | None:
    """A product the reader found in the text that no word of the catalogue matches."""
    if brief.reading.intent not in _BUYING:
        return None
    for item in brief.reading.entities.items:
        words = [t for t in terms_of(item.product) if t.word not in common_words()]
        strange = all(t.word in query.unknown and not index.products.knows(t.word) for t in words)
        if words and strange:
            return item.product
    return None


def _asks_to_carry(seen: Seen, brief: Brief, query: Query, hits: Sequence[ProductHit]) -> bool:
    """ "¿venden cepillos?" when no word of the question is in the catalogue."""
    if "carry" not in seen.flags or of_it(seen, brief.memory) or (hits[:1] and hits[0].named):
        return False
    if seen.flags - {"carry", "it", "stock", "greeting", "wish"}:
        return False
    first = next((t.word for t in seen.terms if t.word not in common_words()), None)
    return first in query.unknown and brief.reading.intent in _BUYING


def _still(memory: Memory, index: BusinessIndex) -> Meant:
    """What the conversation was about before, when this message names nothing."""
    focus = index.product(memory.focus) if memory.focus else None
    if focus is not None:
        return Meant("one", (focus,))
    shown = _known(memory.shown, index)
    if len(shown) == 1:
        return Meant("one", (shown[0],))
    return Meant("several", tuple(shown)) if shown else Meant()
