"""Discounts: the rules that exist, and nothing that is asked for or claimed."""

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.figures import percent
from cauce.ai.embedded.composer.scene import Scene
from cauce.core.amounts import written
from cauce.core.business import DiscountRule
from cauce.core.pricing import covers, holds_on

_TOLD = 2


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


def answer_discount(scene: Scene, out: Answer) -> bool:
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
        out.cite(rule)
        own = scene.language == scene.profile.language
        key = "discount.rule" if own else "discount.rule_plain"
        out.say(key, name=rule.name, percent=percent(rule.percent))
        _conditions(out, rule)
    out.say("discount.no_more")
    return True


def _typed_rule(scene: Scene) -> DiscountRule | None:
    code = scene.seen.code
    rules = scene.profile.discount_rules
    return next((rule for rule in rules if code is not None and rule.code == code), None)


def _conditions(out: Answer, rule: DiscountRule) -> None:
    if rule.min_quantity is not None:
        out.say("discount.from_units", units=rule.min_quantity)
    if rule.min_total is not None:
        out.say("discount.from_total", total=written(rule.min_total))
