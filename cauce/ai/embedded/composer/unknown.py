"""What nobody told us: it is admitted, written down for the owner, and a person is offered."""

import re

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.details import line_of
from cauce.ai.embedded.composer.handover import pass_to_person
from cauce.ai.embedded.composer.offers import remember_shown
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.search.terms import matters, things

_FAILURES_BEFORE_PERSON = 2
# Below this a question of the business is about something else.
_TOLD = 0.45
# "¿compran laptops?" asks whether we buy them; "compro" and "comprar" are the customer's.
_BUYS_IN = re.compile(
    r"^\W*(?:hola\W+|buenas\W+)?(?:ustedes |uds |vcs |voces )?(?:tambien )?(?:me )?compra[nm]\b|"
    r"\b(?:ustedes|uds|vcs|voces) compra[nm]\b|\bdo you (?:also )?buy\b|"
    r"\b(?:reciben|aceptan|toman|aceitam|pegam) (?:\w+ ){0,4}(?:usad[oa]s?|viej[oa]s?|"
    r"(?:como|en) parte de pago|na troca)\b|\b(?:plan )?retoma\b|\btrade[ -]?ins?\b"
)


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
    """ "¿arreglan celulares?", "¿compran usados?": nothing of the business says yes or no."""
    repairs = scene.asks("fixed") and not scene.asks("warranty")
    repaired = scene.index.products.knows("reparacion") or _told_of(scene, "fixed")
    buys = _BUYS_IN.search(scene.seen.wording.folded) is not None
    bought = _told_of(scene, "bought_in")
    elsewhere = _installs_something_else(scene)
    if not ((repairs and not repaired) or (buys and not bought) or elsewhere):
        return False
    out.did("answer", "other")
    out.say("unknown")
    out.unanswered = scene.brief.text
    out.ask("unknown.person", "person")
    return True


def _installs_something_else(scene: Scene) -> bool:
    """ "¿instalan paneles solares?" where only air conditioners are installed."""
    if "installing" not in matters().meanings(scene.seen.text) or _told_of(scene, "installing"):
        return False
    if not scene.seen.question and not scene.asks("carry"):
        return False
    objects = {name for name, _, _ in things().find(scene.seen.terms)} - {"installation"}
    served = [one for one in scene.knowledge.products if _installs(scene, one.sku)]
    tied = any(
        scene.index.products.strength(f"~{name}", one.sku) > 0 for name in objects for one in served
    )
    strange = scene.index.query(scene.seen.terms).unknown
    return not tied and bool(objects or strange)


def _installs(scene: Scene, sku: str) -> bool:
    return "installation" in scene.index.products.heads_of(sku)


def _told_of(scene: Scene, matter: str) -> bool:
    return any(matter in hit.matters and hit.score >= _TOLD for hit in scene.seen.answers)


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
