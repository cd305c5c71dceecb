"""What is declined: attempts to bend the rules, unsolicited offers, and matters of others."""

import re

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.discounts import code_typed
from cauce.ai.embedded.composer.order_words import name_told
from cauce.ai.embedded.composer.own_details import only_details
from cauce.ai.embedded.composer.scene import Scene
from cauce.core.cards import was_masked
from cauce.core.spam import may_be_customer, surely_spam

_ATTACK_SURELY = 0.5
_ATTACK_WORDS = 3
_WHO = re.compile(r"\b(?:quien|who|quem|contrasena|password|senha)\b")
_OF_CODES = ("discount_abuse", "offtopic_abuse")
_OF_OTHERS = ("other_customer_data", "staff_data")
# Whoever wants another's data names what they want to know of them.
_DATA = re.compile(
    r"\b(?:datos?|informacion|info|telefonos?|numeros?|celular(?:es)?|direccion(?:es)?|correos?|"
    r"e-?mails?|cedulas?|pedidos?|orden(?:es)?|compras?|compro|compraron|historial|lista|cuentas?|"
    r"tarjetas?|sueldos?|salarios?|gana|ganan|vive|viven|nombres?|apellidos?|conversacion\w*|chats?|"
    r"mensajes?|citas?|historia|clientes?|empleados?|quien|data|information|phones?|numbers?|"
    r"address(?:es)?|orders?|purchases?|bought|history|list|accounts?|cards?|salar(?:y|ies)|lives?|"
    r"names?|customers?|clients?|employees?|staff|who|dados|enderecos?|telefones?|encomendas?|"
    r"comprou|compraram|conta|cartao|cartoes|salario|mora|moram|nomes?|funcionarios?|quem)\b"
)


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
    public = scene.asks("hours", "location", "contact", "payment") and not scene.asks("private")
    of_nobody = _DATA.search(scene.seen.wording.folded) is None
    harmless = attack is not None and attack.kind in _OF_OTHERS and (public or of_nobody)
    surely = attack is not None and attack.confidence >= _ATTACK_SURELY
    # "Juan Pérez, 6123-4567" is what we asked for, not a message in code.
    given = scene.memory.stage == "confirming" and name_told(scene) is not None
    given = given or only_details(scene)
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
    customer = may_be_customer(scene.seen.text, scene.brief.memory)
    if surely_spam(reading) and not customer:
        out.did("none", "other")
        return True
    return False
