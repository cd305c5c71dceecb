""" "¿Cuál es el más barato?", "the most expensive one", "algo más barato": products by price."""

import re

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.details import stock_text
from cauce.ai.embedded.composer.need import wanted_products
from cauce.ai.embedded.composer.offers import (
    ask_for_it,
    detail_fit,
    propose,
    remember_shown,
    use_fit,
)
from cauce.ai.embedded.composer.scene import Scene
from cauce.core.amounts import written
from cauce.core.business import Product

_LOW = r"(?:barat\w*|economic\w*|accesible\w*|comod\w+ de precio|en cuenta|em conta)"
_LOWEST = re.compile(
    rf"\b(?:el|la|los|las|lo|o|a|os|as|cual|qual|cuales|quais)\b(?: [\w\"]+){{0,4}}? (?:mas|mais) "
    rf"{_LOW}|\b(?:cheapest|least expensive|most affordable|lowest[- ]priced?|menor precio|"
    r"menor preco|precio mas bajo|preco mais baixo)\b"
)
_LOWER = re.compile(
    rf"\b(?:algo|alguno?|alguna|uno|una|otro|otra|otros|otras|un|algum|alguma|outro|outra|opciones?|"
    rf"opcoes|opcao|modelo|tienes?|tienen|tem|hay|ha)\b(?: \w+){{0,2}}? (?:mas|mais) {_LOW}|"
    rf"^\W*(?:y |e )?(?:mas|mais) {_LOW}|(?:mas|mais) {_LOW} (?:que|do que)\b|"
    r"\bmenos car[oa]s?\b|\b(?:cheaper|less expensive)\b"
)
_HIGHEST = re.compile(
    r"\b(?:mas|mais) (?:car[oa]s?|costos[oa]s?)\b|\bmost expensive\b|\bpriciest\b|\bdearest\b|"
    r"\bmayor precio\b|\bmaior preco\b"
)
_TOLD = 3


def answer_price_end(scene: Scene, out: Answer) -> bool:
    """The one at the end of the prices, or those below what was being looked at."""
    text = scene.seen.wording.folded
    if scene.seen.budget is not None or scene.asks("discount"):
        return False
    if _LOWER.search(text) and not _LOWEST.search(text):
        return _cheaper(scene, out)
    lowest, highest = _LOWEST.search(text), _HIGHEST.search(text)
    if not (lowest or highest):
        return False
    products = _fitting(scene)
    if not products:
        return _of_what(scene, out)
    chosen = (min if lowest else max)(products, key=lambda one: (one.price.amount, one.sku))
    out.did("offer", "products")
    out.cite(chosen)
    out.show(chosen)
    out.say(
        "price.lowest" if lowest else "price.highest",
        name=chosen.name_in(scene.language),
        price=written(chosen.price),
        stock=stock_text(scene, out, chosen),
    )
    remember_shown(out, [chosen])
    ask_for_it(scene, out, chosen)
    return True


def _of_what(scene: Scene, out: Answer) -> bool:
    if scene.meant.fresh or scene.memory.category or scene.meant.products:
        return False
    out.did("ask", "products")
    out.ask("price.of_what", "help")
    return True


def _fitting(scene: Scene) -> list[Product]:
    """In stock, with the details wished for and made for the use, where any is."""
    known = [one for one in _kin(scene) if one.available]
    for fit in (detail_fit, use_fit):
        best = max((fit(scene, one) for one in known), default=0.0)
        if best > 0:
            known = [one for one in known if fit(scene, one) >= best - 0.05]
    return known


def _kin(scene: Scene) -> list[Product]:
    wanted = wanted_products(scene)
    if wanted:
        return wanted
    if scene.meant.kind == "several":
        return list(scene.meant.products)
    return _like(scene, scene.meant.products[0]) if scene.meant.kind == "one" else []


def _like(scene: Scene, product: Product) -> list[Product]:
    """Of the same kind by name; where the name says no kind, of one kind at all."""
    kind = scene.index.products.main_of(product.sku)
    heads = scene.index.products.heads_of(product.sku)
    kin = [one for one in scene.knowledge.products if one.category == product.category]
    same = [one for one in kin if kind and scene.index.products.main_of(one.sku) == kind]
    return same or [one for one in kin if heads & scene.index.products.heads_of(one.sku)]


def _cheaper(scene: Scene, out: Answer) -> bool:
    """Those of the same kind that cost less than what was being looked at."""
    before = scene.brief.memory
    skus = [before.focus] if before.focus else list(before.shown)
    looked_at = [one for sku in skus if (one := scene.index.product(sku)) is not None]
    if scene.meant.fresh and scene.meant.kind == "one":
        looked_at = list(scene.meant.products)
    if not looked_at or (scene.meant.fresh and scene.meant.kind in ("thing", "missing")):
        return False
    base = min(looked_at, key=lambda one: one.price.amount)
    kin = [one for one in _like(scene, base) if one.available and one.price < base.price]
    if not kin:
        out.did("answer", "products")
        out.cite(base)
        out.say("price.none_lower", name=base.name_in(scene.language), price=written(base.price))
        out.ask("missing.else", "help")
        return True
    dearest_first = sorted(kin, key=lambda one: (-one.price.amount, one.sku))
    # The nearest below, and always the cheapest of all: it is what was asked for.
    told = dearest_first[: _TOLD - 1] + dearest_first[_TOLD - 1 :][-1:]
    propose(scene, out, told)
    return True
