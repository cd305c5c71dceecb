"""What an order costs: lines at catalogue prices, the discount that really holds, the delivery."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from cauce.core.business import DiscountRule, Product, Profile, ShippingRate
from cauce.core.cities import is_abroad
from cauce.core.dialogue import OrderLine
from cauce.core.money import Money
from cauce.core.spelling import plain

REST_OF_THE_COUNTRY = "*"


@dataclass(frozen=True, slots=True)
class PricedLine:
    product: Product
    quantity: int
    total: Money


@dataclass(frozen=True, slots=True)
class Pricing:
    """`total` = `goods` − `discount` + `shipping`. `rate` is None for pick-up and services."""

    lines: tuple[PricedLine, ...]
    goods: Money
    discount: Money
    shipping: Money
    total: Money
    rule: DiscountRule | None = None
    rate: ShippingRate | None = None


def _compared(name: str) -> str:
    """A name as people compare it: no accents, no capitals, single blanks."""
    return " ".join(plain(name).split())


def rate_for(profile: Profile, city: str) -> ShippingRate | None:
    """The rate of a city as the business wrote it, else that of the rest of the country.

    A town that is known in other countries only has no rate: the rest is of this country.
    """
    wanted = _compared(city)
    for rate in profile.shipping:
        if _compared(rate.city) == wanted:
            return rate
    if is_abroad(city, profile.country):
        return None
    return next((rate for rate in profile.shipping if rate.city == REST_OF_THE_COUNTRY), None)


def shipping_cost(rate: ShippingRate, goods: Money) -> Money:
    if rate.free_from is not None and goods >= rate.free_from:
        return Money(Decimal(0), rate.price.currency)
    return rate.price


def holds_on(rule: DiscountRule, day: date) -> bool:
    started = rule.valid_from is None or rule.valid_from <= day
    return started and (rule.valid_to is None or day <= rule.valid_to)


def covers(rule: DiscountRule, product: Product) -> bool:
    """Whether a rule is about this product; one that names nothing is about all."""
    if not rule.skus and not rule.categories:
        return True
    named = {_compared(category) for category in rule.categories}
    return product.sku in rule.skus or _compared(product.category) in named


def _saved(
    rule: DiscountRule, lines: Sequence[PricedLine], goods: Money, day: date, code: str | None
) -> Money:
    nothing = Money(Decimal(0), goods.currency)
    typed = rule.code is None or (code is not None and _compared(code) == _compared(rule.code))
    if not typed or not holds_on(rule, day):
        return nothing
    if rule.min_total is not None and goods < rule.min_total:
        return nothing
    base = nothing
    for line in lines:
        enough = rule.min_quantity is None or line.quantity >= rule.min_quantity
        if enough and covers(rule, line.product):
            base = base + line.total
    return base.times(rule.percent / 100).rounded()


def price_order(
    lines: Sequence[OrderLine],
    products: Mapping[str, Product],
    profile: Profile,
    *,
    delivery: Literal["ship", "pickup"],
    city: str | None,
    day: date,
    code: str | None = None,
) -> Pricing:
    """The figures of an order on `day` (local date). Discounts never add up: the best one holds."""
    priced = tuple(
        PricedLine(products[line.sku], line.quantity, products[line.sku].price.times(line.quantity))
        for line in lines
    )
    nothing = Money(Decimal(0), profile.currency)
    goods = nothing
    for line in priced:
        goods = goods + line.total
    discount, rule = nothing, None
    for candidate in profile.discount_rules:
        saved = _saved(candidate, priced, goods, day, code)
        if saved > discount:
            discount, rule = saved, candidate
    rate, shipping = None, nothing
    goes_somewhere = any(line.product.stock is not None for line in priced)
    if delivery == "ship" and city is not None and goes_somewhere:
        rate = rate_for(profile, city)
        shipping = nothing if rate is None else shipping_cost(rate, goods - discount)
    total = (goods - discount + shipping).rounded()
    return Pricing(priced, goods, discount, shipping, total, rule, rate)
