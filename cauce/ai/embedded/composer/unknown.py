"""What nobody told us: it is admitted, written down for the owner, and a person is offered."""

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.details import line_of
from cauce.ai.embedded.composer.handover import pass_to_person
from cauce.ai.embedded.composer.offers import remember_shown
from cauce.ai.embedded.composer.scene import Scene

_FAILURES_BEFORE_PERSON = 2


def not_carried(scene: Scene, out: Answer) -> bool:
    """A thing that is not in the catalogue; the nearest one only if it is really near."""
    meant = scene.meant
    if meant.kind != "missing":
        return False
    out.did("answer", "products")
    out.cite_profile()
    out.say("missing" if meant.words else "missing.that", words=meant.words)
    near = [product for product in meant.products if product.available][:1]
    if near:
        out.say("missing.near")
        out.add(line_of(scene, out, near[0]))
        out.show(near[0])
        remember_shown(out, near)
        out.ask("next.want_it", "take_order")
    else:
        out.unanswered = scene.brief.text
        out.ask("missing.else", "help")
    return True


def no_such_service(scene: Scene, out: Answer) -> bool:
    """ "¿arreglan celulares?" where nothing of the business says that it repairs."""
    known = scene.index.products.knows("reparacion") or any(
        "fixed" in hit.matters for hit in scene.seen.answers
    )
    if not scene.asks("fixed") or known or scene.asks("warranty"):
        return False
    out.did("answer", "other")
    out.say("service.no_repairs")
    out.unanswered = scene.brief.text
    out.ask("missing.else", "help")
    return True


def admit(scene: Scene, out: Answer) -> bool:
    """The end of the line: honest, and never a guess."""
    if scene.brief.bot_failures >= _FAILURES_BEFORE_PERSON and scene.seen.wording.words:
        return pass_to_person(scene, out, "failed_attempts", "person.failed")
    out.confidence = 0.5
    words = scene.seen.wording.words
    if not words or (len(words) <= 1 and not scene.seen.question):
        out.did("ask", "other")
        out.ask("unknown.again" if words else "unknown.sign", "help")
        return True
    out.did("answer", "other")
    out.say("unknown")
    out.unanswered = scene.brief.text
    out.ask("unknown.person", "person")
    out.button(out.voice.say("button.person"))
    return True
