"""Ways to pay, instalments and invoices, as the profile and its questions have them."""

import re

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.questions import tell
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.search.terms import common_words, matters, terms_of
from cauce.core.business import Faq, PaymentMethod
from cauce.core.spelling import plain

# How customers name ways to pay, by the codes of business files; a code alone also matches.
_ASKED = {
    "card": ("tarjeta", "tarjetas", "visa", "mastercard", "credito", "debito", "card", "cards",
             "cartao", "amex", "credit", "debit", "american express"),
    "cash": ("efectivo", "cash", "dinheiro", "contado"),
    "bank_transfer": ("transferencia", "transferencias", "transfer", "ach", "deposito",
                      "consignacion", "banco", "wire"),
    "paypal": ("paypal",),
    "pix": ("pix",),
    "boleto": ("boleto",),
    "crypto": ("bitcoin", "cripto", "criptomonedas", "crypto", "usdt", "binance", "ethereum"),
    "cheque": ("cheque", "cheques", "check", "checks"),
    "yappy": ("yappy",),
    "nequi": ("nequi",),
    "daviplata": ("daviplata",),
    "pse": ("pse",),
    "zelle": ("zelle",),
    "venmo": ("venmo",),
    "picpay": ("picpay",),
    "mercado_pago": ("mercadopago", "mercado pago"),
    "western_union": ("western union", "moneygram"),
    "apple_pay": ("apple pay",),
    "google_pay": ("google pay", "samsung pay"),
    "cash_app": ("cash app", "cashapp"),
    "spei": ("spei", "oxxo", "clabe"),
    "bizum": ("bizum",),
    "plin": ("yape", "plin"),
}  # fmt: skip
_NO_CARD = re.compile(
    r"\b(?:no (?:tengo|tenemos|cuento con|uso|manejo)|sin|don'?t have|do not have|have no|without|"
    r"nao tenho|nao uso|sem)(?: \w+){0,2}? (?:tarjetas?|cards?|cartao|cartoes)\b"
)
_CARD = re.compile(r"\b(?:tarjetas?|cards?|cartao|cartoes)\b")
_INSTALMENTS = "in_instalments"


def method_name(scene: Scene, out: Answer, method: PaymentMethod) -> str:
    key = f"payment.name_{method.code}"
    foreign = scene.language != scene.profile.language
    return out.voice.say(key) if foreign and out.voice.has(key) else method.name


def answer_payment(scene: Scene, out: Answer) -> bool:
    methods = scene.profile.payment_methods
    if not methods:
        return False
    out.did("answer", "payment")
    out.cite_profile()
    if _NO_CARD.search(scene.seen.wording.folded):
        others = [one for one in methods if not _by_card(one)]
        names = [method_name(scene, out, method) for method in others or methods]
        out.say("payment.methods", methods=out.voice.join(names))
        return True
    names_of_all = out.voice.join([method_name(scene, out, method) for method in methods])
    asked = _asked(scene)
    if not asked:
        out.say("payment.methods", methods=names_of_all)
        return True
    words = {term.word for term in scene.seen.terms}
    taken = [method for method in methods if method.code in asked or _named(method, words)]
    if not taken:
        out.say("payment.not_that", methods=names_of_all)
        return True
    for method in taken[:2]:
        out.say("payment.yes", method=method_name(scene, out, method))
        if method.details and scene.language == scene.profile.language:
            out.add(method.details)
    return True


def _asked(scene: Scene) -> list[str]:
    """The codes of the ways to pay the message names, whether they are taken or not."""
    text = f" {' '.join(scene.seen.wording.words)} "
    return [
        code
        for code, wordings in _ASKED.items()
        if any(f" {wording} " in text for wording in (code, *wordings))
    ]


def _by_card(method: PaymentMethod) -> bool:
    told = plain(f"{method.name} {method.details or ''}")
    return method.code == "card" or _CARD.search(told) is not None


def _named(method: PaymentMethod, words: set[str]) -> bool:
    own = {term.word for term in terms_of(method.name)} - common_words()
    return bool(own & words)


def answer_instalments(scene: Scene, out: Answer) -> bool:
    """The business's own words on it first: they say with what, and on which conditions."""
    if not scene.profile.payment_methods:
        return False
    row = _about_instalments(scene)
    if row is not None:
        tell(scene, out, row)
        return True
    out.did("answer", "payment")
    out.cite_profile()
    plans = [method for method in scene.profile.payment_methods if method.instalments > 1]
    if not plans:
        out.say("payment.no_instalments")
        return True
    best = max(plans, key=lambda method: method.instalments)
    out.say("payment.instalments", months=best.instalments, method=method_name(scene, out, best))
    if best.details and scene.language == scene.profile.language:
        out.add(best.details)
    return True


def _about_instalments(scene: Scene) -> Faq | None:
    near = [hit.row for hit in scene.seen.answers if _INSTALMENTS in hit.matters]
    for row in (*near, *scene.knowledge.faqs):
        if isinstance(row, Faq) and _INSTALMENTS in matters().meanings(row.question):
            return row
    for row in scene.knowledge.faqs:
        if any(_INSTALMENTS in matters().meanings(one) for one in row.alternatives):
            return row
    return None
