"""What a message orders before there is an order: one thing, a list, or what was just quoted."""

import re
from collections.abc import Sequence

from cauce.ai.embedded.composer.arrival import asks_arrival
from cauce.ai.embedded.composer.baskets import listed, takes_that
from cauce.ai.embedded.composer.order_place import given_by_appointment
from cauce.ai.embedded.composer.personal import own_name, phones_in
from cauce.ai.embedded.composer.scene import Scene
from cauce.core.business import Product
from cauce.core.dialogue import OrderLine

Lines = tuple[OrderLine, ...]
# "me das 2 audífonos…?" is as much of an order as "quiero 2 audífonos".
_POLITELY = re.compile(
    r"\b(?:me|nos) (?:das?|dan|vendes?|venden|mandas?|mandan|envias?|envian|pones?|"
    r"apartas?|apartan|"
    r"traes?|traen|anotas?|preparas?|consigues?)\b|"
    r"\b(?:dame|deme|denme|danos|ponme|poneme|pongame|mandame|mandeme|enviame|enviame|"
    r"traeme|apartame|"
    r"anotame|vendeme|llevo|pido|encargo|compro|me llevo)\b|"
    r"\b(?:can|could|may) (?:i|we) (?:have|get|order)\b|\b(?:send|give|sell) (?:me|us)\b|"
    r"\b(?:me|nos) (?:ve|da|dao|vende|vendem|manda|mandam|envia|enviam|separa|anota)\b"
)
_ADDING = re.compile(
    r"\b(?:agreg\w+|anad\w+|sum[ae](?:me|le|les)?|anot[ae](?:me|le)?|incluy[ae](?:me|le|n)|"
    r"adicion\w+|acrescent\w+|inclua|poe tambem)\b|"
    r"\b(?:tambien|ademas|aparte|tambem|also|plus|besides)\b|\badd\b|\b(?:as well|too)\b"
)
TAKING_OFF = re.compile(
    r"^\W*(?:(?:y|no|ay|mejor|ok|perdon|espera|and|e|please|porfa|por favor)\W+)*"
    r"(?:(?:quita|quite|saca|elimina|borra|retira|tira|tire|remova|remove)\w{0,4}|"
    r"take (?:off|out|away)|(?:ya )?no quiero|without|sin|sem|delete)\b"
)
# "si compro hoy…", "if I order two…": a question about buying, not an order.
_IF_BOUGHT = re.compile(
    r"\b(?:si|if|se|cuando|when|quando)\b(?: \w+){0,2}? "
    r"(?:compro|compramos|compre|pido|ordeno|encargo|llevo|llevamos|pago|buy|order|get|take|pay|"
    r"comprar|pedir|levar|encomendar)\b"
)
_INFORMING = (
    "price", "stock", "shipping", "shipping_time", "payment", "instalments", "warranty", "returns",
    "hours", "location", "discount", "track", "pickup", "invoice",
)  # fmt: skip


def opening_lines(scene: Scene) -> Lines:
    """The lines this message opens an order with; none when it opens none."""
    quoted = _quoted(scene)
    if quoted and _takes_quoted(scene):
        return _goods(scene, quoted)
    several = _several(scene, quoted)
    if several:
        return _goods(scene, several)
    product = _wanted(scene)
    if product is None:
        return ()
    if product.stock is None and any(part.options for part in listed(scene).unclear):
        # "una lavadora con instalación": which one comes before what is done with it.
        return ()
    quantity = scene.seen.quantity or scene.memory.quantity or 1
    return _goods(scene, (OrderLine(product.sku, quantity),))


def _goods(scene: Scene, lines: Sequence[OrderLine]) -> Lines:
    found = ((line, scene.index.product(line.sku)) for line in lines)
    return tuple(
        line for line, one in found if one is not None and not given_by_appointment(scene, one)
    )


def _quoted(scene: Scene) -> Lines:
    """What was quoted last, while it is still what is talked about."""
    memory = scene.brief.memory
    lines = scene.memory.lines if memory.stage == "offered" else ()
    return lines if lines and lines[-1].sku == memory.focus else ()


def _takes_quoted(scene: Scene) -> bool:
    named = scene.meant.fresh and scene.meant.kind != "missing"
    if only_wonders(scene) or named or only_thanks(scene):
        return False
    waits = scene.brief.memory.pending in ("take_order", "delivery", "city")
    collects = scene.asks("pickup") and not scene.seen.question
    both = scene.asks("both") and len(_quoted(scene)) == _TWO
    says = accepts(scene) or collects or both or takes_that(scene.seen.text)
    return (waits and says) or scene.asks("confirm")


