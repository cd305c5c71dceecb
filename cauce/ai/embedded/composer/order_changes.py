"""What a message changes in the order being put together: lines, place, name."""

import re
from typing import Any

from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.composer.told import stated_place
from cauce.core.dialogue import OrderLine

_NAMED = re.compile(
    r"(?:a nombre de|me llamo|mi nombre es|soy|my name is|name is|i am|i'm|under the name of|"
    r"em nome de|meu nome é|me chamo|nome:|nombre:|name:)\s+"
    r"([A-ZÁÉÍÓÚÑÂÊÔÃÕÇa-zà-ÿ]+(?:\s+(?:de|del|la|da|dos|[A-ZÁÉÍÓÚÑÂÊÔÃÕÇ])[\wÀ-ÿ]*){0,4})",
    re.IGNORECASE,
)
_PROPER = re.compile(
    r"^[A-ZÁÉÍÓÚÑÂÊÔÃÕÇ][a-zà-ÿ]+(?: (?:de |del |la |da |dos )*[A-ZÁÉÍÓÚÑÂÊÔÃÕÇ][a-zà-ÿ]+){1,3}$"
)
_LEADING_YES = re.compile(
    r"^(?:s[ií]|yes|sim|claro|ok|okay|dale|listo|perfecto|confirmo|correcto)[\s,.!]+", re.IGNORECASE
)


def changed_lines(scene: Scene) -> tuple[OrderLine, ...]:
    """The lines after "mejor dos", "la HP mejor", "agrega un mouse", "quita el teclado"."""
    lines = scene.memory.lines
    meant, seen = scene.meant, scene.seen
    # What the conversation was about before is no wish to change the order.
    pointed = meant.kind == "one" and meant.pointed and bool(meant.products)
    product = meant.products[0] if pointed else None
    skus = [line.sku for line in lines]
    quantity = seen.quantity
    if product is not None and scene.asks("remove") and product.sku in skus:
        return tuple(line for line in lines if line.sku != product.sku)
    if product is not None and product.sku not in skus:
        wanted = scene.asks("add", "buy", "like", "remove") or not seen.question
        if scene.asks("add") and not scene.asks("like"):
            return (*lines, OrderLine(product.sku, quantity or 1))
        if wanted:
            kept = quantity or (lines[0].quantity if len(lines) == 1 else 1)
            return (*lines[:-1], OrderLine(product.sku, kept))
        return lines
    if quantity is None or seen.question or not lines:
        return lines
    target = product.sku if product is not None and product.sku in skus else skus[-1]
    return tuple(OrderLine(line.sku, quantity) if line.sku == target else line for line in lines)


def place_told(scene: Scene) -> dict[str, Any]:
    """Where the order goes, when this message says it."""
    seen = scene.seen
    pending = scene.brief.memory.pending
    if seen.city is None and (seen.question or name_told(scene) is not None):
        return {}
    if seen.city is not None:
        if scene.asks("pickup") and pending in ("delivery", "city"):
            return {"delivery": "pickup"}
        same = seen.city == scene.brief.memory.city and scene.brief.memory.delivery == "ship"
        return {} if same else {"city": seen.city, "delivery": "ship"}
    if scene.asks("pickup") and scene.profile.pickup_available:
        return {} if scene.brief.memory.delivery == "pickup" else {"delivery": "pickup"}
    if scene.asks("ship") and scene.brief.memory.delivery == "pickup":
        return {"delivery": "ship"}
    if pending in ("delivery", "city") and not seen.yes and not seen.no:
        named = stated_place(seen.text)
        if named is not None and not _says_something_else(scene):
            return {"city": named, "delivery": "ship"}
    return {}


def _says_something_else(scene: Scene) -> bool:
    topics = {
        "price",
        "stock",
        "payment",
        "warranty",
        "returns",
        "hours",
        "discount",
        "compare",
        "buy",
        "like",
        "add",
        "remove",
        "thanks",
        "bye",
        "greeting",
        "person",
        "track",
        "it",
    }
    return scene.asks(*topics) or scene.meant.fresh


def name_told(scene: Scene) -> str | None:
    """A name for the order, when it is given or when the summary asked for it."""
    told = scene.brief.reading.entities.person
    if told:
        return told
    found = _NAMED.search(scene.seen.text)
    if found is not None:
        return found.group(1).strip()
    if scene.brief.memory.pending == "confirm" and _missing_name(scene):
        rest = _LEADING_YES.sub("", scene.seen.text.strip())
        if _PROPER.match(rest):
            return rest
    return None


def _missing_name(scene: Scene) -> bool:
    return scene.memory.customer_name is None and scene.brief.customer.name is None


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
    return scene.seen.question or (asks and not scene.seen.short)
