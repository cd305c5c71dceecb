""" "¿Trae cargador?": yes only where a record says so; otherwise that it is not confirmed."""

import re
from collections.abc import Sequence

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.details import line_of
from cauce.ai.embedded.composer.naming import phrase_of
from cauce.ai.embedded.composer.need import wanted_products
from cauce.ai.embedded.composer.offers import offer
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.composer.specs import asked_specs, value_of
from cauce.ai.embedded.search.terms import Term, common_words, stem, terms_of, things
from cauce.core.business import Product

_HAS = re.compile(
    r"\b(?:trae[ns]?|tienen?|tendra|incluyen?|incluid[oa]s?|vienen? con|vienen?|llevan?|posee|"
    r"cuenta con|soporta|acepta|es compatible|funciona con|se conecta|(?:comes?|came) with|"
    r"includ(?:e|es|ed|ing)|has|have|having|supports?|works? with|vem com|vem|tem|traz|inclui|"
    r"acompanha|funciona com|suporta|possui)\b"
)
_WH = re.compile(
    r"^\W*(?:\w+\W+){0,2}?(?:cuant[oa]s?|que|cual(?:es)?|como|donde|how|what|which|where|quant[oa]s?|"
    r"qual|quais|onde)\b"
)
_HOW_MUCH = re.compile(
    r"\b(?:cuant[oa]s?|de cuant[oa]s?|how (?:many|much|big|long|wide)|what (?:size|capacity)|"
    r"quant[oa]s?|de quant[oa]s?)\b"
)
_OTHER_MATTERS = ("warranty", "discount", "returns", "shipping", "once")
_LEAST_LETTERS = 2
_MOST_SAID = 3
# What is said around a feature and is none itself.
_AROUND_TEXT = (
    "caja box caixa incluido incluida incluidos included viene vienen trae traer verdad cierto "
    "alguna algun ese esa hay funcion sistema tecnologia opcion also the in with y e con com of it "
    "tienda local aqui ustedes stock compatible conecta wey porfis integrado integrada built"
)
_AROUND = frozenset(_AROUND_TEXT.split())


def feature_asked(scene: Scene, product: Product) -> tuple[Term, ...]:
    """The words after "trae", "has", "tem"… that are no part of the product's own name."""
    text = scene.seen.wording.folded
    found = _HAS.search(text)
    if found is None or _WH.match(text) or scene.asks(*_OTHER_MATTERS):
        return ()
    own = own_stems(scene, product)
    return tuple(
        term
        for term in terms_of(scene.seen.wording.text[found.end() :])
        if not term.aside and term.stem not in own and _tells(term)
    )[:_MOST_SAID]


def _kind_first(scene: Scene) -> bool:
    """ "¿las neveras tienen…?" asks what they have; "¿tienen neveras…?" whether we sell them."""
    found = _HAS.search(scene.seen.wording.folded)
    before = terms_of(scene.seen.wording.text[: found.start()]) if found else ()
    return any(True for _ in things().find(before))


def _tells(term: Term) -> bool:
    bare = term.word in common_words() or term.word in _AROUND
    return not bare and term.word.isalpha() and len(term.word) > _LEAST_LETTERS


def own_stems(scene: Scene, product: Product) -> set[str]:
    texts = [product.name, product.category, *product.names.values(), *product.synonyms]
    texts.append(str(product.attributes.get("brand", "")))
    own = {term.stem for text in texts for term in terms_of(text)}
    heads = scene.index.products.heads_of(product.sku)
    for meaning, first, size in things().find(scene.seen.terms):
        if meaning in heads:
            start = scene.seen.terms.index(first)
            own |= {term.stem for term in scene.seen.terms[start : start + size]}
    return own


