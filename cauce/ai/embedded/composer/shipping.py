"""What delivery costs and how long it takes, by city; and pick-up."""

import re
from collections.abc import Sequence

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.places import country_named
from cauce.ai.embedded.composer.scene import Scene
from cauce.core.amounts import written
from cauce.core.business import Product, ShippingRate
from cauce.core.cities import countries_of, is_abroad
from cauce.core.dialogue import OrderDraft, OrderLine
from cauce.core.money import Money
from cauce.core.pricing import REST_OF_THE_COUNTRY, price_order, rate_for
from cauce.core.spelling import plain

_RATES_SHOWN = 3
# The sum of goods and delivery is wanted: "con el envío", "with shipping", "com o frete".
_WITH = re.compile(
    r"\b(?:con|mas|incluyendo|incluido) (?:el |todo y )?(?:envio|delivery|flete|domicilio)\b|"
    r"\b(?:with|including|plus) (?:the )?(?:shipping|delivery)\b|\bshipped\b|"
    r"\b(?:com|mais) (?:o )?(?:frete|envio|entrega)\b|"
    r"\b(?:en|in|no|ao) total\b|\btotal\b.{0,20}\b(?:envio|shipping|frete)\b"
)
_SUM_ASKED = "sum_asked"


def answer_shipping(scene: Scene, out: Answer) -> bool:
    profile = scene.profile
    if not profile.shipping:
        if not profile.pickup_available:
            return False
        out.did("answer", "shipping")
        out.cite_profile()
        out.say("shipping.none")
        _pickup(scene, out)
        return True
    gone = _gone(scene)
    if gone is not None:
        out.did("answer", "products")
        out.cite(gone)
        out.say("stock.no_date", name=gone.name_in(scene.language))
        out.ask("next.tell_when_back", "notify")
        return True
    out.did("answer", "shipping")
    out.cite_profile()
    country = country_named(scene.seen.wording, profile.country)
    city = scene.seen.city or country or scene.memory.city
    if city is None:
        _overview(scene, out, profile.shipping)
        return True
    rate = None if city == country else rate_for(profile, city)
    if rate is not None:
        _to_city(scene, out, city, rate)
        return True
    # "¿y a Miami?" asks; it is no place to send the rest to.
    out.remember(city=scene.brief.memory.city if city != scene.brief.memory.city else None)
    if city == country or is_abroad(city, profile.country):
        out.say("shipping.only_here", city=city)
    else:
        out.say("shipping.not_there", city=city)
    _pickup(scene, out)
    return True


def answer_once(scene: Scene, out: Answer) -> bool:
    """ "¿pago doble envío por dos?": an order has one delivery, and pays it once."""
    rates = scene.profile.shipping
    if not scene.asks("once") or not rates or scene.asks("track"):
        return False
    out.did("answer", "shipping")
    out.cite_profile()
    out.say("shipping.once")
    city = scene.seen.city or scene.memory.city
    rate = rate_for(scene.profile, city) if city is not None else None
    if city is not None and rate is not None:
        _to_city(scene, out, city, rate)
    elif city is None:
        out.ask("shipping.ask_city", "city")
    return True


def _gone(scene: Scene) -> Product | None:
    """ "¿cuándo llega?" of something sold out asks for the thing, not for the carrier."""
    meant = scene.meant
    if not scene.asks("shipping_time") or meant.kind != "one" or scene.seen.city is not None:
        return None
    return None if meant.products[0].available else meant.products[0]


