"""Ways to pay, instalments and invoices, as the profile has them."""

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.search.terms import common_words, terms_of
from cauce.core.business import PaymentMethod

# How customers name ways to pay, by the codes of business files; a code alone also matches.
_ASKED = {
    "card": ("tarjeta", "visa", "mastercard", "credito", "debito", "card", "cartao", "amex"),
    "cash": ("efectivo", "cash", "dinheiro", "contado"),
    "bank_transfer": ("transferencia", "transfer", "ach", "deposito", "consignacion", "banco"),
    "paypal": ("paypal",),
    "pix": ("pix",),
    "boleto": ("boleto",),
    "crypto": ("bitcoin", "cripto", "criptomonedas", "crypto", "usdt"),
    "cheque": ("cheque", "check"),
    "yappy": ("yappy",),
    "nequi": ("nequi",),
    "daviplata": ("daviplata",),
    "pse": ("pse",),
}


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
    names = out.voice.join([method_name(scene, out, method) for method in methods])
    words = {term.word for term in scene.seen.terms}
    asked = [code for code, wordings in _ASKED.items() if words & {code, *wordings}]
    if asked:
        taken = [method for method in methods if method.code in asked or _named(method, words)]
        if not taken:
            out.say("payment.not_that", methods=names)
            return True
        for method in taken[:2]:
            out.say("payment.yes", method=method_name(scene, out, method))
            if method.details and scene.language == scene.profile.language:
                out.add(method.details)
        return True
    out.say("payment.methods", methods=names)
    return True


def _named(method: PaymentMethod, words: set[str]) -> bool:
    own = {term.word for term in terms_of(method.name)} - common_words()
    return bool(own & words)


def answer_instalments(scene: Scene, out: Answer) -> bool:
    plans = [method for method in scene.profile.payment_methods if method.instalments > 1]
    if not scene.profile.payment_methods:
        return False
    out.did("answer", "payment")
    out.cite_profile()
    if not plans:
        out.say("payment.no_instalments")
        return True
    best = max(plans, key=lambda method: method.instalments)
    out.say("payment.instalments", months=best.instalments, method=method_name(scene, out, best))
    return True
