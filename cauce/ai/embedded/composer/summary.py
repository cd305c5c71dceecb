"""The order as the customer sees it before saying yes, and the order once they did."""

from decimal import Decimal

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.figures import percent
from cauce.ai.embedded.composer.handover import pass_to_person
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.composer.shipping import days
from cauce.core.amounts import written
from cauce.core.dialogue import OrderDraft
from cauce.core.pricing import Pricing, price_order


def _priced(scene: Scene, out: Answer) -> tuple[Pricing, OrderDraft]:
    memory = out.memory
    delivery = memory.delivery or "pickup"
    city = memory.city if delivery == "ship" else None
    products = {}
    for line in memory.lines:
        product = scene.index.product(line.sku)
        if product is not None:
            products[line.sku] = product
    pricing = price_order(
        memory.lines,
        products,
        scene.profile,
        delivery=delivery,
        city=city,
        day=scene.today,
        code=memory.notes.get("code"),
    )
    draft = OrderDraft(
        lines=memory.lines,
        delivery=delivery,
        city=city,
        shipping=pricing.shipping,
        total=pricing.total,
        payment=memory.payment,
        customer_name=memory.customer_name or scene.brief.customer.name,
        discount_percent=pricing.rule.percent if pricing.rule else Decimal(0),
        code=pricing.rule.code if pricing.rule else None,
    )
    return pricing, draft


def summarise(scene: Scene, out: Answer) -> bool:
    """Lines, discount, delivery, total; an order of high value goes to a person instead."""
    pricing, draft = _priced(scene, out)
    out.did("order", "orders")
    out.summary = draft
    out.say("order.summary")
    _lines(scene, out, pricing)
    out.add(out.voice.say("order.total", total=written(pricing.total)))
    limit = scene.profile.high_value
    if limit is not None and pricing.total >= limit:
        return pass_to_person(scene, out, "high_value", "order.high_value", "orders")
    out.remember(stage="confirming")
    out.note(told_total=str(pricing.total.minor))
    if draft.customer_name is None:
        out.ask("order.confirm_name", "confirm")
    else:
        out.ask("order.confirm", "confirm")
    out.button(out.voice.say("button.confirm"), out.voice.say("button.confirm"))
    out.button(out.voice.say("button.change"), out.voice.say("button.change"))
    return True


def _lines(scene: Scene, out: Answer, pricing: Pricing) -> None:
    for line in pricing.lines:
        out.cite(line.product)
        out.add(
            out.voice.say(
                "order.line",
                quantity=line.quantity,
                name=line.product.name_in(scene.language),
                total=written(line.total),
            )
        )
    if pricing.rule is not None:
        out.cite(pricing.rule)
        out.say(
            "order.discount",
            name=pricing.rule.name,
            percent=percent(pricing.rule.percent),
            amount=written(pricing.discount),
        )
    if pricing.rate is not None:
        out.cite_profile()
        free = pricing.shipping.amount == 0
        out.say(
            "order.shipping_free" if free else "order.shipping",
            city=out.memory.city,
            price=written(pricing.shipping),
            days=days(out, pricing.rate),
        )
    elif any(line.product.stock is not None for line in pricing.lines):
        out.say("order.pickup")


def place_order(scene: Scene, out: Answer) -> bool:
    """Places what was confirmed; if a price moved since the summary, the yes was to another one."""
    pricing, draft = _priced(scene, out)
    reserved = scene.brief.reserved
    if out.memory.notes.get("told_total") != str(pricing.total.minor) or reserved is None:
        out.say("order.total_changed")
        return summarise(scene, out)
    out.did("order", "orders")
    out.order = draft
    out.reserved = reserved
    out.summary = draft
    for line in pricing.lines:
        out.cite(line.product)
    if pricing.rate is not None:
        out.cite_profile()
    out.say("order.placed", number=reserved.number, total=written(pricing.total))
    out.say("order.pay_here", link=reserved.payment_link)
    ships = pricing.rate is not None
    if ships and pricing.rate is not None:
        out.say("order.then_ships", city=draft.city, days=days(out, pricing.rate))
    out.remember(stage="ordered", lines=(), pending=None, quantity=None, shown=(), focus=None)
    out.note(told_total=None, code=None)
    return True
