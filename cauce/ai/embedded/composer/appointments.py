"""A wish for an appointment: what is wanted and when is gathered, and a person gives the hour."""

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.details import answer_price
from cauce.ai.embedded.composer.handover import pass_to_person
from cauce.ai.embedded.composer.offers import BY_APPOINTMENT
from cauce.ai.embedded.composer.questions import LIKELY, tell
from cauce.ai.embedded.composer.scene import Scene
from cauce.core.business import Faq


def arrange(scene: Scene, out: Answer) -> bool:
    """Only a person can see the agenda, so no hour is ever promised here."""
    if scene.asks("reschedule") and scene.profile.kind in BY_APPOINTMENT:
        return pass_to_person(scene, out, "outside_authority", "appointment.change", "orders")
    if not _wishes(scene):
        return False
    waiting = scene.brief.memory.pending == "appointment"
    products = scene.meant.products if scene.meant.kind == "one" else ()
    if products and scene.asks("price"):
        answer_price(scene, out, products[0])
    day = scene.brief.reading.entities.date
    if not waiting and (not products or day is None):
        out.did("ask", "orders")
        if _explain(scene, out):
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
    return scene.asks("appointment") or bool(services and (accepts or scene.asks("buy")))


def _explain(scene: Scene, out: Answer) -> bool:
    """The business's own words about appointments, which ask for what is needed."""
    for hit in scene.seen.answers:
        if hit.score >= LIKELY and isinstance(hit.row, Faq) and hit.row.topic == "orders":
            tell(scene, out, hit.row)
            return True
    return False
