"""What is sold out: the team is told who waits for it, and for which thing."""

import re

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.handover import pass_to_person
from cauce.ai.embedded.composer.offers import offer
from cauce.ai.embedded.composer.scene import Scene
from cauce.core.business import Product

_TELL_ME = re.compile(
    r"\b(?:avis[ae]\w*|avisenme|notifi\w+|escrib[ae]n?me|let me know|tell me when|text "
    r"me|message me|"
    r"me avis\w+|avise|me fala quando|me conta quando)\b"
)


def tell_when_back(scene: Scene, out: Answer) -> bool:
    """ "avísame cuando llegue" of what is sold out; a yes to "¿quieres ver otra opción?"."""
    gone = _gone(scene)
    if gone is None:
        return False
    if _TELL_ME.search(scene.seen.wording.folded):
        out.cite(gone)
        name = gone.name_in(scene.language)
        out.add(out.voice.say("notify.noted", name=name))
        return pass_to_person(scene, out, "outside_authority", "notify.person", "products")
    offered = scene.brief.memory.pending == "notify" and scene.seen.yes and scene.seen.short
    others = _others(scene, gone) if offered and not scene.asks("thanks", "bye") else []
    if not others:
        return False
    offer(scene, out, others)
    return True


def _gone(scene: Scene) -> Product | None:
    meant = scene.meant
    named = meant.products[0] if meant.kind == "one" and meant.products else None
    focus = scene.brief.memory.focus
    product = named or (scene.index.product(focus) if focus else None)
    return product if product is not None and not product.available else None


def _others(scene: Scene, gone: Product) -> list[Product]:
    heads = scene.index.products.heads_of(gone.sku)
    return [
        one
        for one in scene.knowledge.products
        if one.available
        and one.category == gone.category
        and heads & scene.index.products.heads_of(one.sku)
    ]
