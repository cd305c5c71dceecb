"""A kind of thing is wanted: ask once what is missing (use, budget), then propose."""

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.details import present
from cauce.ai.embedded.composer.offers import ask_for_it, offer, remember_shown
from cauce.ai.embedded.composer.scene import Scene
from cauce.core.amounts import written
from cauce.core.business import Product

# Up to this many products can be shown at once; asking first would only delay.
_FEW = 3


def serve_need(scene: Scene, out: Answer) -> bool:
    """Serves the wanted kind of thing of this message or of the ones before."""
    products = wanted_products(scene)
    if not products:
        return False
    if scene.meant.kind == "thing" and scene.meant.words:
        out.say("offer.no_brand", words=scene.meant.words)
    if _should_ask(scene, products):
        _ask(scene, out, products)
    else:
        offer(scene, out, products)
    return True


def wanted_products(scene: Scene) -> list[Product]:
    """The products of this message's kind, or of the kind the dialogue is about."""
    if scene.meant.fresh and scene.meant.kind in ("thing", "several"):
        return list(scene.meant.products)
    if scene.memory.category:
        kin = scene.index.products.of_thing(scene.memory.category)
        return kin or [
            one for one in scene.knowledge.products if one.category == scene.memory.category
        ]
    return []


def _should_ask(scene: Scene, products: list[Product]) -> bool:
    memory = scene.memory
    if len(products) <= _FEW or "need" in memory.asked:
        return False
    if scene.asks("cheapest", "nobudget", "more", "compare", "discount"):
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
    out.say("need.have", low=written(cheapest.price), high=written(dearest.price)) if scene.asks(
        "price", "stock", "catalogue"
    ) else out.say("need.glad")
    if memory.budget is not None:
        key = "need.ask_use"
    elif memory.uses:
        detailed = f"need.ask_budget_{memory.uses[0]}"
        key = detailed if out.voice.has(detailed) else "need.ask_budget"
    else:
        key = "need.ask_both"
    out.ask(key, "need")
    out.remember(stage="exploring", asked=(*memory.asked, "need"), shown=(), focus=None)


def show_one(scene: Scene, out: Answer, product: Product) -> None:
    """A product asked for by name."""
    out.did("answer", "products")
    present(scene, out, product)
    remember_shown(out, [product])
    ask_for_it(scene, out, product)
