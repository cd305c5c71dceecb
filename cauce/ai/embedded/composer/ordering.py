"""Taking an order: what, how many, where to; a summary; and only an explicit yes places it."""

from dataclasses import replace

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.baskets import basket
from cauce.ai.embedded.composer.handover import pass_to_person
from cauce.ai.embedded.composer.order_changes import (
    changed_lines,
    named_lines,
    other_question,
    place_told,
)
from cauce.ai.embedded.composer.order_place import ask_where, placed
from cauce.ai.embedded.composer.order_words import name_told, number_told
from cauce.ai.embedded.composer.payment import answer_instalments, answer_payment
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.composer.summary import place_order, sum_up, summarise, tell_change
from cauce.ai.embedded.composer.warranty import answer_warranty
from cauce.core.amounts import written
from cauce.core.business import Product
from cauce.core.dialogue import OrderLine
from cauce.core.pricing import rate_for

_TAKING = ("ordering", "confirming")
_BESIDES = (
    ("instalments", answer_instalments),
    ("payment", answer_payment),
    ("warranty", answer_warranty),
)


def take_order(scene: Scene, out: Answer) -> bool:
    """Begins an order, goes on with one, or lets it go."""
    if scene.memory.stage in _TAKING:
        return _carry_on(scene, out)
    several = basket(scene) if scene.asks("buy", "wish") and not _only_wonders(scene) else ()
    product = None if several else _wanted(scene)
    if several:
        out.did("order", "orders")
        out.remember(stage="ordering", lines=several, focus=several[-1].sku, **place_told(scene))
        return advance(scene, out)
    if product is None:
        return _which_of_those(scene, out)
    _side_questions(scene, out)
    quantity = scene.seen.quantity or scene.memory.quantity or 1
    out.did("order", "orders")
    out.remember(stage="ordering", lines=(OrderLine(product.sku, quantity),), focus=product.sku)
    out.remember(**place_told(scene))
    return _begin(scene, out, product, quantity)


def _begin(scene: Scene, out: Answer, product: Product, quantity: int) -> bool:
    """What is being ordered is named before anything is asked about it."""
    asked = advance(scene, out)
    if out.summary is None and out.memory.stage == "ordering" and out.question is not None:
        short = product.stock is not None and product.stock < quantity
        if not short and scene.memory.focus != scene.brief.memory.focus:
            out.cite(product)
            noted = out.voice.say(
                "order.noted",
                quantity=quantity,
                name=product.name_in(scene.language),
                price=written(product.price),
            )
            out.sentences.insert(0, noted)
    return asked


def _which_of_those(scene: Scene, out: Answer) -> bool:
    """ "la quiero" while several are on the screen."""
    several = scene.meant.kind == "several" and not scene.meant.pointed
    if not several or not scene.asks("buy") or _only_wonders(scene) or scene.seen.question:
        return False
    out.did("ask", "products")
    out.ask("next.which", "which")
    return True


def _side_questions(scene: Scene, out: Answer) -> None:
    """ "la quiero, ¿se puede en cuotas?" is a yes with a question."""
    for topic, answer in _BESIDES:
        if scene.asks(topic) and answer(scene, out):
            return


def _wanted(scene: Scene) -> Product | None:
    """The product the customer said yes to, or said they want."""
    pending = scene.brief.memory.pending
    accepted = pending == "take_order" and scene.seen.yes and not _only_thanks(scene)
    meant = scene.meant
    if meant.kind != "one" or not meant.products:
        return None
    counted = scene.asks("wish") and scene.seen.quantity is not None and meant.pointed
    buys = (scene.asks("buy") or counted) and not _only_wonders(scene)
    return meant.products[0] if accepted or buys else None


def _only_thanks(scene: Scene) -> bool:
    """ "ok gracias" ends a talk; "sí, gracias" takes the offer."""
    surely = {"si", "yes", "sim", "claro", "dale", "quiero", "please", "confirmo", "hazlo"}
    return scene.asks("thanks", "bye") and not surely & set(scene.seen.wording.words)


def _only_wonders(scene: Scene) -> bool:
    """ "¿cómo compro?" or "quiero saber el precio" is a question about buying, not an order."""
    words = scene.seen.wording.words
    if {"saber", "know", "informacion", "info", "ver", "see"} & set(words):
        return True
    if scene.asks("discount", "catalogue", "compare", "recommend", "more", "cheapest", "quote"):
        return True
    return scene.seen.question and scene.asks("price", "stock", "compare", "warranty", "returns")


def _carry_on(scene: Scene, out: Answer) -> bool:
    memory = scene.memory
    if _drops_it(scene):
        return _let_go(scene, out)
    lines = changed_lines(scene)
    place = place_told(scene)
    name = name_told(scene)
    if name is not None:
        out.remember(customer_name=name)
    if number_told(scene) is not None:
        out.note(phone=number_told(scene))
    if lines == memory.lines and not place:
        return _unchanged(scene, out, name)
    out.did("order", "orders")
    if not lines:
        return _let_go(scene, out)
    if _all_there(scene, lines):
        tell_change(scene, out, lines)
    out.remember(lines=lines, focus=lines[-1].sku, **place)
    return advance(scene, out)


def _all_there(scene: Scene, lines: tuple[OrderLine, ...]) -> bool:
    found = ((scene.index.product(line.sku), line.quantity) for line in lines)
    return all(one is None or one.stock is None or one.stock >= n for one, n in found)


