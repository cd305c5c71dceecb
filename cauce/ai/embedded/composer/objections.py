"""Doubts before buying: an honest answer to each, and silence after two noes."""

from decimal import Decimal

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.details import line_of
from cauce.ai.embedded.composer.offers import remember_shown, use_fit
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.composer.subject import asks_spec
from cauce.ai.embedded.composer.warranty import tell_general
from cauce.core.business import Product
from cauce.core.labels import Objection

_DECLINES = 2
_ANSWERED = 2
_CLEARLY_CHEAPER = Decimal("0.9")


def answer_objections(scene: Scene, out: Answer) -> bool:
    """Every objection of the message, price first; a plain no counts as declining."""
    objections = tuple(one for one in scene.brief.reading.objections if not _misread(scene, one))
    declines = scene.seen.no and scene.brief.memory.pending in ("take_order", "which", "fewer")
    if not objections and not declines:
        return False
    if objections and not _in_a_sale(scene):
        return False
    declined = scene.memory.declined + (1 if declines or set(objections) & _PUTS_OFF else 0)
    out.remember(declined=declined)
    if declined >= _DECLINES:
        out.did("close", "products")
        out.say("objection.stop")
        out.remember(pending=None)
        return True
    out.did("answer", "products")
    if declines and scene.seen.short:
        out.ask("objection.declined", "help")
        return True
    for objection in objections[:_ANSWERED]:
        _ANSWERS[objection](scene, out)
    if out.question is None:
        out.ask("objection.ask", "help")
    return True


_ASKING = (
    "shipping",
    "payment",
    "instalments",
    "warranty",
    "returns",
    "discount",
    "compare",
    "more",
    "cheapest",
    "hours",
    "location",
    "stock",
)
_PUTS_OFF = frozenset({"timing", "need"})


def doubt(scene: Scene, out: Answer) -> bool:
    """Before anything else is answered, when the doubt is all there is in the message."""
    gives = scene.seen.budget is not None or bool(scene.seen.uses)
    plain = not scene.seen.question and not gives and not scene.asks(*_ASKING)
    return plain and not scene.meant.fresh and answer_objections(scene, out)


def _misread(scene: Scene, objection: Objection) -> bool:
    """ "¿es a prueba de agua?" doubts nobody's word."""
    return objection == "trust" and scene.seen.question and asks_spec(scene.seen)


def _in_a_sale(scene: Scene) -> bool:
    return bool(scene.meant.products or scene.memory.shown or scene.memory.category)


def _product(scene: Scene) -> Product | None:
    return scene.meant.products[0] if scene.meant.kind == "one" and scene.meant.products else None


def _price(scene: Scene, out: Answer) -> None:
    out.say("objection.price")
    product = _product(scene)
    plans = [method.instalments for method in scene.profile.payment_methods]
    if plans and max(plans) > 1:
        out.cite_profile()
        out.say("objection.instalments", months=max(plans))
    cheaper = _cheaper(scene, product)
    if cheaper is not None:
        out.say("objection.cheaper")
        out.add(line_of(scene, out, cheaper))
        out.show(cheaper)
        shown = [product, cheaper] if product is not None else [cheaper]
        remember_shown(out, shown)
        out.remember(focus=cheaper.sku)
        out.ask("objection.ask_cheaper", "which")


def _cheaper(scene: Scene, product: Product | None) -> Product | None:
    """Of the clearly cheaper ones of its kind, the fittest, then the dearest."""
    heads = scene.index.products.heads_of(product.sku) if product else frozenset()
    cheaper = [
        one
        for one in scene.knowledge.products
        if product is not None
        and one.available
        and one.price <= product.price.times(_CLEARLY_CHEAPER)
        and one.category == product.category
        and heads & scene.index.products.heads_of(one.sku)
    ]
    return max(cheaper, key=lambda one: (use_fit(scene, one), one.price.amount), default=None)


def _timing(scene: Scene, out: Answer) -> None:
    out.say("objection.timing")


def _authority(scene: Scene, out: Answer) -> None:
    out.say("objection.authority")
    out.ask("objection.ask_summary", "help")


def _need(scene: Scene, out: Answer) -> None:
    out.say("objection.need")


def _trust(scene: Scene, out: Answer) -> None:
    profile = scene.profile
    out.cite_profile()
    out.say("objection.trust", business=profile.name)
    if profile.branches:
        branch = profile.branches[0]
        out.say("location.branch", name=branch.name, address=branch.address, city=branch.city)
    if profile.warranty_months:
        tell_general(scene, out, profile.warranty_months)
    if profile.returns_days:
        out.say("returns.days", days=profile.returns_days)


_ANSWERS = {
    "price": _price,
    "timing": _timing,
    "authority": _authority,
    "need": _need,
    "trust": _trust,
}
