"""What to propose: products of the wanted kind that fit use, budget and stock, best first."""

from collections.abc import Sequence

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.details import line_of, present
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.composer.sizes import MANY, of_wished_size
from cauce.core.amounts import written
from cauce.core.business import Product

_OFFERED = 2
_LISTED = 3
BY_APPOINTMENT = ("clinic", "services")


def use_fit(scene: Scene, product: Product) -> float:
    """How well the product serves the uses the customer named (0..1)."""
    known = scene.index.products.uses_of(product.sku)
    wanted = scene.memory.uses
    return sum(known.get(use, 0.0) for use in wanted) / len(wanted) if wanted else 0.0


def detail_fit(scene: Scene, product: Product) -> float:
    """How many of the remembered wishes ("16gb", "oled", "inverter") it has."""
    return sum(scene.index.products.strength(word, product.sku) for word in scene.memory.words)


def ranked(scene: Scene, products: Sequence[Product]) -> list[Product]:
    """Fit first; among equals the cheaper one, since nobody minds paying less for the same."""
    return sorted(
        products,
        key=lambda one: (
            not scene.index.products.is_mainly(scene.memory.category, one.sku),
            -round(detail_fit(scene, one), 2),
            -round(use_fit(scene, one), 2),
            one.price.amount,
            one.sku,
        ),
    )


def varied(products: Sequence[Product], count: int) -> list[Product]:
    """The first ones, of different brands where that leaves a choice as good."""
    chosen: list[Product] = []
    brands: set[str] = set()
    for product in products:
        brand = str(product.attributes.get("brand", product.sku))
        if brand not in brands:
            chosen.append(product)
            brands.add(brand)
        if len(chosen) == count:
            return chosen
    rest = [product for product in products if product not in chosen]
    return [*chosen, *rest][:count]


def offer(scene: Scene, out: Answer, products: Sequence[Product], words: str = "") -> None:
    """Proposes two or three with price and stock, or says honestly why it cannot."""
    memory = scene.memory
    wanted = scene.seen.quantity or memory.quantity or 1
    in_stock = [one for one in products if one.available]
    sized = of_wished_size(scene, in_stock)
    if in_stock and not sized:
        _no_more(out, in_stock)
        return
    in_stock = sized
    budget = memory.budget
    affordable = [one for one in in_stock if budget is None or one.price <= budget]
    if not in_stock:
        _none_in_stock(scene, out, products)
        return
    if not affordable:
        _over_budget(scene, out, in_stock, sized=scene.asks("bigger", "smaller"))
        return
    enough = [one for one in affordable if one.stock is None or one.stock >= wanted]
    if not enough:
        _too_few(scene, out, affordable)
        return
    best = ranked(scene, enough)
    if "cheapest" in scene.seen.flags:
        best = sorted(_as_wished(scene, enough), key=lambda one: (one.price.amount, one.sku))
    fresh = [one for one in best if one.sku not in memory.shown]
    if "more" in scene.seen.flags and fresh:
        best = fresh
    elif "more" in scene.seen.flags and memory.shown:
        _no_more(out, best)
        return
    if memory.uses and "cheapest" not in scene.seen.flags:
        top = use_fit(scene, best[0])
        fitting = [one for one in best if use_fit(scene, one) >= top - 0.05]
        best = fitting if top > 0 else best
    if len(sized) < sum(one.available for one in products):
        _for_household(scene, out)
    count = _OFFERED if budget or memory.uses else _LISTED
    chosen = best[:count] if "cheapest" in scene.seen.flags else varied(best, count)
    propose(scene, out, chosen, words)


def _as_wished(scene: Scene, products: Sequence[Product]) -> list[Product]:
    """Those with the details and for the use named, while there are any."""
    known = list(products)
    for fit in (detail_fit, use_fit):
        top = max((fit(scene, one) for one in known), default=0.0)
        known = [one for one in known if top <= 0 or fit(scene, one) >= top - 0.05]
    return known


def _for_household(scene: Scene, out: Answer) -> None:
    people = int(scene.memory.notes.get("people", 0))
    if people >= MANY:
        out.say("need.household", people=people)


