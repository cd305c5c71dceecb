"""The order as the customer sees it before saying yes, and the order once they did."""

from dataclasses import replace
from decimal import Decimal

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.details import stock_text
from cauce.ai.embedded.composer.figures import percent
from cauce.ai.embedded.composer.handover import pass_to_person
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.composer.shipping import days
from cauce.core.amounts import written
from cauce.core.dialogue import OrderDraft, OrderLine
from cauce.core.pricing import Pricing, price_order, rate_for


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
        address=memory.notes.get("address") if delivery == "ship" else None,
        branch=memory.notes.get("branch") if delivery == "pickup" else None,
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


def tell_change(scene: Scene, out: Answer, lines: tuple[OrderLine, ...]) -> None:
    """What the message changed, in a few words, before the sum is shown again."""
    before = {line.sku: line.quantity for line in scene.memory.lines}
    after = {line.sku: line.quantity for line in lines}
    gone = [sku for sku in before if sku not in after]
    come = [sku for sku in after if sku not in before]
    if come and gone:
        _tell(scene, out, "order.swapped", come)
    elif come:
        _tell(scene, out, "order.added", come)
    elif gone:
        _tell(scene, out, "order.removed", gone)
    elif before != after:
        out.say("order.recounted")


def _tell(scene: Scene, out: Answer, key: str, skus: list[str]) -> None:
    found = [product for sku in skus if (product := scene.index.product(sku)) is not None]
    out.cite(*found)
    out.say(key, names=out.voice.join([one.name_in(scene.language) for one in found]))


def sum_up(scene: Scene, out: Answer) -> bool:
    """The goods with their discount, while nobody knows yet where they go."""
    goods = replace(out.memory, delivery="pickup")
    out_memory, out.memory = out.memory, goods
    pricing, draft = _priced(scene, out)
    out.memory = out_memory
    if pricing.rule is None and not scene.asks("price"):
        return False
    out.did("order", "orders")
    out.summary = draft
    _goods(scene, out, pricing)
    out.say("order.goods", total=written(pricing.total))
    return True


def quote_sum(scene: Scene, out: Answer) -> bool:
    """The lines with their unit price; with a known city the delivery and the total as well."""
    city = out.memory.city
    sent = city is not None and rate_for(scene.profile, city) is not None
    memory = out.memory
    out.memory = replace(memory, delivery="ship" if sent else "pickup")
    pricing, draft = _priced(scene, out)
    out.memory = memory
    out.summary = draft
    if sent:
        _lines(scene, out, pricing, "quote.line")
        out.say("order.total", total=written(pricing.total))
    else:
        _goods(scene, out, pricing, "quote.line")
        goes = any(line.product.stock is not None for line in pricing.lines)
        out.say("order.goods" if goes else "order.total", total=written(pricing.total))
    return sent


def _goods(scene: Scene, out: Answer, pricing: Pricing, key: str = "order.line") -> None:
    for line in pricing.lines:
        out.cite(line.product)
        out.say(
            key,
            quantity=line.quantity,
            name=line.product.name_in(scene.language),
            total=written(line.total),
            unit=written(line.product.price),
            stock=stock_text(scene, out, line.product),
        )
    if pricing.rule is not None:
        out.cite(pricing.rule)
        own = scene.language == scene.profile.language
        out.say(
            "order.discount" if own else "order.discount_plain",
            name=pricing.rule.name,
            percent=percent(pricing.rule.percent),
            amount=written(pricing.discount),
        )


def _lines(scene: Scene, out: Answer, pricing: Pricing, key: str = "order.line") -> None:
    _goods(scene, out, pricing, key)
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
        branch = out.memory.notes.get("branch")
        if branch is not None:
            out.cite_profile()
        out.say("order.pickup" if branch is None else "order.pickup_at", branch=branch)


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
    out.note(told_total=None, code=None, short=None, address=None, branch=None)
    return True
