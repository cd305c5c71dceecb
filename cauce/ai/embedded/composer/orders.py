"""The customer's own orders: where they are. Another's order does not exist here."""

import re

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.arrival import asks_arrival
from cauce.ai.embedded.composer.figures import day_and_month
from cauce.ai.embedded.composer.handover import pass_to_person
from cauce.ai.embedded.composer.questions import SURE
from cauce.ai.embedded.composer.scene import Scene
from cauce.core.business import Faq
from cauce.core.dialogue import OrderView

_OPEN = ("awaiting_payment", "pending", "placed", "paid", "preparing", "shipped")
_SHOWN = 3
_NUMBER = re.compile(r"\b[a-z]{1,5}[- ]?\d{2,10}\b|#?\b\d{3,10}\b")


def track(scene: Scene, out: Answer) -> bool:
    """Status, tracking and expected day of the order that is meant."""
    if not _asked(scene) or asks_arrival(scene):
        return False
    orders = scene.brief.customer.orders
    written = _numbers(scene)
    meant = [order for order in orders if _digits(order.number) in map(_digits, written)]
    if meant:
        for order in meant[:_SHOWN]:
            _tell(scene, out, order)
        out.note(order_misses=None)
        return True
    if written:
        return _not_found(scene, out)
    candidates = [order for order in orders if order.status in _OPEN] or list(orders)
    if len(candidates) == 1:
        _tell(scene, out, candidates[0])
        return True
    out.did("ask", "orders")
    if candidates:
        out.cite(*candidates[:_SHOWN])
        numbers = [order.number for order in candidates[:_SHOWN]]
        out.say("orders.several", numbers=out.voice.join(numbers))
        for number in numbers:
            out.button(number)
    out.ask("orders.which" if candidates else "orders.ask_number", "order_number")
    return True


def _asked(scene: Scene) -> bool:
    pending = scene.brief.memory.pending == "order_number"
    if pending and _numbers(scene):
        return True
    going_on = scene.brief.memory.stage in ("ordering", "confirming")
    going_on = going_on or scene.brief.memory.pending == "appointment"
    if going_on and not scene.asks("track"):
        return False
    reading = scene.brief.reading
    if scene.asks("track"):
        return True
    own = any(
        _digits(order.number) in map(_digits, _numbers(scene))
        for order in scene.brief.customer.orders
    )
    tracking = reading.intent == "delivery_tracking" and reading.intent_confidence >= 0.6
    general = scene.asks("shipping_time") and scene.memory.focus is not None
    told = scene.seen.question and any(
        hit.score >= SURE and isinstance(hit.row, Faq) and hit.row.topic == "shipping"
        for hit in scene.seen.answers[:1]
    )
    return own or (tracking and not (general or told) and not scene.seen.city)


def _numbers(scene: Scene) -> list[str]:
    """Order numbers written in the message; the reader's first, then anything shaped like one."""
    told = scene.brief.reading.entities.order_number
    written = [told] if told else []
    found = [match.group() for match in _NUMBER.finditer(scene.seen.wording.folded)]
    return [*written, *(one for one in found if any(map(str.isdigit, one)))]


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _not_found(scene: Scene, out: Answer) -> bool:
    if "order_misses" in scene.memory.notes:
        return pass_to_person(scene, out, "outside_authority", "orders.person", "orders")
    out.did("ask", "orders")
    out.note(order_misses="1")
    out.say("orders.not_found")
    out.ask("orders.check_number", "order_number")
    return True


def _tell(scene: Scene, out: Answer, order: OrderView) -> None:
    out.did("answer", "orders")
    out.cite(order)
    key = f"orders.status_{order.status}"
    status = key if out.voice.has(key) else "orders.status_other"
    out.say(status, number=order.number, status=order.status)
    if order.eta is not None and order.status not in ("delivered", "cancelled"):
        day = order.eta.astimezone(scene.local_now.tzinfo).date()
        out.say("orders.eta", date=day_and_month(day, scene.language))
    if order.tracking and order.status == "shipped":
        out.say("orders.tracking", tracking=order.tracking)
    if order.payment_link and order.status == "awaiting_payment":
        out.say("order.pay_here", link=order.payment_link)
    out.remember(pending=None)