_TWO = 2


def _several(scene: Scene, quoted: Lines) -> Lines:
    if only_wonders(scene):
        return ()
    both = _both_shown(scene)
    if both:
        return both
    found = listed(scene)
    if adds(scene) and found.lines and scene.meant.fresh and not scene.seen.question:
        return joined(quoted or _offered(scene, found.lines), found.lines)
    if len(found.lines) > 1 and _orders(scene, counted=found.counted):
        return joined(quoted, found.lines) if accepts(scene) else found.lines
    return ()


def _both_shown(scene: Scene) -> Lines:
    """ "quiero las dos" of the two on the screen."""
    shown = scene.brief.memory.shown
    says = scene.asks("both") and scene.asks("buy", "confirm", "wish") and not scene.meant.fresh
    return tuple(OrderLine(sku) for sku in shown) if says and len(shown) == _TWO else ()


def _offered(scene: Scene, lines: Lines) -> Lines:
    """The product in hand, to which something is added: "y agrega una arrocera"."""
    memory = scene.brief.memory
    in_hand = scene.index.product(memory.focus) if memory.focus else None
    talked_of = memory.stage == "offered" or memory.pending == "take_order"
    if in_hand is None or not talked_of or any(line.sku == in_hand.sku for line in lines):
        return ()
    return (OrderLine(in_hand.sku, memory.quantity or 1),) if in_hand.available else ()


def joined(lines: Lines, more: Lines) -> Lines:
    """Both, the later word on how many of each."""
    by_sku = {line.sku: line for line in (*lines, *more)}
    return tuple(by_sku.values())


def adds(scene: Scene) -> bool:
    return _ADDING.search(scene.seen.wording.folded) is not None


def takes_off(scene: Scene) -> bool:
    """ "quita la arrocera": never an offer of one."""
    return TAKING_OFF.match(scene.seen.wording.folded) is not None and not scene.seen.question


def _orders(scene: Scene, *, counted: bool) -> bool:
    if scene.asks("buy", "wish") or _POLITELY.search(scene.seen.wording.folded):
        return True
    told = scene.seen.city is not None or scene.asks("pickup")
    asks = scene.seen.question or scene.asks(*set(_INFORMING) - {"shipping", "pickup"})
    return counted and told and not asks


def accepts(scene: Scene) -> bool:
    """A yes to "¿te tomo el pedido?", said or shown by giving name, place and telephone."""
    if scene.brief.memory.pending != "take_order" or scene.seen.question:
        return False
    gives = any(phones_in(scene.seen.text)) and (
        scene.seen.city is not None or own_name(scene.seen.text) is not None
    )
    return (scene.seen.yes and not only_thanks(scene)) or gives


def _wanted(scene: Scene) -> Product | None:
    """The product the customer said yes to, or said they want."""
    meant = scene.meant
    if meant.kind != "one" or not meant.products:
        return None
    asks = scene.seen.quantity is not None and (meant.fresh or scene.brief.memory.focus is not None)
    politely = asks and _POLITELY.search(scene.seen.wording.folded) is not None
    counted = scene.asks("wish") and scene.seen.quantity is not None and meant.pointed
    buys = (scene.asks("buy") or counted or politely) and not only_wonders(scene)
    taken = accepts(scene) and not conditional(scene)
    return meant.products[0] if taken or buys else None


def only_thanks(scene: Scene) -> bool:
    """ "ok gracias" ends a talk; "sí, gracias" takes the offer."""
    surely = {"si", "yes", "sim", "claro", "dale", "quiero", "please", "confirmo", "hazlo"}
    return scene.asks("thanks", "bye") and not surely & set(scene.seen.wording.words)


def conditional(scene: Scene) -> bool:
    return _IF_BOUGHT.search(scene.seen.wording.folded) is not None


def only_wonders(scene: Scene) -> bool:
    """ "¿cómo compro?" or "quiero saber el precio" is a question about buying, not an order."""
    words = scene.seen.wording.words
    if {"saber", "know", "informacion", "info", "ver", "see"} & set(words):
        return True
    if scene.asks("discount", "catalogue", "compare", "recommend", "more", "cheapest", "quote"):
        return True
    if conditional(scene) and (scene.seen.question or scene.asks(*_INFORMING)):
        return True
    if asks_arrival(scene):
        return True
    when = scene.asks("shipping_time") and not scene.asks("confirm") and not scene.seen.yes
    asked = scene.asks("price", "stock", "compare", "warranty", "returns") or when
    return scene.seen.question and asked
