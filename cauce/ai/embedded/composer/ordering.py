"""Taking an order: what, how many, where to; a summary; and only an explicit yes places it."""

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.handover import pass_to_person
from cauce.ai.embedded.composer.offers import BY_APPOINTMENT
from cauce.ai.embedded.composer.order_changes import (
    changed_lines,
    named_lines,
    other_question,
)
from cauce.ai.embedded.composer.order_details import note_details
from cauce.ai.embedded.composer.order_opening import only_wonders, opening_lines, takes_off
from cauce.ai.embedded.composer.order_place import ask_where, place_told, placed
from cauce.ai.embedded.composer.order_stock import points_at_those, within_stock
from cauce.ai.embedded.composer.order_words import name_told
from cauce.ai.embedded.composer.payment import answer_instalments, answer_payment
from cauce.ai.embedded.composer.quotes import quote_lines
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.composer.summary import place_order, sum_up, summarise, tell_change
from cauce.ai.embedded.composer.unclear import say_unclear
from cauce.ai.embedded.composer.warranty import answer_warranty
from cauce.core.amounts import written
from cauce.core.dialogue import OrderLine
from cauce.core.pricing import rate_for

Lines = tuple[OrderLine, ...]
_TAKING = ("ordering", "confirming")
_NOTED = 3
_BESIDES = (
    ("instalments", answer_instalments),
    ("payment", answer_payment),
    ("warranty", answer_warranty),
)


def take_order(scene: Scene, out: Answer) -> bool:
    """Begins an order, goes on with one, or lets it go."""
    if scene.memory.stage in _TAKING:
        return _carry_on(scene, out)
    if takes_off(scene):
        return _take_off(scene, out)
    lines = opening_lines(scene)
    if not lines:
        return _which_of_those(scene, out)
    _side_questions(scene, out)
    out.did("order", "orders")
    out.remember(stage="ordering", lines=lines, focus=lines[-1].sku, **place_told(scene))
    name = name_told(scene)
    if name is not None:
        out.remember(customer_name=name)
    note_details(scene, out)
    return _begin(scene, out, lines)


def _take_off(scene: Scene, out: Answer) -> bool:
    """Out of what was quoted; where nothing is noted there is nothing to take off."""
    named = scene.meant.pointed and scene.meant.products
    treated = scene.profile.kind in BY_APPOINTMENT
    if treated or not (named or (scene.memory.lines and scene.asks("it"))):
        return False
    skus = {one.sku for one in scene.meant.products}
    kept = tuple(line for line in scene.memory.lines if line.sku not in skus)
    if kept and kept != scene.memory.lines:
        return quote_lines(scene, out, kept)
    out.did("answer", "orders")
    out.remember(lines=kept, focus=None)
    out.say("order.nothing_yet")
    out.ask("next.anything", "help")
    return True


def _begin(scene: Scene, out: Answer, lines: Lines) -> bool:
    """What is being ordered is named before anything is asked about it."""
    asked = advance(scene, out)
    if out.summary is None and out.memory.stage == "ordering" and out.question is not None:
        known = len(lines) == 1 and scene.memory.focus == scene.brief.memory.focus
        if not known and out.memory.pending != "quantity":
            out.sentences[:0] = [_noted(scene, out, line) for line in lines[:_NOTED]]
    say_unclear(scene, out)
    return asked


def _noted(scene: Scene, out: Answer, line: OrderLine) -> str:
    product = scene.index.product(line.sku)
    if product is None:
        return ""
    out.cite(product)
    name, price = product.name_in(scene.language), written(product.price)
    return out.voice.say("order.noted", quantity=line.quantity, name=name, price=price)


def _which_of_those(scene: Scene, out: Answer) -> bool:
    """ "la quiero" while several are on the screen."""
    several = scene.meant.kind == "several" and not scene.meant.pointed
    if not several or not scene.asks("buy") or only_wonders(scene) or scene.seen.question:
        return False
    out.did("ask", "products")
    out.ask("next.which", "which")
    return True


def _side_questions(scene: Scene, out: Answer) -> None:
    """ "la quiero, ¿se puede en cuotas?" is a yes with a question."""
    for topic, answer in _BESIDES:
        if scene.asks(topic) and answer(scene, out):
            return


def _carry_on(scene: Scene, out: Answer) -> bool:
    memory = scene.memory
    if _drops_it(scene):
        return _let_go(scene, out)
    lines = changed_lines(scene)
    place = place_told(scene)
    name = name_told(scene)
    if name is not None:
        out.remember(customer_name=name)
    out.remember(**place)
    details = note_details(scene, out)
    if lines == memory.lines and not place:
        return _unchanged(scene, out, name, details)
    out.did("order", "orders")
    if not lines:
        return _let_go(scene, out)
    if _all_there(scene, lines):
        tell_change(scene, out, lines)
    out.remember(lines=lines, focus=lines[-1].sku)
    say_unclear(scene, out)
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


def _unchanged(scene: Scene, out: Answer, name: str | None, details: bool) -> bool:
    """A yes, a name, a question, or nothing of use."""
    memory = scene.memory
    pending = scene.brief.memory.pending
    those = pending == "quantity" and points_at_those(scene) and not scene.seen.question
    agrees = (scene.seen.yes and pending in ("confirm", "resume")) or those
    says_so = scene.asks("confirm") and not scene.seen.no and not scene.asks("rather")
    asking = not those and other_question(scene) and (scene.seen.question or not details)
    if (agrees or says_so) and not asking:
        out.did("order", "orders")
        return _confirmed(scene, out) if memory.stage == "confirming" else advance(scene, out)
    if name is not None:
        out.did("order", "orders")
        out.say("order.named", name=name)
        return advance(scene, out)
    if asking:
        return _wants_the_sum(scene) and quote(scene, out)
    if details:
        out.did("order", "orders")
        out.say("contact.noted")
        return advance(scene, out)
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
    lines = within_stock(scene, out)
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


def _confirmed(scene: Scene, out: Answer) -> bool:
    if within_stock(scene, out) is None:
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
