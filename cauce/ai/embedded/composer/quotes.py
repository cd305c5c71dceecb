"""A price for several: unit price, line total, the discount that holds, the stock there is."""

from collections.abc import Sequence

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.baskets import basket
from cauce.ai.embedded.composer.details import stock_text
from cauce.ai.embedded.composer.discounts import answer_discount
from cauce.ai.embedded.composer.figures import percent
from cauce.ai.embedded.composer.need import wanted_products
from cauce.ai.embedded.composer.offers import offer, ranked, remember_shown, short_name, varied
from cauce.ai.embedded.composer.order_place import ask_where, given_by_appointment
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.composer.summary import quote_sum
from cauce.ai.embedded.composer.unclear import say_unclear
from cauce.core.amounts import written
from cauce.core.business import DiscountRule, Product
from cauce.core.dialogue import OrderLine
from cauce.core.pricing import covers, holds_on

_LISTED = 3
_BARE = frozenset({"it", "greeting", "carry", "add"})
_OTHER_MATTERS = (
    "warranty", "returns", "payment", "instalments", "compare", "recommend", "hours", "location",
    "track", "shipping_time", "discount", "once",
)  # fmt: skip


def answer_quote(scene: Scene, out: Answer) -> bool:
    """ "cotización de 15 monitores", "¿cuánto salen 3 mouse?", and the choice after a list."""
    if scene.asks("discount") and not scene.asks("compare", "recommend"):
        return _with_discount(scene, out)
    if scene.asks(*_OTHER_MATTERS) and not scene.asks("quote"):
        return False
    if scene.memory.lines and _still_quoted(scene):
        return quote_lines(scene, out, scene.memory.lines)
    asked = scene.asks("quote", "price") or not scene.seen.flags - _BARE
    lines = basket(scene) if asked and not scene.asks("compare") else ()
    if lines:
        return quote_lines(scene, out, lines)
    quantity = _quantity(scene)
    if quantity is None:
        return False
    meant = scene.meant
    if meant.kind == "one" and meant.products:
        return quote_lines(scene, out, (OrderLine(meant.products[0].sku, quantity),))
    if meant.fresh and meant.kind in ("thing", "several") and not meant.words:
        return _quote_list(scene, out, quantity)
    return False


def _quantity(scene: Scene) -> int | None:
    """How many, when a price for that many is what is asked."""
    seen, meant = scene.seen, scene.meant
    if seen.quantity is not None and seen.quantity > 1:
        bare = not seen.flags - _BARE - {"wish", "buy", "yes", "stock"}
        asked = scene.asks("quote", "price") or (bare and not scene.asks("stock", "carry"))
        return seen.quantity if asked else None
    chosen = scene.brief.memory.notes.get("quote") and meant.pointed and meant.kind == "one"
    waits = scene.brief.memory.pending == "which"
    return scene.memory.quantity if chosen and waits else None


def _with_discount(scene: Scene, out: Answer) -> bool:
    """ "5 mouse y 5 teclados, ¿hay descuento?": the rule, and the sum as it stands."""
    lines = basket(scene)
    if not lines:
        return False
    answer_discount(scene, out, most=max(line.quantity for line in lines))
    return quote_lines(scene, out, lines)


def _still_quoted(scene: Scene) -> bool:
    """The city, told after a quote, says what its delivery costs."""
    waits = scene.brief.memory.pending in ("delivery", "city", "take_order")
    told = scene.seen.city is not None and not scene.meant.fresh and not scene.seen.yes
    return scene.memory.stage == "offered" and waits and told


def quote_lines(scene: Scene, out: Answer, lines: Sequence[OrderLine]) -> bool:
    """The sum of what can be served; what cannot is said, and nothing is ordered by it."""
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
    out.did("answer", "products")
    if not kept:
        out.ask("next.tell_when_back", "notify")
        return True
    out.say("quote.intro")
    last = kept[-1]
    out.remember(stage="offered", lines=tuple(kept), focus=last.sku, quantity=last.quantity)
    out.note(quote=None)
    told = quote_sum(scene, out)
    say_unclear(scene, out)
    if _by_appointment(scene, kept):
        out.ask("next.want_appointment", "take_order")
    elif told or not scene.asks("quote"):
        out.ask("next.want_it", "take_order")
    else:
        ask_where(scene, out)
    return True


def _by_appointment(scene: Scene, lines: Sequence[OrderLine]) -> bool:
    products = [scene.index.product(line.sku) for line in lines]
    return all(product is not None and given_by_appointment(scene, product) for product in products)


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
        return quote_lines(scene, out, (OrderLine(enough[0].sku, quantity),))
    out.did("offer", "products")
    served = all(given_by_appointment(scene, one) for one in enough)
    out.say("quote.each_service" if served else "quote.each", count=quantity)
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
