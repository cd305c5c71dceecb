"""A price for several: unit price, line total, the discount that holds, the stock there is."""

from collections.abc import Sequence

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.baskets import basket
from cauce.ai.embedded.composer.details import stock_text
from cauce.ai.embedded.composer.figures import percent
from cauce.ai.embedded.composer.need import wanted_products
from cauce.ai.embedded.composer.offers import offer, ranked, remember_shown, short_name, varied
from cauce.ai.embedded.composer.order_place import ask_where
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.composer.summary import quote_sum
from cauce.core.amounts import written
from cauce.core.business import DiscountRule, Product
from cauce.core.dialogue import OrderLine
from cauce.core.pricing import covers, holds_on

_LISTED = 3
_OTHER_MATTERS = (
    "warranty", "returns", "payment", "instalments", "compare", "recommend", "hours", "location",
    "track", "shipping_time", "discount", "once",
)  # fmt: skip


def answer_quote(scene: Scene, out: Answer) -> bool:
    """ "cotización de 15 monitores", "¿cuánto salen 3 mouse?", and the choice after a list."""
    if scene.asks(*_OTHER_MATTERS) and not scene.asks("quote"):
        return False
    lines = basket(scene) if scene.asks("quote", "price") else ()
    if lines:
        return _quote(scene, out, lines)
    quantity = _quantity(scene)
    if quantity is None:
        return False
    meant = scene.meant
    if meant.kind == "one" and meant.products:
        return _quote(scene, out, (OrderLine(meant.products[0].sku, quantity),))
    if meant.fresh and meant.kind in ("thing", "several") and not meant.words:
        return _quote_list(scene, out, quantity)
    return False


def _quantity(scene: Scene) -> int | None:
    """How many, when a price for that many is what is asked."""
    seen, meant = scene.seen, scene.meant
    if seen.quantity is not None and seen.quantity > 1:
        bare = not seen.flags - {"it", "greeting", "wish", "buy", "carry", "yes", "stock"}
        asked = scene.asks("quote", "price") or (bare and not scene.asks("stock", "carry"))
        return seen.quantity if asked else None
    chosen = scene.brief.memory.notes.get("quote") and meant.pointed and meant.kind == "one"
    waits = scene.brief.memory.pending == "which"
    return scene.memory.quantity if chosen and waits else None


def _quote(scene: Scene, out: Answer, lines: Sequence[OrderLine]) -> bool:
    """The sum of what can be served; what cannot is said, and not promised."""
    kept: list[OrderLine] = []
    for line in lines:
        product = scene.index.product(line.sku)
        if product is None:
            continue
        served = line.quantity if product.stock is None else min(line.quantity, product.stock)
        if served < line.quantity:
            _say_short(scene, out, product)
        if served:
            kept.append(OrderLine(line.sku, served))
    if not kept:
        out.did("answer", "products")
        out.ask("next.tell_when_back", "notify")
        return True
    out.did("answer", "products")
    out.say("quote.intro")
    out.remember(
        stage="ordering", lines=tuple(kept), focus=kept[-1].sku, quantity=kept[-1].quantity
    )
    out.note(quote=None)
    if not quote_sum(scene, out):
        ask_where(scene, out)
    else:
        out.ask("order.resume", "resume")
    return True


def _say_short(scene: Scene, out: Answer, product: Product) -> None:
    out.cite(product)
    name = product.name_in(scene.language)
    if not product.stock:
        out.say("stock.answer_none", name=name)
    else:
        one = product.stock == 1
        out.say("order.short_one" if one else "order.short", name=name, count=product.stock)


def _quote_list(scene: Scene, out: Answer, quantity: int) -> bool:
    """The kind is known and the model is not: the total of each one there is enough of."""
    products = [one for one in wanted_products(scene) if one.available]
    budget = scene.memory.budget
    enough = [
        one
        for one in products
        if (one.stock is None or one.stock >= quantity)
        and (budget is None or one.price.times(quantity) <= budget or one.price <= budget)
    ]
    if not enough:
        offer(scene, out, wanted_products(scene))
        return bool(out.sentences)
    if len(enough) == 1 and len(products) == 1:
        return _quote(scene, out, (OrderLine(enough[0].sku, quantity),))
    out.did("offer", "products")
    out.say("quote.each", count=quantity)
    chosen = varied(ranked(scene, enough), _LISTED)
    for product in sorted(chosen, key=lambda one: one.price.amount):
        out.cite(product)
        out.show(product)
        out.say(
            "quote.option",
            quantity=quantity,
            name=product.name_in(scene.language),
            total=written(product.price.times(quantity)),
            unit=written(product.price),
            stock=stock_text(scene, out, product),
        )
        out.button(short_name(product, chosen), product.name_in(scene.language))
    for rule in _reached(scene, chosen, quantity)[:1]:
        out.cite(rule)
        out.say("quote.discount", units=rule.min_quantity, percent=percent(rule.percent))
    remember_shown(out, chosen)
    out.remember(quantity=quantity)
    out.note(quote="1")
    out.ask("next.which", "which")
    return True


def _reached(scene: Scene, products: Sequence[Product], quantity: int) -> list[DiscountRule]:
    """Rules by quantity that this many of any of them would earn."""
    return [
        rule
        for rule in scene.profile.discount_rules
        if rule.code is None
        and rule.min_quantity is not None
        and rule.min_quantity <= quantity
        and rule.min_total is None
        and holds_on(rule, scene.today)
        and all(covers(rule, one) for one in products)
    ]
