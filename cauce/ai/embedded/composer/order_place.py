"""Where an order goes: delivery, pick-up, or nowhere for a service; and asking for it."""

from dataclasses import replace

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.scene import Scene
from cauce.core.dialogue import Memory


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


def ask_where(scene: Scene, out: Answer) -> None:
    out.cite_profile()
    if scene.profile.pickup_available and out.memory.delivery is None:
        places = [branch.name for branch in scene.profile.branches]
        key = "order.where_or_pickup" if places else "order.where_or_collect"
        out.ask(key, "delivery", places=out.voice.join(places, "or"))
        out.button(out.voice.say("button.pickup"))
    else:
        out.ask("order.where", "city")
