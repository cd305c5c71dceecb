"""What people ask once an order is placed: where its payment link is, and when it comes."""

import re

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.composer.shipping import days
from cauce.core.dialogue import OrderView
from cauce.core.pricing import rate_for

_LINK = re.compile(r"\b(?:links?|enlaces?|url)\b")
_SENT = re.compile(
    r"\b(?:pago|pagos|pagar|pagarlo|pagarla|pay|payment|pagamento|manda\w*|mande\w*|envia\w*|"
    r"envie\w*|pasa\w*|pase\w*|dame|deme|reenvi\w+|perdi|donde|llego|llega|recibi|tengo|send|resend|"
    r"get|got|receive\w*|lost|where|again|chegou|recebi|cade|onde|manda|otra vez|de nuevo|de novo|"
    r"no (?:me )?(?:abre|sirve|funciona)|doesn'?t (?:open|work))\b"
)
_TRUST = re.compile(
    r"\b(?:segur[oa]s?|confiables?|confio|estafas?|miedo|falso|safe|secure|scam|trust\w*|fake|"
    r"confiavel|golpe|verdadero)\b"
)
_WHEN = re.compile(
    r"\b(?:cuando|cuanto|en cuantos dias|que dia|when|how long|quando|quanto tempo|que dia)\b"
    r".{0,30}?\b(?:lleg\w+|demor\w+|tard\w+|entreg\w+|viene|recib\w+|arrive\w*|deliver\w*|come|take|"
    r"get here|cheg\w+|receb\w+)\b"
)
_UNPAID = ("awaiting_payment", "pending", "placed")
_TOLD = 2


def tell_of_order(scene: Scene, out: Answer) -> bool:
    """True when the message was about the link, or about the days of an order just placed."""
    return _link(scene, out) or _days(scene, out)


def _link(scene: Scene, out: Answer) -> bool:
    text = scene.seen.wording.folded
    if not _LINK.search(text) or not _SENT.search(text) or _TRUST.search(text):
        return False
    unpaid = [one for one in _unpaid(scene) if one.payment_link]
    if not unpaid and not _orders_here(scene):
        return False
    out.did("answer", "payment")
    for order in unpaid[:_TOLD]:
        out.cite(order)
        out.say("card.pay_here", number=order.number, link=order.payment_link)
    if not unpaid:
        out.say("card.link_comes")
    out.ask("next.anything", "help")
    return True


def _orders_here(scene: Scene) -> bool:
    """Nothing is paid by link where everything is an appointment."""
    return any(one.stock is not None for one in scene.knowledge.products)


def _days(scene: Scene, out: Answer) -> bool:
    """ "¿cuándo llega?" of what was ordered a moment ago and is not paid yet."""
    memory = scene.brief.memory
    just_now = memory.stage == "ordered" and memory.delivery == "ship" and memory.city is not None
    asks = _WHEN.search(scene.seen.wording.folded)
    if not just_now or not asks or scene.meant.fresh or scene.seen.city is not None:
        return False
    orders = scene.brief.customer.orders
    if any(order.eta is not None for order in orders) or len(_unpaid(scene)) < len(orders):
        return False
    rate = rate_for(scene.profile, memory.city or "")
    if rate is None:
        return False
    out.did("answer", "orders")
    out.cite_profile()
    out.say("order.then_ships", city=memory.city, days=days(out, rate))
    out.remember(pending=None)
    return True


def _unpaid(scene: Scene) -> list[OrderView]:
    return [one for one in scene.brief.customer.orders if one.status in _UNPAID]