def _to_city(scene: Scene, out: Answer, city: str, rate: ShippingRate) -> None:
    place = rate.city if rate.city != REST_OF_THE_COUNTRY else city
    free = rate.price.amount == 0
    key = "shipping.to_free" if free else "shipping.to"
    if rate.city == REST_OF_THE_COUNTRY and scene.profile.country not in countries_of(city):
        # Nobody told us where this is, and only this country is served.
        key = "shipping.if_here"
    out.say(key, city=place, price=written(rate.price), days=days(out, rate))
    if rate.free_from is not None and not free:
        goods = _goods_in_mind(scene)
        if goods is not None and goods >= rate.free_from:
            out.say("shipping.free_for_you", amount=written(rate.free_from))
        else:
            out.say("shipping.free_from", amount=written(rate.free_from))
    _total(scene, out, city)
    if rate.note and scene.language == scene.profile.language:
        out.add(rate.note)
    if scene.asks("pickup"):
        _pickup(scene, out)


def _total(scene: Scene, out: Answer, city: str) -> None:
    """ "¿cuánto sería con el envío?" asks for one sum, also after the city was asked back."""
    asked = _WITH.search(scene.seen.wording.folded) or _SUM_ASKED in scene.brief.memory.notes
    product = scene.meant.products[0] if scene.meant.kind == "one" else None
    if not asked or product is None or not product.available:
        return
    lines = (OrderLine(product.sku, scene.memory.quantity or 1),)
    pricing = price_order(
        lines, {product.sku: product}, scene.profile, delivery="ship", city=city, day=scene.today
    )
    out.cite(product)
    out.summary = OrderDraft(lines, "ship", city, pricing.shipping, pricing.total)
    out.say("shipping.total", total=written(pricing.total))
    out.note(sum_asked=None)


def _goods_in_mind(scene: Scene) -> Money | None:
    """The price of what is being talked about, when it is one product."""
    products = scene.meant.products
    if scene.meant.kind != "one" or not products:
        return None
    return products[0].price.times(scene.memory.quantity or 1)


def days(out: Answer, rate: ShippingRate) -> str:
    if rate.days_min == rate.days_max:
        key = "shipping.day" if rate.days_min == 1 else "shipping.days"
        return out.voice.say(key, days=rate.days_min)
    return out.voice.say("shipping.range", low=rate.days_min, high=rate.days_max)


def _overview(scene: Scene, out: Answer, rates: Sequence[ShippingRate]) -> None:
    """The cities of the shops first, then the rest; and asks for the customer's city."""
    local = {plain(branch.city) for branch in scene.profile.branches}
    named = [rate for rate in rates if rate.city != REST_OF_THE_COUNTRY]
    named.sort(key=lambda rate: (plain(rate.city) not in local, rate.price.amount))
    chosen: list[ShippingRate] = named[:1]
    chosen += [rate for rate in named[1:] if rate.price != chosen[0].price][: _RATES_SHOWN - 1]
    rest = next((rate for rate in rates if rate.city == REST_OF_THE_COUNTRY), None)
    parts = [
        out.voice.say("shipping.item", city=r.city, price=written(r.price), days=days(out, r))
        for r in chosen
    ]
    if rest is not None:
        parts = parts[: _RATES_SHOWN - 1]
        parts.append(
            out.voice.say("shipping.item_rest", price=written(rest.price), days=days(out, rest))
        )
    out.say("shipping.overview", list="; ".join(parts))
    if scene.profile.pickup_available:
        out.say("shipping.pickup_too")
    out.ask("shipping.ask_city", "city")
    if _WITH.search(scene.seen.wording.folded):
        out.note(sum_asked="1")
    for rate in chosen[:3]:
        out.button(rate.city)


def _pickup(scene: Scene, out: Answer) -> None:
    profile = scene.profile
    if not profile.pickup_available:
        return
    out.cite_profile()
    if profile.pickup_note and scene.language == profile.language:
        out.say("pickup.note", note=profile.pickup_note.rstrip("."))
    else:
        places = [branch.name for branch in profile.branches]
        out.say("pickup.at" if places else "pickup.yes", places=out.voice.join(places))


def answer_pickup(scene: Scene, out: Answer) -> bool:
    out.did("answer", "shipping")
    if scene.profile.pickup_available:
        _pickup(scene, out)
    else:
        out.cite_profile()
        out.say("pickup.no")
    return True
