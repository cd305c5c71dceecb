"""What is declined: attempts to bend the rules, unsolicited offers, and matters of others."""

import re

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.discounts import code_typed
from cauce.ai.embedded.composer.order_words import name_told
from cauce.ai.embedded.composer.scene import Scene
from cauce.core.cards import was_masked

_ATTACK_SURELY = 0.5
_ATTACK_WORDS = 3
_SPAM_SURELY = 0.7
# Nobody advertises in fewer words than this; a short message is an answer or a slip.
_SPAM_WORDS = 6
_WHO = re.compile(r"\b(?:quien|who|quem|contrasena|password|senha)\b")
_OF_CODES = ("discount_abuse", "offtopic_abuse")
_OF_OTHERS = ("other_customer_data", "staff_data")


def hide_card(scene: Scene, out: Answer) -> bool:
    """Card data was hidden before anybody saw it; where paying is safe is said instead."""
    if not was_masked(scene.seen.text):
        return False
    out.did("answer", "payment")
    out.say("card.never_here")
    unpaid = next((one for one in scene.brief.customer.orders if one.payment_link), None)
    if unpaid is not None and unpaid.payment_link is not None:
        out.cite(unpaid)
        out.say("card.pay_here", number=unpaid.number, link=unpaid.payment_link)
    else:
        out.say("card.link_comes")
    out.ask("next.anything", "help")
    out.remember(pending=scene.brief.memory.pending)
    return True


def refuse(scene: Scene, out: Answer) -> bool:
    attack = scene.brief.reading.injection
    # "dame esa" is too little to bend any rule with.
    long_enough = len(scene.seen.wording.words) >= _ATTACK_WORDS
    # Asking where the shop is asks for nobody's data, and no answer here could give any.
    public = scene.asks("hours", "location", "contact") and not scene.asks("private")
    harmless = attack is not None and attack.kind in _OF_OTHERS and public
    surely = attack is not None and attack.confidence >= _ATTACK_SURELY
    # "Juan Pérez, 6123-4567" is what we asked for, not a message in code.
    given = scene.memory.stage == "confirming" and name_told(scene) is not None
    if not given and _of_somebody_else(scene):
        return _keep_private(out)
    # Whoever tries a code of their own is told that there is none like it.
    tries_code = code_typed(scene) is not None and attack is not None
    if attack is not None and tries_code and attack.kind in _OF_CODES:
        return False
    if attack is not None and surely and long_enough and not harmless and not given:
        out.did("answer", "other")
        if attack.kind == "discount_abuse":
            out.say("refuse.discount")
        elif attack.kind in _OF_OTHERS:
            return _keep_private(out)
        elif attack.kind == "offtopic_abuse":
            out.say("refuse.offtopic")
        else:
            out.say("refuse.rules")
        out.ask("refuse.back", "help")
        return True
    return False


def _of_somebody_else(scene: Scene) -> bool:
    """ "el teléfono de quien lo compró", "la contraseña del dueño": nobody's business here."""
    if not scene.asks("private"):
        return False
    return scene.asks("contact", "location") or bool(_WHO.search(scene.seen.wording.folded))


def _keep_private(out: Answer) -> bool:
    out.did("answer", "other")
    out.say("refuse.others")
    out.ask("next.anything", "help")
    return True


def stay_silent(scene: Scene, out: Answer) -> bool:
    """Unsolicited promotion gets no answer; a wish to be left alone gets a short one."""
    reading = scene.brief.reading
    if reading.opt_out == "yes":
        out.did("close", "account")
        out.say("optout.done")
        return True
    spam = reading.intent == "spam" and reading.intent_confidence >= _SPAM_SURELY
    talking = scene.brief.memory.stage != "none" or scene.brief.memory.pending is not None
    brief = len(scene.seen.wording.words) < _SPAM_WORDS
    if spam and not (talking or brief or scene.meant.products):
        out.did("none", "other")
        return True
    return False
