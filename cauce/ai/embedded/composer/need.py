"""A kind of thing is wanted: ask once what is missing (use, budget), then propose."""

import re

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.details import present
from cauce.ai.embedded.composer.offers import ask_for_it, offer, remember_shown
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.composer.sizes import size_key, size_of
from cauce.ai.embedded.composer.specs import value_of
from cauce.ai.embedded.composer.unwanted import held, refused
from cauce.ai.embedded.search.terms import matters
from cauce.core.amounts import written
from cauce.core.business import Product

# Up to this many products can be shown at once; asking first would only delay.
_FEW = 3
_NEAREST = 2
# Measures that a kind of thing comes in; a television of 75 inches is another than one of 65.
_MEASURE = re.compile(r"^(\d+(?:\.\d+)?)([a-z]+)$")
_SIZE_OF = {
    "in": ("screen_in",),
    "l": ("litres",),
    "kg": ("capacity_kg",),
    "btu": ("btu",),
    "gb": ("ram_gb", "storage_gb"),
    "tb": (),
}
# What somebody does with a thing says which one suits; a refrigerator is only big or small.
_TELLING_USES = frozenset(
    ("programming", "gaming", "office", "study", "design", "video", "photo", "music", "calls")
)


def serve_need(scene: Scene, out: Answer) -> bool:
    """Serves the wanted kind of thing of this message or of the ones before."""
    products = wanted_products(scene)
    if not products:
        return _nothing_else(scene, out)
    if scene.meant.kind == "thing" and scene.meant.words:
        _other_brands(scene, out, products)
    measure = _unmet_measure(scene, products)
    if measure is not None:
        _no_such_size(scene, out, products, *measure)
    elif _should_ask(scene, products):
        _ask(scene, out, products)
    else:
        offer(scene, out, products)
    return True


def _unmet_measure(scene: Scene, products: list[Product]) -> tuple[float, str] | None:
    """ "una tele de 75 pulgadas" where the largest has 65: the measure none of them has."""
    for term in scene.seen.terms:
        found = _MEASURE.match(term.word)
        if found is None or found.group(2) not in _SIZE_OF:
            continue
        keys = _SIZE_OF[found.group(2)]
        sizes = [
            float(one.attributes[key]) for one in products for key in keys if _is_size(one, key)
        ]
        if sizes and all(abs(size - float(found.group(1))) >= 1 for size in sizes):
            return float(found.group(1)), found.group(2)
    return None


def _is_size(product: Product, key: str) -> bool:
    value = product.attributes.get(key)
    return isinstance(value, int | float) and not isinstance(value, bool)


def _no_such_size(
    scene: Scene, out: Answer, products: list[Product], wanted: float, unit: str
) -> None:
    """Denied first; then the nearest there are."""
    known = [
        (abs(float(one.attributes[key]) - wanted), one.price.amount, one.sku, one)
        for one in products
        if one.available
        for key in _SIZE_OF[unit]
        if _is_size(one, key)
    ]
    sign = '"' if unit == "in" else f" {unit.upper() if unit != 'kg' else unit}"
    out.say("need.no_size", size=f"{wanted:g}{sign}")
    nearest = {one.sku: one for *_, one in sorted(known, key=lambda row: row[:3])}
    offer(scene, out, list(nearest.values())[:_NEAREST] or products)


def serve_household(scene: Scene, out: Answer) -> bool:
    """ "somos 5 en casa": a size to look for, or a question for what."""
    if scene.seen.people is None:
        return False
    if scene.memory.category:
        return serve_need(scene, out)
    out.did("ask", "products")
    out.ask("need.for_house", "help", people=scene.seen.people)
    return True


def _nothing_else(scene: Scene, out: Answer) -> bool:
    """All there is of the kind is what the customer does not want."""
    kin = [one for one in _of_the_kind(scene) if one.available]
    if not kin:
        return False
    out.did("answer", "products")
    out.cite(*kin[:_FEW])
    brands = list(dict.fromkeys(brand for one in kin if (brand := _brand(one))))
    out.say("offer.only_refused" if brands else "offer.no_more", brands=out.voice.join(brands))
    out.ask("missing.else", "help")
    return True


def _other_brands(scene: Scene, out: Answer, products: list[Product]) -> None:
    out.say("offer.no_brand", words=scene.meant.words)
    out.unanswered = scene.brief.text
    brands = [brand for one in products if one.available and (brand := _brand(one))]
    if brands:
        out.cite(*products[:_FEW])
        out.say("offer.other_brands", brands=out.voice.join(list(dict.fromkeys(brands))[:5]))


def _brand(product: Product) -> str:
    return str(product.attributes.get("brand", ""))