def _no_more(out: Answer, products: Sequence[Product]) -> None:
    out.did("answer", "products")
    out.cite(*products[:_LISTED])
    out.say("offer.no_more")
    out.ask("next.which", "which")


def propose(scene: Scene, out: Answer, chosen: Sequence[Product], words: str = "") -> None:
    out.did("offer", "products")
    if len(chosen) == 1:
        present(scene, out, chosen[0])
        remember_shown(out, chosen)
        ask_for_it(scene, out, chosen[0])
        return
    if words:
        out.say("offer.intro_words", words=words)
    else:
        out.say("offer.intro_budget" if scene.memory.budget else "offer.intro")
    for product in sorted(chosen, key=lambda one: one.price.amount):
        out.add(line_of(scene, out, product, limit=2 if len(chosen) == 2 else 1))
        out.show(product)
        out.button(short_name(product, chosen), product.name_in(scene.language))
    remember_shown(out, chosen)
    out.ask("next.which", "which")


def remember_shown(out: Answer, products: Sequence[Product]) -> None:
    focus = products[0].sku if len(products) == 1 else None
    out.remember(shown=tuple(one.sku for one in products), focus=focus, stage="offered")


def ask_for_it(scene: Scene, out: Answer, product: Product) -> None:
    """The next step with one product: an order, or an appointment where those are given."""
    if not product.available:
        out.ask("next.tell_when_back", "notify")
    elif product.stock is None and scene.profile.kind in BY_APPOINTMENT:
        out.ask("next.want_appointment", "take_order")
    else:
        out.ask("next.want_it", "take_order")


def short_name(product: Product, among: Sequence[Product]) -> str:
    """The brand, when it tells the product from the others; else the start of its name."""
    brand = str(product.attributes.get("brand", ""))
    same = [one for one in among if str(one.attributes.get("brand", "")) == brand]
    if brand and len(same) == 1:
        return brand
    return product.name


def _none_in_stock(scene: Scene, out: Answer, products: Sequence[Product]) -> None:
    out.did("offer", "products")
    if len(products) == 1:
        out.cite(products[0])
        out.say("stock.answer_none", name=products[0].name_in(scene.language))
        _nearest_instead(scene, out, products[0])
    else:
        out.cite(*products[:3])
        out.say("offer.all_gone")
    if out.question is None:
        out.ask("next.tell_when_back", "notify")


def _nearest_instead(scene: Scene, out: Answer, gone: Product) -> None:
    """Something of the same kind in stock, when its price is not far away."""
    heads = scene.index.products.heads_of(gone.sku)
    near = [
        one
        for one in scene.knowledge.products
        if one.available
        and one.sku != gone.sku
        and one.category == gone.category
        and heads & scene.index.products.heads_of(one.sku)
    ]
    near.sort(key=lambda one: abs(one.price.amount - gone.price.amount))
    if near:
        out.say("offer.instead")
        out.add(line_of(scene, out, near[0]))
        out.show(near[0])
        remember_shown(out, near[:1])
        out.ask("next.want_it", "take_order")


def _over_budget(
    scene: Scene, out: Answer, in_stock: Sequence[Product], *, sized: bool = False
) -> None:
    out.did("offer", "products")
    nearest = min(in_stock, key=lambda one: one.price.amount)
    out.cite(nearest)
    out.show(nearest)
    key = "offer.sized_over_budget" if sized else "offer.over_budget"
    out.say(key, name=nearest.name_in(scene.language), price=written(nearest.price))
    instalments = max((method.instalments for method in scene.profile.payment_methods), default=0)
    if instalments:
        out.cite_profile()
        out.say("offer.by_instalments", months=instalments)
    remember_shown(out, [nearest])
    out.ask("next.want_it", "take_order")


def _too_few(scene: Scene, out: Answer, products: Sequence[Product]) -> None:
    out.did("offer", "products")
    out.say("offer.too_few")
    most = sorted(products, key=lambda one: -(one.stock or 0))[:_OFFERED]
    for product in most:
        out.add(line_of(scene, out, product, limit=1))
        out.show(product)
    remember_shown(out, most)
    out.ask("next.fewer_or_person", "fewer")
