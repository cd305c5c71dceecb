"""Whether there is enough of what is ordered, and what the customer says where there is not."""

import re
from dataclasses import replace

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.scene import Scene
from cauce.core.business import Product
from cauce.core.dialogue import OrderLine

_THOSE = re.compile(
    r"\b(?:las|los|esas|esos|estas|estos|essas|esses|the|those) (?:que (?:hay|queda[n]?|"
    r"tienen?|tem)|"
    r"\d+|you have|there are)\b|\b(?:esas|esos|those|essas|esses)\b|\b(?:lo|o) que (?:hay|tem)\b|"
    r"\bwhat you have\b"
)


def within_stock(scene: Scene, out: Answer) -> tuple[OrderLine, ...] | None:
    """The lines as they can be served; None when the customer must say how to go on."""
    for line in out.memory.lines:
        product = scene.index.product(line.sku)
        if product is None:
            out.remember(lines=tuple(one for one in out.memory.lines if one is not line))
            continue
        if product.stock is None or line.quantity <= product.stock:
            continue
        if product.stock and _takes_those(scene, line):
            fewer = replace(line, quantity=product.stock)
            swapped = tuple(fewer if one is line else one for one in out.memory.lines)
            out.remember(lines=swapped, quantity=product.stock)
            continue
        _tell_short(scene, out, line, product)
        return None
    return out.memory.lines


def _tell_short(scene: Scene, out: Answer, line: OrderLine, product: Product) -> None:
    out.cite(product)
    name = product.name_in(scene.language)
    if not product.stock:
        out.say("stock.answer_none", name=name)
        kept = tuple(one for one in out.memory.lines if one is not line)
        out.remember(lines=kept, stage="ordering" if kept else "offered")
        out.ask("next.tell_when_back", "notify")
        return
    told = scene.brief.memory.pending == "quantity" and scene.brief.memory.notes.get("short")
    if told == line.sku and scene.seen.city is not None:
        out.say("order.to_city", city=out.memory.city, count=product.stock)
    else:
        key = "order.short_one" if product.stock == 1 else "order.short"
        out.say(key, name=name, count=product.stock)
    out.remember(stage="ordering", quantity=product.stock)
    out.note(short=line.sku)
    out.ask("order.take_those", "quantity")


def _takes_those(scene: Scene, line: OrderLine) -> bool:
    """A yes to "¿tomas las que hay?"; a city told meanwhile is none."""
    memory = scene.brief.memory
    if memory.pending != "quantity" or memory.notes.get("short") != line.sku:
        return False
    says = scene.seen.yes or scene.asks("confirm") or points_at_those(scene)
    return says and not scene.seen.question and not scene.seen.no


def points_at_those(scene: Scene) -> bool:
    """ "dame las que hay", "those 9 then"."""
    return _THOSE.search(scene.seen.wording.folded) is not None
