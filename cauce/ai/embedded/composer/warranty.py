"""How long things are covered and what to do when one fails."""

from collections.abc import Sequence

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.questions import clipped, tell
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.search.terms import terms_of, things
from cauce.core.business import Faq, Policy, Product

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
    if product is None:
        return _of_everything(scene, out, months)
    out.did("answer", "warranty")
    out.cite_profile()
    out.cite(product)
    name = product.name_in(scene.language)
    out.say("warranty.product" if months else "warranty.product_none", name=name, months=months)
    if months and profile.warranty_conditions and scene.language == profile.language:
        out.add(clipped(profile.warranty_conditions, 25))
    return True


def _of_everything(scene: Scene, out: Answer, months: int) -> bool:
    out.did("answer", "warranty")
    tell_general(scene, out, months)
    conditions = scene.profile.warranty_conditions
    if months and conditions and scene.language == scene.profile.language and not _differ(scene):
        out.add(clipped(conditions, 25))
    return True


def tell_general(scene: Scene, out: Answer, months: int) -> None:
    """How long everything is covered; where products differ, never one figure for them all."""
    out.cite_profile()
    if not _differ(scene):
        out.say("warranty.all" if months else "warranty.none", months=months)
        return
    row = _row_of_all(scene, months)
    if row is not None:
        tell(scene, out, row)
    else:
        out.say("warranty.all_but", months=months)


def _differ(scene: Scene) -> bool:
    usual = scene.profile.warranty_months
    own = (one.warranty_months for one in scene.knowledge.products)
    return any(months is not None and months != usual for months in own)


def _row_of_all(scene: Scene, months: int) -> Faq | Policy | None:
    """The business's words on warranties in general: of no single kind, and with the figure."""
    for faq in scene.knowledge.faqs:
        of_one_kind = any(True for _ in things().find(terms_of(faq.question)))
        if faq.topic == "warranty" and not of_one_kind and str(months) in faq.answer:
            return faq
    policies = scene.knowledge.policies
    return next((one for one in policies if one.kind == "warranty"), None)


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
