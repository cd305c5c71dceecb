"""Which products the words of a message name, by the words that tell them from the others."""

import re
from collections.abc import Sequence

from cauce.ai.embedded.composer.noticing import Seen
from cauce.ai.embedded.composer.specs import asked_specs, specs
from cauce.ai.embedded.search import BusinessIndex, ProductHit
from cauce.ai.embedded.search.cards import NAME
from cauce.ai.embedded.search.products import Query
from cauce.ai.embedded.search.terms import common_words, makers, stem, terms_of
from cauce.core.business import Product

# Words that stand for a kind of thing and are a product line as well.
_LINES = (
    "iphone ipad macbook chromebook playstation ps4 ps5 xbox nintendo airpod chromecast roku alexa"
)
_PROPER = frozenset(map(stem, _LINES.split()))
# "el de 12000": nothing but a measure has so many digits.
_LONG_NUMBER = 4
_FEATURE = 0.4
# "iPhone 16 Pro Max" is another telephone than the iPhone 16.
# What describes a thing and is none: "motos eléctricas" are no electric dryer.
_DESCRIBING_TEXT = (
    "electrico electrica inalambrico inalambrica automatico automatica semiautomatico "
    "semiautomatica portatil digital inteligente programable externo externa ultraancho gamer "
    "gaming multifuncional laser horizontal vertical profesional professional wireless electric "
    "automatic portable smart external professional programmable eletrico eletrica automatico "
    "portatil inteligente simple doble dual instalacion instalar installation instalacao torre "
    "pedestal aire agua gas mensual control plan consulta"
)
_DESCRIBING = frozenset(map(stem, _DESCRIBING_TEXT.split()))
_EDITIONS = frozenset(("pro", "max", "plus", "ultra", "mini", "lite", "fe", "fold", "flip"))
_MODEL_NUMBER = re.compile(r"^(?=.*\d)[a-z]*\d{1,4}[a-z]*$")


def named(
    query: Query,
    hits: Sequence[ProductHit],
    thing: str | None,
    index: BusinessIndex,
    *,
    features: bool = True,
) -> list[Product]:
    """The products that share the most telling name words with the message.

    Without `features`, words that are features as well ("5g") name nothing by themselves.
    """
    best, chosen = 0.0, []
    kin_exist = thing is not None and bool(index.products.of_thing(thing))
    for hit in hits:
        if kin_exist and thing not in index.products.heads_of(hit.product.sku):
            continue
        telling = hit.named - query.aside - _generic(query)
        if not kin_exist and all(term.isdecimal() for term in telling):
            # "10 %" or "2 días" name no product by themselves.
            continue
        if query.unknown and telling <= _DESCRIBING:
            continue
        if not features and all(_worth_of(term) < 1 for term in telling):
            continue
        worth = sum(query.weights[term] * _worth_of(term) for term in telling)
        if worth > best + 1e-9:
            best, chosen = worth, [hit.product]
        elif telling and abs(worth - best) <= 1e-9:
            chosen.append(hit.product)
    return chosen


def describing() -> frozenset[str]:
    """Stems that tell how a thing is, and never which."""
    return _DESCRIBING


def _worth_of(term: str) -> float:
    """A word that is also a feature ("5g", "oled") says less than a name."""
    return _FEATURE if any((term,) in spec.wordings for spec in specs().values()) else 1.0


def _generic(query: Query) -> frozenset[str]:
    """Words that only say what kind of thing it is; "iphone" says more than "phone"."""
    return query.inside - _PROPER


def unmatched_number(seen: Seen, products: Sequence[Product], index: BusinessIndex) -> str | None:
    """ "iphone 15" when only the 16 is sold: the model number belongs to none of them."""
    words = [term.word for term in seen.terms]
    stems = {stem(word) for product in products for word in _name_words(product)}
    for place in range(1, len(words)):
        word, before = words[place], stem(words[place - 1])
        model = _MODEL_NUMBER.match(word) or word in _EDITIONS
        if not model or stem(word) in stems or any(asked_specs((word,))):
            continue
        follows_name = before in stems and before not in common_words()
        if follows_name and _of_another(before, word, index):
            # "mouse logitech y teclado logitech K380": the number is of the other one.
            continue
        if follows_name and (not word.isdigit() or seen.quantity != int(word)):
            return " ".join(_run_before(words, place, stems))
    return None


def _of_another(before: str, word: str, index: BusinessIndex) -> bool:
    """Whether the catalogue has some product with both words in its name."""
    return any(
        min(index.products.strength(term, one.sku) for term in (before, stem(word))) >= NAME
        for one in index.products.products
    )


def _run_before(words: Sequence[str], place: int, stems: set[str]) -> list[str]:
    first = place
    while first > 0 and stem(words[first - 1]) in stems and words[first - 1] not in common_words():
        first -= 1
    return list(words[first : place + 1])


def _name_words(product: Product) -> list[str]:
    texts = [product.name, product.sku, *product.synonyms, *map(str, product.attributes.values())]
    return [term.word for text in texts for term in terms_of(text)]


def measured(query: Query, kin: Sequence[Product], index: BusinessIndex) -> list[Product]:
    """Of the kind, those with the measures asked for ("12000 btu"), if there are any."""
    measures = [
        t for t in query.weights if t[0].isdigit() and (not t.isdigit() or len(t) >= _LONG_NUMBER)
    ]
    fitting = [
        one
        for one in kin
        if measures and all(index.products.strength(t, one.sku) > 0 for t in measures)
    ]
    return fitting or list(kin)


def line_not_carried(query: Query, seen: Seen, index: BusinessIndex) -> str | None:
    """ "MacBook" where laptops are sold but no product of that line."""
    for term in seen.terms:
        if (
            term.stem in _PROPER
            and term.stem in query.inside
            and not index.products.knows(term.word)
        ):
            return term.word
    return None


def brand_not_carried(seen: Seen, kin: Sequence[Product], index: BusinessIndex) -> str | None:
    """ "nevera Whirlpool" where Whirlpool makes only our stoves; "celular Motorola" anywhere."""
    own = {term.stem for one in kin for term in terms_of(str(one.attributes.get("brand", "")))}
    known = index.products.brands
    named = [term for term in seen.terms if term.word in makers() or term.stem in known]
    if not own or not named or any(term.stem in own for term in named):
        return None
    strange = next((term for term in named if not term.aside), None)
    if strange is None or any(_in_names(strange.stem, one, index) for one in kin):
        return None
    return strange.word


def _in_names(term: str, product: Product, index: BusinessIndex) -> bool:
    return index.products.strength(term, product.sku) > 0


_LINKS = frozenset({"de", "del", "para", "pra", "of", "for", "do", "da", "con", "com", "with"})


def phrase_of(seen: Seen, wanted: frozenset[str], most: int = 5) -> str:
    """The words of the message that are `wanted`, with the little words between them."""
    words = [term.word for term in seen.terms]
    places = [place for place, word in enumerate(words) if word in wanted]
    if not places:
        return ""
    kept = [places[0]]
    for place in places[1:]:
        between = range(kept[-1] + 1, place)
        if all(words[at] in _LINKS for at in between):
            kept += [*between, place]
    return _as_written(seen, [words[place] for place in kept[:most]])


def _as_written(seen: Seen, words: Sequence[str]) -> str:
    """With the customer's accents, where the words stand together in the message."""
    wording, size = seen.wording, len(words)
    for first in range(len(wording.words) - size + 1):
        if list(wording.words[first : first + size]) == list(words):
            return wording.verbatim(first, first + size - 1)
    return " ".join(words)
