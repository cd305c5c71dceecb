"""A wish for an appointment: what is wanted and when is gathered, and a person gives the hour."""

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.details import answer_price
from cauce.ai.embedded.composer.handover import pass_to_person
from cauce.ai.embedded.composer.questions import LIKELY, tell
from cauce.ai.embedded.composer.scene import Scene
from cauce.core.business import Faq

_BY_APPOINTMENT = ("clinic", "services")


def arrange(scene: Scene, out: Answer) -> bool:
    """Only a person can see the agenda, so no hour is ever promised here."""
    if scene.asks("reschedule") and scene.profile.kind in _BY_APPOINTMENT:
        return pass_to_person(scene, out, "outside_authority", "appointment.change", "orders")
    if not _wishes(scene):
        return False
    waiting = scene.brief.memory.pending == "appointment"
    products = scene.meant.products if scene.meant.kind == "one" else ()
    if products and scene.asks("price"):
        answer_price(scene, out, products[0])
    day = scene.brief.reading.entities.date
    if not waiting and (not products or day is None):
        _explain(scene, out)
        out.did("ask", "orders")
        key = "appointment.ask_when" if products else "appointment.ask_what"
        name = products[0].name_in(scene.language) if products else ""
        out.ask(key, "appointment", name=name)
        return True
    out.did("escalate", "orders")
    return pass_to_person(scene, out, "outside_authority", "appointment.noted", "orders")


def _wishes(scene: Scene) -> bool:
    if scene.profile.kind not in _BY_APPOINTMENT:
        return False
    if scene.brief.memory.pending == "appointment":
        return not scene.seen.question and not scene.seen.no
    services = [one for one in scene.meant.products if one.stock is None]
    return scene.asks("appointment") or (scene.asks("buy") and bool(services))


def _explain(scene: Scene, out: Answer) -> None:
    for hit in scene.seen.answers:
        if hit.score >= LIKELY and isinstance(hit.row, Faq) and hit.row.topic == "orders":
            tell(scene, out, hit.row)
            return