def covered(product: Product, asked: Sequence[Term]) -> set[str]:
    """Which of the words asked some record of the product speaks of."""
    told = {
        term.stem
        for text in (product.name, *product.names.values(), *product.features)
        for term in (*terms_of(text), *terms_of(text.replace("-", "")))
    }
    for key in product.attributes:
        value = value_of(product, key)
        if value is None or value is False:
            continue
        told |= {term.stem for term in terms_of(str(value))}
    words = tuple(term.word for term in asked)
    for spec, _ in asked_specs(words):
        if product.attributes.get(spec.key) is not None:
            told |= {one for run in spec.wordings for one in run}
    return {term.stem for term in asked if term.stem in told}


def has_all(product: Product, asked: Sequence[Term]) -> bool:
    return len(covered(product, asked)) == len({term.stem for term in asked})


def sentence_with(product: Product, asked: Sequence[Term]) -> str | None:
    """A sentence of the product's own description that has every word asked."""
    wanted = {term.stem for term in asked}
    for sentence in re.split(r"(?<=[.!?])\s+", product.description):
        if wanted <= {stem(term.word) for term in terms_of(sentence)}:
            return sentence
    return None


def say_unconfirmed(scene: Scene, out: Answer, product: Product, asked: Sequence[Term]) -> None:
    """Neither yes nor no; and the thing itself, when it is sold by itself."""
    out.cite(product)
    words = phrase_of(scene.seen, frozenset(term.word for term in asked))
    out.say("spec.unconfirmed", name=product.name_in(scene.language), words=words)
    out.unanswered = scene.brief.text
    for meaning, _, size in things().find(asked):
        apart = [one for one in scene.index.products.of_thing(meaning) if one.available]
        whole = size == len(asked) and meaning not in scene.index.products.heads_of(product.sku)
        if apart and whole:
            out.say("spec.sold_apart")
            cheapest = min(apart, key=lambda one: (one.price.amount, one.sku))
            out.add(line_of(scene, out, cheapest, limit=1))
            out.ask("next.anything", "help")
            return


def _having(scene: Scene, out: Answer, products: Sequence[Product]) -> list[Product] | None:
    """Of several, those whose records have it; None when nothing of the sort was asked."""
    if not products or not _kind_first(scene):
        return None
    asked = feature_asked(scene, products[0])
    own = {stem for one in products for stem in own_stems(scene, one)}
    asked = tuple(term for term in asked if term.stem not in own)
    if not asked:
        return None
    having = [one for one in products if has_all(one, asked)]
    words = phrase_of(scene.seen, frozenset(term.word for term in asked))
    if having:
        out.say("spec.recorded", words=words)
        return having
    out.did("answer", "products")
    out.cite(*products[:3])
    out.say("spec.unconfirmed_kind", words=words)
    out.unanswered = scene.brief.text
    return []


def _figure_of_each(scene: Scene, out: Answer) -> bool:
    """ "¿cuántas sesiones es la endodoncia?": the figure of each that has one."""
    if not _HOW_MUCH.search(scene.seen.wording.folded) or scene.asks("price", "shipping", "stock"):
        return False
    words = tuple(term.word for term in scene.seen.terms)
    for spec, _ in sorted(asked_specs(words), key=lambda one: -one[1]):
        known = [(one, value_of(one, spec.key)) for one in scene.meant.products]
        told = [(one, value) for one, value in known if isinstance(value, str)][:_MOST_SAID]
        if not told:
            continue
        out.did("answer", "products")
        for product, value in told:
            out.cite(product)
            name, label = product.name_in(scene.language), spec.labels[scene.language]
            if label.casefold() in value.casefold():
                out.say("spec.feature", name=name, feature=value)
            else:
                out.say("spec.of_each", name=name, label=label, value=value)
        return True
    return False


def those_having(scene: Scene, out: Answer) -> bool:
    """ "¿las neveras traen dispensador?": the ones whose records say so, or none confirmed."""
    having = _having(scene, out, wanted_products(scene))
    if having is None:
        return _figure_of_each(scene, out)
    if having:
        offer(scene, out, having)
    else:
        out.ask("unknown.person", "person")
    return True