def _drops_it(scene: Scene) -> bool:
    """ "cancela", "no, cancela todo"; but "cancela el mouse" of two things takes one away."""
    if not scene.asks("stop_order") or scene.asks("add", "remove") or scene.seen.yes:
        return False
    one_of_several = len(scene.memory.lines) > 1 and named_lines(scene)
    return not one_of_several or scene.asks("everything")


def _unchanged(scene: Scene, out: Answer, name: str | None) -> bool:
    """A yes, a name, a question, or nothing of use."""
    memory = scene.memory
    agrees = scene.seen.yes and scene.brief.memory.pending in ("confirm", "resume")
    says_so = scene.asks("confirm") and not scene.seen.no and not scene.asks("rather")
    asking = other_question(scene)
    if (agrees or says_so) and not asking:
        out.did("order", "orders")
        return _confirmed(scene, out) if memory.stage == "confirming" else advance(scene, out)
    if name is not None:
        out.did("order", "orders")
        out.say("order.named", name=name)
        return advance(scene, out)
    if asking:
        return _wants_the_sum(scene) and quote(scene, out)
    return _no_or_unclear(scene, out)


def _wants_the_sum(scene: Scene) -> bool:
    """ "¿cuánto sería con descuento?" of what is being ordered."""
    return scene.asks("price", "discount") and not (
        scene.meant.fresh or scene.asks("shipping", "shipping_time", "instalments", "payment")
    )


def quote(scene: Scene, out: Answer) -> bool:
    """The sum as it stands; without a city yet, that of the goods."""
    if scene.memory.stage == "confirming":
        return advance(scene, out)
    if not sum_up(scene, out):
        return False
    ask_where(scene, out)
    return True


def _no_or_unclear(scene: Scene, out: Answer) -> bool:
    pending = scene.brief.memory.pending
    if scene.seen.yes and pending in ("quantity", "resume"):
        out.did("order", "orders")
        return advance(scene, out)
    if scene.seen.no:
        out.did("ask", "orders")
        if pending in ("change", "quantity"):
            return _let_go(scene, out)
        out.remember(stage="ordering")
        out.ask("order.what_change", "change")
        return True
    if pending in ("delivery", "city") and scene.seen.short and not scene.seen.question:
        out.did("ask", "orders")
        out.ask("order.city_again", "delivery")
        return True
    return False


def _let_go(scene: Scene, out: Answer) -> bool:
    out.act = "none"
    out.did("answer", "orders")
    out.question = None
    out.remember(
        stage="none", lines=(), pending=None, quantity=None, declined=scene.memory.declined + 1
    )
    out.say("order.let_go")
    return True


def advance(scene: Scene, out: Answer) -> bool:
    """Asks for the next thing that is missing, or shows the summary."""
    lines = _within_stock(scene, out)
    if lines is None:
        return True
    out.remember(lines=lines)
    memory = placed(scene, out.memory)
    out.memory = memory
    if memory.delivery is None or (memory.delivery == "ship" and memory.city is None):
        ask_where(scene, out)
        return True
    if memory.delivery == "ship" and memory.city and rate_for(scene.profile, memory.city) is None:
        out.cite_profile()
        out.say("shipping.not_there", city=memory.city)
        out.remember(city=None, delivery=None)
        ask_where(scene, out)
        return True
    return summarise(scene, out)


def _within_stock(scene: Scene, out: Answer) -> tuple[OrderLine, ...] | None:
    """The lines as they can be served; None when the customer must say how to go on."""
    for line in out.memory.lines:
        product = scene.index.product(line.sku)
        if product is None:
            out.remember(lines=tuple(one for one in out.memory.lines if one is not line))
            continue
        if product.stock is None or line.quantity <= product.stock:
            continue
        out.cite(product)
        name = product.name_in(scene.language)
        if product.stock == 0:
            out.say("stock.answer_none", name=name)
            kept = tuple(one for one in out.memory.lines if one is not line)
            stage = "ordering" if kept else "offered"
            out.remember(lines=kept, stage=stage)
            out.ask("next.tell_when_back", "notify")
        else:
            key = "order.short_one" if product.stock == 1 else "order.short"
            out.say(key, name=name, count=product.stock)
            fewer = replace(line, quantity=product.stock)
            swapped = tuple(fewer if one is line else one for one in out.memory.lines)
            out.remember(lines=swapped, stage="ordering", quantity=product.stock)
            out.ask("order.take_those", "quantity")
        return None
    return out.memory.lines


def _confirmed(scene: Scene, out: Answer) -> bool:
    if _within_stock(scene, out) is None:
        return True
    if scene.brief.reserved is None:
        return pass_to_person(scene, out, "outside_authority", "order.person", "orders")
    return place_order(scene, out)


def remind(scene: Scene, out: Answer) -> None:
    """After a question in the middle of an order: back to where it was."""
    before = scene.memory
    if before.stage in _TAKING and out.memory.lines and out.order is None:
        if out.memory.stage not in (*_TAKING, "ordered"):
            out.remember(stage=before.stage)
        if out.memory.pending == "take_order" and out.memory.focus:
            among = {line.sku for line in out.memory.lines}
            if out.memory.focus in among:
                out.question = None
            else:
                out.ask("order.add_it", "add_it")
    if out.memory.stage not in _TAKING or out.act in ("order", "escalate"):
        return
    if out.question is None:
        confirming = out.memory.stage == "confirming"
        out.ask(
            "order.resume_confirm" if confirming else "order.resume",
            "confirm" if confirming else "resume",
        )
