"""Discounts: the rules that exist, and nothing that is asked for or claimed."""

import re

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.figures import percent
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.wording import fold
from cauce.core.amounts import written
from cauce.core.business import DiscountRule
from cauce.core.pricing import covers, holds_on

_TOLD = 2
_LONG_ENOUGH = 4
_NAMES = (
    r"(?:c[oó]digos?(?: de (?:descuento|promoci[oó]n|desconto)| promocional)?|cup[oó]n(?:es)?|"
    r"cupom|"
    r"promo(?:tion)?(?: ?code)?|coupon(?: code)?|discount code|voucher|code|vale)"
)
_CODE = re.compile(
    rf"\b(?i:{_NAMES})(?i:\W{{1,3}}(?:es|is|[eé]|de|del|llamado|called|que dice|:)\b)?\W{{1,4}}"
    r"(?P<code>[A-Za-z0-9][A-Za-z0-9_-]{2,19})\b|"
    rf"\b(?P<before>[A-Z]+\d+[A-Z0-9]*)\b(?=\W+(?:\w+\W+){{0,3}}(?i:{_NAMES})\b)"
)
# Codes of orders, parcels and places are no promises of ours.
_OTHER_CODE = re.compile(
    r"\b(?:pedido|orden|order|rastreo|rastreio|tracking|guia|seguimiento|postal|zip|cep|qr|barras|"
    r"barcode|producto|product|produto|modelo|model|sku|pais|country|area)\b"
)
_OF_A_PARCEL = re.compile(r"[A-Za-z]{1,4}-?\d{4,}[A-Za-z]{0,2}")
_BESIDES = ("buy", "price", "stock", "shipping", "payment", "instalments", "hours", "warranty")


def open_rules(scene: Scene) -> list[DiscountRule]:
    """Rules that hold today and need no code: those may be told to anybody."""
    products = scene.meant.products if scene.meant.kind == "one" else ()
    return [
        rule
        for rule in scene.profile.discount_rules
        if rule.code is None
        and holds_on(rule, scene.today)
        and all(covers(rule, product) for product in products)
    ]


def answer_discount(scene: Scene, out: Answer, most: int | None = None) -> bool:
    """`most` is how many of one product are wanted, where a list said it."""
    out.did("answer", "discount")
    out.cite_profile()
    typed = _typed_rule(scene)
    if typed is not None:
        out.cite(typed)
        if holds_on(typed, scene.today):
            out.note(code=typed.code)
            out.say("discount.code_ok", code=typed.code, percent=percent(typed.percent))
            _conditions(out, typed)
        else:
            out.say("discount.code_over", code=typed.code)
        return True
    rules = open_rules(scene)
    if not rules:
        out.say("discount.none")
        return True
    for rule in rules[:_TOLD]:
        _tell(scene, out, rule, most or scene.seen.quantity or scene.memory.quantity or 1)
    out.say("discount.no_more")
    return True


def check_code(scene: Scene, out: Answer) -> bool:
    """A code that is not of the shop is called what it is, whatever else is answered."""
    code = code_typed(scene)
    if code is None or scene.seen.code is not None:
        return False
    out.did("answer", "discount")
    out.cite_profile()
    out.say("discount.code_unknown")
    if scene.meant.fresh or scene.asks(*_BESIDES) or scene.memory.stage == "confirming":
        return False
    out.ask("next.anything", "help")
    return True


def code_typed(scene: Scene) -> str | None:
    """ "tengo el código VERANO20": what looks like a code after a word for one."""
    for found in _CODE.finditer(scene.seen.text):
        code = found["code"] or found["before"]
        capital = code.isupper() and len(code) >= _LONG_ENOUGH
        if capital or (any(sign.isdigit() for sign in code) and any(map(str.isalpha, code))):
            if _OF_A_PARCEL.fullmatch(code):
                return None
            return None if _OTHER_CODE.search(fold(scene.seen.text)) else code
    return None


def _typed_rule(scene: Scene) -> DiscountRule | None:
    code = scene.seen.code
    rules = scene.profile.discount_rules
    return next((rule for rule in rules if code is not None and rule.code == code), None)


def _tell(scene: Scene, out: Answer, rule: DiscountRule, wanted: int) -> None:
    """A plain yes only to who has reached it."""
    out.cite(rule)
    reached = rule.min_total is None and wanted >= (rule.min_quantity or 1)
    named = scene.language in (scene.profile.language, *rule.names)
    key = "discount.rule" if reached else "discount.rule_if"
    out.say(
        key if named else f"{key}_plain",
        name=rule.name_in(scene.language),
        percent=percent(rule.percent),
    )
    _conditions(out, rule)


def _conditions(out: Answer, rule: DiscountRule) -> None:
    if rule.min_quantity is not None:
        out.say("discount.from_units", units=rule.min_quantity)
    if rule.min_total is not None:
        out.say("discount.from_total", total=written(rule.min_total))
