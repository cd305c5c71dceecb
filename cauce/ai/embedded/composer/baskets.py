"""Several things in one breath: "quiero 2 arroceras y 1 licuadora Oster"."""

import re

from cauce.ai.embedded.composer.naming import named
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.search.terms import words_of
from cauce.core.business import Product
from cauce.core.counts import ONE_TO_TEN, lot_at
from cauce.core.dialogue import OrderLine

_PARTS = re.compile(r"\s*(?:,|;|\+|\b(?:y|e|and|mas|más|plus)\b)\s*", re.IGNORECASE)
_MOST_UNITS = 999


def basket(scene: Scene) -> tuple[OrderLine, ...]:
    """One line for each part that names one product; empty unless there are two of them."""
    if scene.seen.refuses:
        return ()
    lines: dict[str, OrderLine] = {}
    for part in _PARTS.split(scene.seen.text):
        product = _one_product(scene, part)
        if product is not None and product.sku not in lines:
            lines[product.sku] = OrderLine(product.sku, _count(part))
    return tuple(lines.values()) if len(lines) > 1 else ()


def _one_product(scene: Scene, part: str) -> Product | None:
    """The product a part names, when no other one fits it as well."""
    query = scene.index.query(part)
    thing = query.things[0] if query.things else None
    hits = scene.index.products.search(query, 12)
    found = named(query, hits, thing, scene.index)
    if not found and thing is not None:
        found = scene.index.products.of_thing(thing)
    available = [one for one in found if one.available] or found
    return available[0] if len(available) == 1 else None


def _count(part: str) -> int:
    words = words_of(part)[:5]
    for place, word in enumerate(words):
        lot = lot_at(words, place)
        if lot is not None:
            return lot[0]
        if word.isdecimal() and 0 < int(word) <= _MOST_UNITS:
            return int(word)
        if word in ONE_TO_TEN:
            return ONE_TO_TEN[word]
    return 1
