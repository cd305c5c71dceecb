"""Where an order goes: delivery, pick-up, or nowhere for a service; told, and asked for."""

import re
from dataclasses import replace
from typing import Any

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.offers import BY_APPOINTMENT
from cauce.ai.embedded.composer.order_details import branch_named
from cauce.ai.embedded.composer.order_words import name_told, units_told
from cauce.ai.embedded.composer.personal import TOWNS_AND_NAMES
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.composer.told import stated_place
from cauce.core.business import Branch, Product
from cauce.core.dialogue import Memory
from cauce.core.spelling import plain

_TOWARDS = re.compile(
    r"\b(?:a|al|para|pra|en|em|na|no|to|in|at|hasta|hacia|desde|ciudad(?: es)?|city(?: is)?|cidade|"
    r"vivo en|moro em|live in|direccion|address|endereco)\W+(?:(?:la|el|the|ciudad de|"
    r"city of)\W+)?$"
)
_AROUND_CITY = frozenset(
    [
        "no",
        "si",
        "yes",
        "sim",
        "perdon",
        "sorry",
        "mejor",
        "es",
        "era",
        "seria",
        "digo",
        "quise",
        "decir",
        "i",
        "mean",
        "meant",
        "perdao",
        "quis",
        "dizer",
        "ciudad",
        "city",
        "cidade",
        "de",
        "the",
        "la",
        "el",
    ]
)


def placed(scene: Scene, memory: Memory) -> Memory:
    """Services go nowhere; a known city means delivery; without delivery there is only pick-up."""
    products = [scene.index.product(line.sku) for line in memory.lines]
    if all(product is not None and product.stock is None for product in products):
        return replace(memory, delivery="pickup")
    if memory.delivery is not None:
        return memory
    if memory.city is not None and scene.profile.shipping:
        return replace(memory, delivery="ship")
    if not scene.profile.shipping:
        return replace(memory, delivery="pickup")
    return memory


def given_by_appointment(scene: Scene, product: Product) -> bool:
    """A treatment is agreed with a person and never ordered like a parcel."""
    return product.stock is None and scene.profile.kind in BY_APPOINTMENT


def ask_where(scene: Scene, out: Answer) -> None:
    out.cite_profile()
    if scene.profile.pickup_available and out.memory.delivery is None:
        places = [branch.name for branch in scene.profile.branches]
        key = "order.where_or_pickup" if places else "order.where_or_collect"
        out.ask(key, "delivery", places=out.voice.join(places, "or"))
        out.button(out.voice.say("button.pickup"))
    else:
        out.ask("order.where", "city")


def place_told(scene: Scene) -> dict[str, Any]:
    """Where the order goes, when this message says it."""
    seen = scene.seen
    pending = scene.brief.memory.pending
    branch = branch_named(scene) if len(scene.profile.branches) > 1 else None
    if branch is not None and _sends_there(scene, branch) and seen.city is None:
        # "envío a Costa del Este": a part of the town where our shop is.
        return {"city": branch.city, "delivery": "ship"}
    if _collects(scene):
        return {} if scene.brief.memory.delivery == "pickup" else {"delivery": "pickup"}
    if seen.city is None and (seen.question or name_told(scene) is not None):
        return {}
    if seen.city is not None:
        if scene.asks("pickup") and pending in ("delivery", "city"):
            return {"delivery": "pickup"}
        same = seen.city == scene.brief.memory.city and scene.brief.memory.delivery == "ship"
        moved = same or not _moves(scene, seen.city)
        return {} if moved else {"city": seen.city, "delivery": "ship"}
    if scene.asks("ship") and scene.brief.memory.delivery == "pickup":
        return {"delivery": "ship"}
    if pending in ("delivery", "city") and not seen.yes and not seen.no:
        named = None if units_told(scene) is not None else stated_place(seen.text)
        if named is not None and not _says_something_else(scene):
            return {"city": named, "delivery": "ship"}
    return {}


def _collects(scene: Scene) -> bool:
    """ "retiro en Vía España", or the name of a branch and nothing else."""
    if not scene.profile.pickup_available:
        return False
    if scene.seen.city is None and scene.asks("pickup"):
        return True
    branch = branch_named(scene) if len(scene.profile.branches) > 1 else None
    waits = scene.brief.memory.pending in ("delivery", "city", "change")
    bare = branch is not None and scene.seen.short
    return waits and bare and not scene.seen.question


def _sends_there(scene: Scene, branch: Branch) -> bool:
    before = plain(scene.seen.text).split(plain(branch.name))[0]
    sent = scene.asks("shipping", "ship") and not scene.asks("pickup")
    return sent and not scene.seen.question and _TOWARDS.search(before) is not None


def _moves(scene: Scene, city: str) -> bool:
    """Once the summary stands, a town moves the order after "a", "en", "envíalo", or by itself."""
    if scene.memory.stage != "confirming":
        return True
    folded = plain(scene.seen.text)
    place = folded.find(plain(city))
    led = place > 0 and _TOWARDS.search(folded[:place]) is not None
    rest = set(scene.seen.wording.words) - set(plain(city).split()) - _AROUND_CITY
    given = scene.brief.customer.name or scene.memory.customer_name
    alone = not rest and (given is not None or plain(city) not in TOWNS_AND_NAMES)
    return led or place < 0 or alone or scene.asks("rather", "order_change", "ship")


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
        "more",
        "cheapest",
        "bigger",
        "smaller",
        "recommend",
        "catalogue",
        "quote",
        "shipping",
        "shipping_time",
        "instalments",
        "nobudget",
    }
    return scene.asks(*topics) or scene.meant.fresh