def wanted_products(scene: Scene) -> list[Product]:
    """Of this message's kind, or the kind the dialogue is about, without what was refused."""
    runs = held(scene.memory)
    return [one for one in _of_the_kind(scene) if not refused(scene.index, one, runs)]


def _of_the_kind(scene: Scene) -> list[Product]:
    if scene.meant.fresh and scene.meant.kind in ("thing", "several"):
        return _truly(scene, list(scene.meant.products))
    if scene.memory.category:
        kin = scene.index.products.of_thing(scene.memory.category)
        return _truly(scene, kin) or [
            one for one in scene.knowledge.products if one.category == scene.memory.category
        ]
    return []


def _goods(scene: Scene, kin: list[Product]) -> list[Product]:
    """Twelve air conditioners are wanted, and not their installing, unless that is asked for."""
    goods = [one for one in kin if one.stock is not None]
    asked = "installing" in matters().meanings(scene.seen.text)
    return kin if asked or not goods else goods


def _truly(scene: Scene, kin: list[Product]) -> list[Product]:
    """Those whose own name says so, while there are any: a freezer is no refrigerator."""
    kin = _goods(scene, kin)
    kind = scene.memory.category
    mainly = [one for one in kin if scene.index.products.is_mainly(kind, one.sku)]
    return mainly if any(one.available for one in mainly) else kin


def _should_ask(scene: Scene, products: list[Product]) -> bool:
    memory = scene.memory
    if len(products) <= _FEW or "need" in memory.asked or scene.seen.people is not None:
        return False
    if scene.asks("cheapest", "nobudget", "more", "compare", "discount", "bigger", "smaller"):
        return False
    if scene.seen.quantity is not None and scene.asks("stock"):
        return False
    if memory.budget is not None:
        within = [one for one in products if one.available and one.price <= memory.budget]
        return len(within) > _FEW and not memory.uses
    return True


def _ask(scene: Scene, out: Answer, products: list[Product]) -> None:
    """One question for all that is missing; the range of prices helps to answer it."""
    memory = scene.memory
    out.did("ask", "products")
    available = [one for one in products if one.available] or products
    cheapest = min(available, key=lambda one: one.price.amount)
    dearest = max(available, key=lambda one: one.price.amount)
    out.cite(cheapest, dearest)
    asks = scene.seen.question or scene.asks("price", "stock", "catalogue", "carry")
    if asks and not out.sentences:
        key = "need.have" if _plainly_asked(scene) else "need.range"
        out.say(key, low=written(cheapest.price), high=written(dearest.price))
    elif not out.sentences:
        out.say("need.glad")
    _ask_what_matters(scene, out, products)
    out.remember(stage="exploring", asked=(*memory.asked, "need"), shown=(), focus=None)


def _plainly_asked(scene: Scene) -> bool:
    """A yes answers who asks for the kind of thing, and not what else they may have asked."""
    query = scene.index.query(scene.seen.terms)
    besides = scene.asks("shipping", "payment", "instalments", "warranty", "returns", "discount")
    return not query.unknown and not besides


def _ask_what_matters(scene: Scene, out: Answer, products: list[Product]) -> None:
    """Use where it tells products apart; size where that does; else only the budget."""
    memory = scene.memory
    if memory.uses:
        detailed = f"need.ask_budget_{memory.uses[0]}"
        out.ask(detailed if out.voice.has(detailed) else "need.ask_budget", "need")
        return
    told_budget = memory.budget is not None
    if _use_matters(scene, products):
        out.ask("need.ask_use" if told_budget else "need.ask_both", "need")
        return
    sizes = _sizes(products)
    if len(sizes) > 1:
        key = "need.ask_size" if told_budget else "need.ask_size_budget"
        out.ask(key, "need", low=sizes[0], high=sizes[-1])
    else:
        out.ask("need.ask_budget_only", "need")


def _use_matters(scene: Scene, products: list[Product]) -> bool:
    served = {use for one in products for use in scene.index.products.uses_of(one.sku)}
    return len(served & _TELLING_USES) > 1


def _sizes(products: list[Product]) -> list[str]:
    """The smallest and the biggest size, as the catalogue writes them."""
    known = sorted(
        (one for one in products if one.available and size_key(one) is not None),
        key=lambda one: size_of(one) or 0.0,
    )
    keys = {size_key(one) for one in known}
    if len(keys) != 1 or not known:
        return []
    key = str(next(iter(keys)))
    return list(dict.fromkeys(str(value_of(one, key)) for one in known))


def show_one(scene: Scene, out: Answer, product: Product) -> None:
    """A product asked for by name."""
    out.did("answer", "products")
    present(scene, out, product)
    remember_shown(out, [product])
    ask_for_it(scene, out, product)
