"""Which products a message is about: one, several alike, a kind of thing, or one not carried."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cauce.ai.embedded.composer.noticing import Seen
from cauce.ai.embedded.search import BusinessIndex, ProductHit
from cauce.ai.embedded.search.products import Query
from cauce.ai.embedded.search.terms import common_words, stem, terms_of
from cauce.core.business import Product
from cauce.core.dialogue import Brief, Memory

Kind = Literal["none", "one", "several", "thing", "missing"]
# Below this share of the words' worth, a product that shares some prose words is chance.
_LOOSE_FIT = 0.34
# A word of the kind that fewer than this share of the kind have in their names is a name itself.
_SOME_OF = 0.4
_A_FEW = 3
_BUYING = ("purchase_inquiry", "product_info", "pricing_question")
_HAS = frozenset("tiene trae viene incluye sirve funciona does has it tem vem vale".split())
_MODEL_NUMBER = re.compile(r"^(?=.*\d)[a-z]*\d{1,4}[a-z]*$")


@dataclass(frozen=True, slots=True)
class Meant:
    """`thing` is the kind of thing, `words` the customer's for what we do not carry.

    `fresh` is true when this message named it, false when it goes on about what was shown.
    """

    kind: Kind = "none"
    products: tuple[Product, ...] = ()
    thing: str | None = None
    words: str = ""
    fresh: bool = False


def meant_by(brief: Brief, seen: Seen, index: BusinessIndex) -> Meant:
    """The products of this message, in the light of what was shown before."""
    memory = brief.memory
    query = index.query(seen.terms)
    hits = index.products.search(query, 60)
    shown = _known(memory.shown, index)
    thing = query.things[0] if query.things else None
    if thing is None or _fits(thing, shown, index):
        chosen = _among_shown(seen, query, shown, index)
        if chosen is not None:
            return Meant("one", (chosen,), thing, fresh=False)
    named = _named(query, hits, thing or _kind_in_hand(memory, index), index)
    if not named and thing is None:
        named = _named(query, hits, None, index)
    if named:
        missing_number = _unmatched_number(seen, query, named)
        if missing_number is not None:
            return Meant("missing", tuple(named[:1]), thing, missing_number, fresh=True)
        return Meant("one" if len(named) == 1 else "several", tuple(named), thing, fresh=True)
    if thing is not None:
        return _of_thing(thing, query, hits, seen, brief, index)
    wanted = None if _of_it(seen, memory) else _unknown_item(brief, query, index)
    if wanted is not None:
        return Meant("missing", (), None, wanted, fresh=True)
    loose = [hit.product for hit in hits if hit.score >= _LOOSE_FIT and hit.matched]
    going_on = bool(memory.focus or memory.shown) and "more" not in seen.flags
    if loose and not going_on and _about_products(seen, brief) and not query.unknown:
        return Meant("several" if len(loose) > 1 else "one", tuple(loose[:6]), None, fresh=True)
    return _still(memory, index)


def _known(skus: Sequence[str], index: BusinessIndex) -> list[Product]:
    found = (index.product(sku) for sku in skus)
    return [product for product in found if product is not None]


def _fits(thing: str, products: Sequence[Product], index: BusinessIndex) -> bool:
    return any(thing in index.products.heads_of(product.sku) for product in products)


def _among_shown(
    seen: Seen, query: Query, shown: Sequence[Product], index: BusinessIndex
) -> Product | None:
    """ "la Dell", "la segunda", "la más barata", "la de 16 GB" of what was just offered."""
    if not shown:
        return None
    for place, ordinal in enumerate(("ordinal_1", "ordinal_2", "ordinal_3")):
        if ordinal in seen.flags and seen.short and place < len(shown):
            return shown[place]
    terms = [term for term in query.weights if term[0] not in "~?"]
    worths = [
        sum(query.weights[term] * index.products.strength(term, one.sku) for term in terms)
        for one in shown
    ]
    best = max(worths)
    leaders = [one for one, worth in zip(shown, worths, strict=True) if worth >= best - 1e-9]
    outside = _stronger_outside(query, best, index, shown)
    if best > 0 and len(leaders) == 1 and not outside:
        return leaders[0]
    if "cheapest" in seen.flags and "more" not in seen.flags and len(shown) > 1 and not outside:
        if seen.topics and {"it", "like", "buy"} & seen.flags:
            return min(shown, key=lambda one: one.price.amount)
    return None


def _stronger_outside(
    query: Query, best: float, index: BusinessIndex, shown: Sequence[Product]
) -> bool:
    """Whether a product that was not shown fits the named words clearly better."""
    skus = {one.sku for one in shown}
    for hit in index.products.search(query, 8):
        if hit.product.sku in skus:
            continue
        worth = sum(
            query.weights[term] * index.products.strength(term, hit.product.sku)
            for term in query.weights
            if term[0] not in "~?"
        )
        if worth > best * 1.15 + 1e-9:
            return True
    return False


def _named(
    query: Query, hits: Sequence[ProductHit], thing: str | None, index: BusinessIndex
) -> list[Product]:
    """The products that share the most telling name words with the message."""
    best, chosen = 0.0, []
    kin_exist = thing is not None and bool(index.products.of_thing(thing))
    for hit in hits:
        if kin_exist and thing not in index.products.heads_of(hit.product.sku):
            continue
        telling = hit.named - query.aside - _generic(query, thing, index)
        worth = sum(query.weights[term] for term in telling)
        if worth > best + 1e-9:
            best, chosen = worth, [hit.product]
        elif telling and abs(worth - best) <= 1e-9:
            chosen.append(hit.product)
    return chosen


def _kind_in_hand(memory: Memory, index: BusinessIndex) -> str | None:
    category = memory.category
    return category if category and index.products.of_thing(category) else None


def _generic(query: Query, thing: str | None, index: BusinessIndex) -> frozenset[str]:
    """Words that only say what kind of thing it is; "iphone" says more than "phone"."""
    kin = index.products.of_thing(thing) if thing else []
    if len(kin) < _A_FEW:
        return query.inside
    return frozenset(
        word
        for word in query.inside
        if sum(1 for one in kin if index.products.strength(word, one.sku) >= 1)
        not in range(1, int(len(kin) * _SOME_OF) + 1)
    )


def _unmatched_number(seen: Seen, query: Query, named: Sequence[Product]) -> str | None:
    """ "iphone 15" when only the 16 is sold: the model number belongs to none of them."""
    words = [term.word for term in seen.terms]
    stems = {stem(word) for product in named for word in _name_words(product)}
    for place in range(1, len(words)):
        word, before = words[place], stem(words[place - 1])
        if not _MODEL_NUMBER.match(word) or word in stems:
            continue
        follows_name = before in stems and before not in common_words()
        if follows_name and (not word.isdigit() or seen.quantity != int(word)):
            return " ".join(_run_before(words, place, stems))
    return None


def _run_before(words: Sequence[str], place: int, stems: set[str]) -> list[str]:
    first = place
    while first > 0 and stem(words[first - 1]) in stems and words[first - 1] not in common_words():
        first -= 1
    return list(words[first : place + 1])


def _name_words(product: Product) -> list[str]:
    texts = [product.name, product.sku, *product.synonyms, *map(str, product.attributes.values())]
    return [term.word for text in texts for term in terms_of(text)]


def _of_thing(
    thing: str,
    query: Query,
    hits: Sequence[ProductHit],
    seen: Seen,
    brief: Brief,
    index: BusinessIndex,
) -> Meant:
    kin = _measured(query, index.products.of_thing(thing), index)
    if kin:
        order = {hit.product.sku: -hit.score for hit in hits}
        ranked = sorted(kin, key=lambda one: order.get(one.sku, 0.0))
        return Meant("one" if len(kin) == 1 else "thing", tuple(ranked), thing, fresh=True)
    strong = [hit.product for hit in hits if hit.score >= 0.6 and hit.named]
    if strong:
        return Meant("several" if len(strong) > 1 else "one", tuple(strong[:6]), None, fresh=True)
    if not _about_products(seen, brief) or _of_it(seen, brief.memory):
        return _still(brief.memory, index)
    return Meant("missing", (), thing, _words_of_thing(seen, query), fresh=True)


def _measured(query: Query, kin: Sequence[Product], index: BusinessIndex) -> list[Product]:
    """Of the kind, those with the measures asked for ("12000 btu"), if there are any."""
    measures = [t for t in query.weights if t[0].isdigit() and not t.isdigit()]
    fitting = [
        one
        for one in kin
        if measures and all(index.products.strength(t, one.sku) > 0 for t in measures)
    ]
    return fitting or list(kin)


def _of_it(seen: Seen, memory: Memory) -> bool:
    """ "¿tiene Netflix?" of the television in hand is not a wish to buy Netflix."""
    return memory.focus is not None and not _HAS.isdisjoint(seen.wording.words)


def _words_of_thing(seen: Seen, query: Query) -> str:
    kept = [
        term.word
        for term in seen.terms
        if term.stem in query.inside or (term.word in query.unknown and not term.aside)
    ]
    return " ".join(kept[:4])


def _about_products(seen: Seen, brief: Brief) -> bool:
    asking = {"price", "stock", "buy", "like", "compare", "recommend", "carry", "cheapest"}
    return brief.reading.intent in _BUYING or not seen.flags.isdisjoint(asking)


def _unknown_item(brief: Brief, query: Query, index: BusinessIndex) -> str | None:
    """A product the reader found in the text that no word of the catalogue matches."""
    if brief.reading.intent not in _BUYING:
        return None
    for item in brief.reading.entities.items:
        words = [t for t in terms_of(item.product) if t.word not in common_words()]
        if words and all(not index.products.knows(t.word) for t in words):
            if all(t.word in query.unknown for t in words):
                return item.product
    return None


def _still(memory: Memory, index: BusinessIndex) -> Meant:
    """What the conversation was about before, when this message names nothing."""
    focus = index.product(memory.focus) if memory.focus else None
    if focus is not None:
        return Meant("one", (focus,))
    shown = _known(memory.shown, index)
    if len(shown) == 1:
        return Meant("one", (shown[0],))
    return Meant("several", tuple(shown)) if shown else Meant()
