"""What a person must see: the reasons to hand over, and how the customer is told."""

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.damage import FAULT, HAPPENED, broken, tell_what_is_due
from cauce.ai.embedded.composer.questions import tell
from cauce.ai.embedded.composer.scene import Scene
from cauce.core.business import Faq
from cauce.core.first_aid import is_hurt
from cauce.core.identity import asks_if_machine
from cauce.core.labels import EscalationReason
from cauce.core.privacy import asks_about_own_data
from cauce.core.urgent_advice import urgent_advice

# Below this the reader is guessing, and a guess must not take the dialogue from the customer.
_READ_SURELY = 0.5
_DISTRESS = -0.7


def pass_to_person(
    scene: Scene, out: Answer, reason: EscalationReason, key: str, topic: str = "other"
) -> bool:
    out.did("escalate", topic)
    out.hand_over = reason
    out.say(key)
    out.say("person.soon" if scene.brief.open_now else "person.when_open")
    out.remember(pending=None)
    return True


def hand_over(scene: Scene, out: Answer) -> bool:
    """The first reason that holds; none when the dialogue can go on."""
    reading = scene.brief.reading
    if _urgent(scene, out):
        return True
    if asks_about_own_data(scene.seen.text):
        return pass_to_person(scene, out, "legal", "person.own_data", "account")
    if asks_if_machine(scene.seen.text):
        return False
    if reading.legal:
        return pass_to_person(scene, out, "legal", "person.legal")
    offered = scene.brief.memory.pending == "person"
    plain_yes = scene.seen.yes and scene.seen.short and scene.seen.quantity is None
    if offered and plain_yes and not scene.asks("thanks", "bye", "buy", "pickup"):
        return pass_to_person(scene, out, "customer_request", "person.gladly")
    if _asks_person(scene):
        return pass_to_person(scene, out, "customer_request", "person.gladly")
    if scene.asks("order_change") and _has_order_in_mind(scene):
        return pass_to_person(scene, out, "outside_authority", "person.order_change", "orders")
    if _wants_refund(scene):
        return pass_to_person(scene, out, "outside_authority", "person.refund", "returns")
    return _trouble(scene, out)


def _urgent(scene: Scene, out: Answer) -> bool:
    """Somebody hurt hears what the business says of urgent cases, and a person takes over."""
    if not is_hurt(scene.seen.text):
        return False
    advice = urgent_advice(scene.knowledge, scene.language, scene.brief.now)
    if advice is None:
        return False
    out.did("escalate", "products")
    out.add(advice.text)
    out.sources.update(dict.fromkeys(advice.sources))
    return pass_to_person(scene, out, "negative_sentiment", "person.urgent")


def _asks_person(scene: Scene) -> bool:
    """A yes to an offer of ours ("sí, quiero una") wants the thing, whatever it sounds like."""
    if scene.asks("person") and not scene.asks("who_are_you", "appointment"):
        return True
    accepts = scene.seen.yes and scene.brief.memory.pending in ("take_order", "which", "confirm")
    return scene.brief.reading.wants_person and not accepts


def _trouble(scene: Scene, out: Answer) -> bool:
    reading = scene.brief.reading
    sure = reading.intent_confidence >= _READ_SURELY
    distressed = reading.mood.score <= _DISTRESS
    arrived_broken = broken(scene) and not distressed
    if reading.intent == "complaint" and (sure or distressed) and not arrived_broken:
        _first_aid(scene, out)
        reason: EscalationReason = "negative_sentiment" if distressed else "outside_authority"
        return pass_to_person(scene, out, reason, "person.complaint")
    if reading.intent == "warranty_claim" and sure and _happened(scene):
        return pass_to_person(scene, out, "outside_authority", "person.warranty", "warranty")
    if arrived_broken:
        tell_what_is_due(scene, out)
        return pass_to_person(scene, out, "outside_authority", "person.case", "warranty")
    if reading.intent == "partnership" and sure and scene.memory.category is None:
        return pass_to_person(scene, out, "outside_authority", "person.partnership")
    return False


def _first_aid(scene: Scene, out: Answer) -> None:
    """In pain, the business's own words about urgent cases come before anything else."""
    for hit in scene.seen.answers:
        if "in_pain" in hit.matters and isinstance(hit.row, Faq):
            tell(scene, out, hit.row)
            return


def _happened(scene: Scene) -> bool:
    """A fault that is there, not a question about what a warranty would cover."""
    text = scene.seen.wording.folded
    return bool(HAPPENED.search(text) or FAULT.search(text))


def _has_order_in_mind(scene: Scene) -> bool:
    """An order placed before, not the one being put together now; and not a mere question."""
    if scene.brief.memory.stage in ("ordering", "confirming"):
        return False
    return not _only_asks(scene)


def _only_asks(scene: Scene) -> bool:
    """ "¿puedo cancelar un pedido?" is a question the business answered, and not a request."""
    sure = any(
        hit.score >= 0.9 and isinstance(hit.row, Faq) and hit.row.topic in ("orders", "returns")
        for hit in scene.seen.answers
    )
    return sure and scene.seen.question and not HAPPENED.search(scene.seen.wording.folded)


def _wants_refund(scene: Scene) -> bool:
    reading = scene.brief.reading
    if _only_asks(scene):
        return False
    if scene.asks("refund") and not scene.seen.question:
        return True
    sure = reading.intent == "refund_request" and reading.intent_confidence >= _READ_SURELY
    hypothetical = scene.seen.question and not HAPPENED.search(scene.seen.wording.folded)
    return sure and not hypothetical
