"""What a message changes in the order being put together: lines and place."""

from cauce.ai.embedded.composer.baskets import basket
from cauce.ai.embedded.composer.order_mixed import mixed_changes, with_service
from cauce.ai.embedded.composer.order_opening import adds, joined
from cauce.ai.embedded.composer.order_words import units_told
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.composer.unclear import chosen_part
from cauce.core.business import Product
from cauce.core.dialogue import OrderLine

Lines = tuple[OrderLine, ...]


def changed_lines(scene: Scene) -> Lines:
    """The lines after "mejor dos", "la HP mejor", "agrega un mouse", "quita el teclado"."""
    lines = scene.memory.lines
    served = with_service(scene)
    if served:
        return joined(lines, served)
    if _adds_the_shown(scene):
        return (*lines, OrderLine(str(scene.memory.focus), 1))
    mixed = mixed_changes(scene) if scene.asks("remove") else None
    if mixed is not None:
        return mixed
    chosen = chosen_part(scene)
    if chosen:
        return joined(lines, chosen)
    if scene.asks("remove", "stop_order") and not scene.asks("add"):
        return _without(scene, lines)
    several = basket(scene)
    if several and not scene.seen.question and (adds(scene) or scene.asks("add", "buy", "wish")):
        return joined(lines, several)
    if scene.asks("both") and len(lines) > 1:
        return lines
    product = _named_now(scene)
    quantity = units_told(scene)
    skus = [line.sku for line in lines]
    if product is not None and product.sku not in skus:
        return _with(scene, lines, product, quantity)
    if quantity is None or not lines or (scene.seen.question and scene.asks("stock")):
        return lines
    target = product.sku if product is not None else skus[-1]
    return tuple(OrderLine(line.sku, quantity) if line.sku == target else line for line in lines)


def _adds_the_shown(scene: Scene) -> bool:
    focus = scene.memory.focus
    offered = scene.brief.memory.pending == "add_it" and scene.seen.yes
    # "agrégala", of what was just told about.
    said = adds(scene) and scene.seen.short and not (scene.meant.fresh or scene.seen.question)
    known = focus is None or any(line.sku == focus for line in scene.memory.lines)
    return bool(focus) and (offered or (said and not known and len(scene.seen.wording.words) <= 2))


def _named_now(scene: Scene) -> Product | None:
    """The product of this very message; of several, the one that is such a thing as a line."""
    meant = scene.meant
    if not (meant.pointed and meant.products) or _counts_only(scene):
        return None
    if meant.kind == "one":
        return meant.products[0]
    alike = [one for one in meant.products if _line_like(scene, one) is not None]
    return alike[0] if len(alike) == 1 and scene.asks("rather", "like", "buy") else None


def _counts_only(scene: Scene) -> bool:
    """ "que sean 3" counts, though something on the list has three speeds."""
    return (
        units_told(scene) is not None
        and len(scene.seen.wording.words) <= 3
        and (scene.meant.thing is None)
    )


def _line_like(scene: Scene, product: Product) -> OrderLine | None:
    heads = scene.index.products.heads_of(product.sku)
    kin = (one for one in scene.memory.lines if heads & scene.index.products.heads_of(one.sku))
    return next(kin, None)


def _with(scene: Scene, lines: Lines, product: Product, quantity: int | None) -> Lines:
    """Another one of the same kind takes the place of its like; another kind comes on top."""
    if scene.asks("add") and not scene.asks("like", "rather"):
        return (*lines, OrderLine(product.sku, quantity or 1))
    if scene.seen.question:
        return lines
    like = _line_like(scene, product)
    if like is None and scene.asks("rather", "like") and len(lines) == 1:
        like = lines[0]
    if like is not None:
        swapped = OrderLine(product.sku, quantity or like.quantity)
        return tuple(swapped if line is like else line for line in lines)
    if scene.asks("buy", "wish"):
        return (*lines, OrderLine(product.sku, quantity or 1))
    return lines


def _without(scene: Scene, lines: Lines) -> Lines:
    if scene.asks("everything"):
        return ()
    named = named_lines(scene)
    quantity = units_told(scene)
    named = _by_place(scene, lines) or named
    if not named and (quantity is not None or scene.asks("it")):
        named = lines[-1:]
    kept = []
    for line in lines:
        fewer = quantity is not None and quantity < line.quantity
        if line not in named:
            kept.append(line)
        elif fewer and quantity is not None:
            kept.append(OrderLine(line.sku, line.quantity - quantity))
    return tuple(kept)


def _by_place(scene: Scene, lines: Lines) -> Lines:
    """ "quita la primera" of the list that was shown."""
    if not scene.seen.short or scene.meant.fresh:
        return ()
    if {"ultima", "ultimo", "last"} & set(scene.seen.wording.words):
        return lines[-1:]
    places = [n for n in range(3) if scene.asks(f"ordinal_{n + 1}")]
    return lines[places[0] : places[0] + 1] if len(places) == 1 else ()


def named_lines(scene: Scene) -> Lines:
    """The lines the words of the message name: "el televisor", "la LG", "o mouse"."""
    query = scene.index.query(scene.seen.terms)
    pointed = {one.sku for one in scene.meant.products} if scene.meant.kind == "one" else set()
    if not scene.meant.pointed:
        pointed = set()
    products = scene.index.products
    return tuple(
        line
        for line in scene.memory.lines
        if line.sku in pointed
        or set(query.things) & products.heads_of(line.sku)
        or any(products.strength(word, line.sku) >= 1 for word in query.weights)
    )


def other_question(scene: Scene) -> bool:
    """Whether the message asks about something instead of (or besides) going on."""
    asks = scene.asks(
        "shipping_time",
        "payment",
        "instalments",
        "warranty",
        "returns",
        "hours",
        "location",
        "invoice",
        "contact",
        "discount",
        "compare",
        "recommend",
        "catalogue",
        "price",
        "stock",
        "person",
        "who_are_you",
        "more",
        "cheapest",
    )
    return scene.seen.question or asks
