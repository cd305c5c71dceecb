"""An order a model proposes, priced by our rules, and as the customer sees it before a yes."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from cauce.ai.embedded.composer.voice import Voice
from cauce.ai.vendors.drafting.form import Quote
from cauce.core.amounts import written
from cauce.core.business import Product
from cauce.core.dialogue import Brief, OrderDraft, OrderLine
from cauce.core.pricing import REST_OF_THE_COUNTRY, Pricing, price_order, rate_for
from cauce.core.spelling import plain

_MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class Priced:
    pricing: Pricing
    draft: OrderDraft


def priced(asked: Quote, brief: Brief, payment: str | None, name: str | None) -> Priced | str:
    """The figures of what is asked for, or why there are none. Nothing in it is the model's."""
    lines = _lines(asked, brief)
    if isinstance(lines, str):
        return lines
    products = {one.sku: one for one in brief.knowledge.products}
    profile = brief.knowledge.profile
    city = _city(asked.city, brief)
    if asked.city is not None and city is None:
        return "There is no delivery to a city of that name; ask the customer where it goes."
    if city is None and not profile.pickup_available:
        return "It cannot be picked up: ask the customer which city it goes to."
    delivery = "ship" if city is not None else "pickup"
    pricing = price_order(
        lines,
        products,
        profile,
        delivery="ship" if city is not None else "pickup",
        city=city,
        day=brief.now.astimezone(ZoneInfo(profile.time_zone)).date(),
        code=_code(asked.code, brief),
    )
    draft = OrderDraft(
        lines=lines,
        delivery="ship" if delivery == "ship" else "pickup",
        city=city,
        shipping=pricing.shipping,
        total=pricing.total,
        payment=next((one.code for one in profile.payment_methods if one.code == payment), None),
        customer_name=name if name and typed(name, brief) else brief.customer.name,
        discount_percent=pricing.rule.percent if pricing.rule else pricing.total.amount * 0,
        code=pricing.rule.code if pricing.rule else None,
    )
    return Priced(pricing, draft)


def _lines(asked: Quote, brief: Brief) -> tuple[OrderLine, ...] | str:
    if not 0 < len(asked.lines) <= _MOST_LINES:
        return f"Between 1 and {_MOST_LINES} lines, please."
    wanted: dict[str, int] = {}
    for line in asked.lines:
        wanted[line.sku] = wanted.get(line.sku, 0) + line.quantity
    for sku, quantity in wanted.items():
        product = brief.knowledge.product(sku)
        if product is None:
            return f"There is no product {sku}."
        if product.stock is None:
            return f"{product.name} is a service: a person arranges it, call hand_over."
        if not 0 < quantity <= product.stock:
            return f"Of {product.name} there are {product.stock}."
    return tuple(OrderLine(sku, quantity) for sku, quantity in wanted.items())


def _city(asked: str | None, brief: Brief) -> str | None:
    """As the business writes it; elsewhere only what the customer themselves wrote."""
    if asked is None:
        return None
    rate = rate_for(brief.knowledge.profile, asked)
    if rate is None:
        return None
    if rate.city != REST_OF_THE_COUNTRY:
        return rate.city
    known = (brief.memory.city, brief.customer.city)
    place = asked.strip()
    letters = place.replace(" ", "").replace("'", "").replace("-", "").replace(".", "")
    told = place in known or typed(place, brief)
    return place if told and letters.isalpha() and len(place) <= 40 else None


def _code(code: str | None, brief: Brief) -> str | None:
    """A code holds for whoever typed it, and for nobody a model hears it from."""
    remembered = brief.memory.notes.get("code")
    if code is not None and (typed(code, brief) or code == remembered):
        return code
    return remembered


def typed(words: str, brief: Brief) -> bool:
    """Whether the customer wrote these words in this conversation."""
    wanted = plain(words).strip()
    said = [brief.text, *(one.text for one in brief.history if one.sender == "customer")]
    return bool(wanted) and any(wanted in plain(text) for text in said)


def summary_of(found: Priced, voice: Voice) -> str:
    """Lines, discount, delivery, total, and the question that a yes answers."""
    pricing, draft = found.pricing, found.draft
    said = [voice.say("order.summary")]
    for line in pricing.lines:
        name = line.product.name_in(voice.language)
        total = written(line.total)
        said.append(voice.say("order.line", quantity=line.quantity, name=name, total=total))
    if pricing.rule is not None:
        percent = f"{pricing.rule.percent.normalize():f} %"
        amount = written(pricing.discount)
        said.append(voice.say("order.discount_plain", percent=percent, amount=amount))
    said.append(_delivery(pricing, draft, voice))
    said.append(voice.say("order.total", total=written(pricing.total)))
    return "\n".join(said)


def _delivery(pricing: Pricing, draft: OrderDraft, voice: Voice) -> str:
    rate = pricing.rate
    if rate is None:
        return voice.say("order.pickup")
    key = "shipping.range"
    days: Mapping[str, int] = {"low": rate.days_min, "high": rate.days_max}
    if rate.days_min == rate.days_max:
        key = "shipping.day" if rate.days_min == 1 else "shipping.days"
        days = {"days": rate.days_min}
    return voice.say(
        "order.shipping_free" if pricing.shipping.amount == 0 else "order.shipping",
        city=draft.city,
        price=written(pricing.shipping),
        days=voice.say(key, **days),
    )


def figures_of(found: Priced, products: Mapping[str, Product]) -> Mapping[str, object]:
    """The same as plain data for the model."""
    pricing = found.pricing
    return {
        "lines": [
            {
                "name": products[line.product.sku].name,
                "quantity": line.quantity,
                "total": written(line.total),
            }
            for line in pricing.lines
        ],
        "discount": written(pricing.discount),
        "delivery": written(pricing.shipping),
        "total": written(pricing.total),
    }
