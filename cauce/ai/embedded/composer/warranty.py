"""How long things are covered and what to do when one fails."""

from collections.abc import Sequence

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.questions import clipped
from cauce.ai.embedded.composer.scene import Scene
from cauce.core.business import Product

_TOLD = 2


def answer_warranty(scene: Scene, out: Answer) -> bool:
    profile, meant = scene.profile, scene.meant
    if len(meant.products) > 1:
        return _of_each(scene, out, meant.products[:_TOLD])
    product = meant.products[0] if meant.kind == "one" and meant.products else None
    months = product.warranty_months if product else None
    if months is None:
        months = profile.warranty_months
    if months is None:
        return False
    out.did("answer", "warranty")
    out.cite_profile()
    if product is not None:
        out.cite(product)
        name = product.name_in(scene.language)
        out.say("warranty.product" if months else "warranty.product_none", name=name, months=months)
    else:
        out.say("warranty.all" if months else "warranty.none", months=months)
    if months and profile.warranty_conditions and scene.language == profile.language:
        out.add(clipped(profile.warranty_conditions, 25))
    return True


def _of_each(scene: Scene, out: Answer, products: Sequence[Product]) -> bool:
    """Kinds of things differ in this, so each is told by its own figure."""
    known = [one for one in products if (one.warranty_months or scene.profile.warranty_months)]
    if not known:
        return False
    out.did("answer", "warranty")
    out.cite_profile()
    for product in known:
        out.cite(product)
        months = product.warranty_months or scene.profile.warranty_months
        out.say("warranty.product", name=product.name_in(scene.language), months=months)
    return True
