"""A wish for an appointment: what is wanted and when is gathered, and a person gives the hour."""

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.details import answer_price
from cauce.ai.embedded.composer.handover import pass_to_person
from cauce.ai.embedded.composer.offers import BY_APPOINTMENT
from cauce.ai.embedded.composer.order_words import name_told
from cauce.ai.embedded.composer.questions import LIKELY, tell
from cauce.ai.embedded.composer.quotes import quote_lines
from cauce.ai.embedded.composer.scene import Scene
from cauce.core.business import Faq, Product
from cauce.core.dialogue import OrderLine


def arrange(scene: Scene, out: Answer) -> bool:
    """Only a person can see the agenda, so no hour is ever promised here."""
    if scene.asks("reschedule") and scene.profile.kind in BY_APPOINTMENT:
        return pass_to_person(scene, out, "outside_authority", "appointment.change", "orders")
    if not _wishes(scene):
        return False
    waiting = scene.brief.memory.pending == "appointment"
    products = _treatments(scene)
    several = scene.seen.quantity or 1
    if products and several > 1 and not waiting and scene.asks("price", "quote"):
        return quote_lines(scene, out, (OrderLine(products[0].sku, several),))
    name_of_patient = name_told(scene)
    if name_of_patient is not None:
        out.remember(customer_name=name_of_patient)
    if products and scene.asks("price"):
        answer_price(scene, out, products[0])
    day = scene.brief.reading.entities.date
    says_no_day = scene.seen.yes and scene.seen.short and day is None
    # "una limpieza el lunes" of two kinds: the person who gives the hour asks which.
    named = bool(products) or (scene.meant.fresh and bool(scene.meant.products))
    if says_no_day or (not waiting and (not named or day is None)):
        out.did("ask", "orders")
        if not waiting and _explain(scene, out):
            out.remember(pending="appointment")
            return True
        key = "appointment.ask_when" if products else "appointment.ask_what"
        name = products[0].name_in(scene.language) if products else ""
        out.ask(key, "appointment", name=name)
        return True
    out.did("escalate", "orders")
    return pass_to_person(scene, out, "outside_authority", "appointment.noted", "orders")


def _wishes(scene: Scene) -> bool:
    if scene.profile.kind not in BY_APPOINTMENT:
        return False
    if scene.brief.memory.pending == "appointment":
        return not scene.seen.question and not scene.seen.no
    services = [one for one in scene.meant.products if one.stock is None]
    accepts = scene.brief.memory.pending == "take_order" and scene.seen.yes
    # "quiero 3 carillas, ¿cuánto sería?" is no order either: treatments are agreed on.
    wants = scene.asks("buy", "confirm") or (scene.meant.kind == "one" and scene.asks("wish"))
    return scene.asks("appointment") or bool(services and (accepts or wants))


def _treatments(scene: Scene) -> tuple[Product, ...]:
    """The one that is meant; of a kind, the one that is mainly such a thing."""
    meant = scene.meant
    if meant.kind == "one":
        return meant.products
    mainly = [one for one in meant.products if scene.index.products.is_mainly(meant.thing, one.sku)]
    return tuple(mainly) if meant.kind == "thing" and len(mainly) == 1 else ()


def _explain(scene: Scene, out: Answer) -> bool:
    """The business's own words about appointments, which ask for what is needed."""
    for hit in scene.seen.answers:
        if hit.score >= LIKELY and isinstance(hit.row, Faq) and hit.row.topic == "orders":
            tell(scene, out, hit.row)
            return True
    return False
