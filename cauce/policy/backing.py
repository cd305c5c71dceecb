"""What a text may claim: the values of the rows it rests on, as they are right now."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from cauce.core.business import DiscountRule, Faq, Hours, Policy, Product, Profile, ShippingRate
from cauce.core.dialogue import OrderDraft, OrderView, ReservedOrder
from cauce.core.money import Money
from cauce.core.spelling import plain
from cauce.policy.claims import Claim, claims_in

_PASSAGES = re.compile(r"[\n;•]+|(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Backing:
    """`told` are the claims of the cited texts themselves, `verbatim` those texts, folded.

    `amounts` hold for any product: totals of orders, thresholds. What belongs to one product or
    one city is kept with it, so that a true figure of another one is no excuse.
    """

    currency: str = "USD"
    products: tuple[Product, ...] = ()
    rates: tuple[ShippingRate, ...] = ()
    city: str | None = None
    default_warranty: int | None = None
    amounts: frozenset[Money] = frozenset()
    percents: frozenset[str] = frozenset()
    days: frozenset[tuple[int, int]] = frozenset()
    instalments: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()
    dates: frozenset[tuple[int, int]] = frozenset()
    times: frozenset[tuple[int, int]] = frozenset()
    links: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    told: frozenset[tuple[str, object]] = frozenset()
    verbatim: str = ""
    names: frozenset[str] = field(default_factory=frozenset)


def passages_of(text: str) -> list[str]:
    """A text cut where one statement ends: sentences, lines, list items."""
    return [part.strip() for part in _PASSAGES.split(text) if part and part.strip()]


def backing_of(
    *,
    profile: Profile | None = None,
    products: Sequence[Product] = (),
    faqs: Sequence[Faq] = (),
    policies: Sequence[Policy] = (),
    orders: Sequence[OrderView] = (),
    discounts: Sequence[DiscountRule] = (),
    order_draft: OrderDraft | None = None,
    reserved: ReservedOrder | None = None,
    catalogue: Sequence[Product] = (),
    time_zone: str = "UTC",
) -> Backing:
    """`profile` only when the text rests on it; `catalogue` finds the lines of `order_draft`."""
    rules = (*discounts, *(profile.discount_rules if profile else ()))
    passages = _passages(faqs, policies, profile)
    shown = _shown(products, order_draft, catalogue)
    return Backing(
        currency=profile.currency if profile else _currency(shown, orders, order_draft),
        products=shown,
        rates=profile.shipping if profile else (),
        city=order_draft.city if order_draft else None,
        default_warranty=profile.warranty_months if profile else None,
        amounts=_amounts(rules, orders, order_draft, shown),
        percents=_percents(rules, order_draft),
        days=_days_to_return(profile),
        instalments=frozenset(
            way.instalments for way in (profile.payment_methods if profile else ())
        ),
        units=frozenset(rule.min_quantity for rule in rules if rule.min_quantity is not None),
        dates=_dates(orders, rules, profile, time_zone),
        times=frozenset((at.hour, at.minute) for at in _times(profile)),
        links=frozenset(link.casefold() for link in _links(profile, shown, orders, reserved)),
        emails=frozenset(_contact(profile, "email")),
        phones=frozenset(re.sub(r"\D", "", phone) for phone in _phones(profile)),
        codes=frozenset(code.upper() for code in _codes(rules, orders, reserved, shown)),
        told=frozenset((claim.kind, claim.value) for one in passages for claim in _claims_of(one)),
        verbatim=" ".join(plain(one) for one in passages),
        names=frozenset(name for one in shown for name in names_of(one)),
    )


def _passages(
    faqs: Sequence[Faq], policies: Sequence[Policy], profile: Profile | None
) -> list[str]:
    texts = [*_texts(faqs, policies), *(_profile_texts(profile) if profile else ())]
    return [part for text in texts for part in passages_of(text)]


def _shown(
    products: Sequence[Product], draft: OrderDraft | None, catalogue: Sequence[Product]
) -> tuple[Product, ...]:
    ordered = _ordered(draft, (*products, *catalogue))
    return tuple({one.sku: one for one in (*products, *ordered)}.values())


def _amounts(
    rules: Sequence[DiscountRule],
    orders: Sequence[OrderView],
    draft: OrderDraft | None,
    shown: Sequence[Product],
) -> frozenset[Money]:
    told = (view.total for view in orders)
    return frozenset(
        [*_rule_totals(rules), *told, *_draft_totals(draft), *_line_totals(draft, shown)]
    )


def _percents(rules: Sequence[DiscountRule], draft: OrderDraft | None) -> frozenset[str]:
    given = [rule.percent for rule in rules] + ([draft.discount_percent] if draft else [])
    return frozenset(f"{percent.normalize():f}" for percent in given)


def _days_to_return(profile: Profile | None) -> frozenset[tuple[int, int]]:
    if profile is None or profile.returns_days is None:
        return frozenset()
    return frozenset({(profile.returns_days, profile.returns_days)})


def _dates(
    orders: Sequence[OrderView],
    rules: Sequence[DiscountRule],
    profile: Profile | None,
    time_zone: str,
) -> frozenset[tuple[int, int]]:
    zone = ZoneInfo(profile.time_zone if profile else time_zone)
    etas = [view.eta.astimezone(zone).date() for view in orders if view.eta is not None]
    return frozenset(
        (day.month, day.day) for day in (*etas, *_rule_dates(rules), *_holidays(profile))
    )


@lru_cache(maxsize=4096)
def _claims_of(passage: str) -> tuple[Claim, ...]:
    """The business's own texts are the same in every turn; they are read once."""
    return tuple(claims_in(passage))


def names_of(product: Product) -> set[str]:
    return {plain(product.name), *(plain(name) for name in product.names.values())}


def _texts(faqs: Sequence[Faq], policies: Sequence[Policy]) -> list[str]:
    of_faqs = [text for faq in faqs for text in (faq.answer, *faq.answers.values())]
    return of_faqs + [text for row in policies for text in (row.text, *row.texts.values())]


def _profile_texts(profile: Profile) -> Iterable[str]:
    yield from profile.description.values()
    for text in (profile.pickup_note, profile.returns_conditions, profile.warranty_conditions):
        if text:
            yield text
    for method in profile.payment_methods:
        yield method.details or ""
    for rate in profile.shipping:
        yield rate.note or ""
    for branch in profile.branches:
        yield f"{branch.name}: {branch.address}, {branch.city}"


def _currency(
    products: Sequence[Product], orders: Sequence[OrderView], draft: OrderDraft | None
) -> str:
    amounts = [one.price for one in products] + [view.total for view in orders]
    if draft is not None:
        amounts.append(draft.total)
    return amounts[0].currency if amounts else "USD"


def _ordered(draft: OrderDraft | None, known: Sequence[Product]) -> list[Product]:
    skus = {line.sku for line in draft.lines} if draft else set()
    return [product for product in known if product.sku in skus]


def _line_totals(draft: OrderDraft | None, products: Sequence[Product]) -> list[Money]:
    """Each line of an order, what they are together, and what the discount takes off."""
    if draft is None:
        return []
    prices = {product.sku: product.price for product in products}
    lines = [prices[one.sku].times(one.quantity) for one in draft.lines if one.sku in prices]
    if not lines:
        return []
    goods = lines[0]
    for line in lines[1:]:
        goods = goods + line
    return [*lines, goods, goods + draft.shipping - draft.total]


def _draft_totals(draft: OrderDraft | None) -> list[Money]:
    return [draft.total, draft.shipping] if draft else []


def _rule_totals(rules: Sequence[DiscountRule]) -> list[Money]:
    return [rule.min_total for rule in rules if rule.min_total is not None]


def _rule_dates(rules: Sequence[DiscountRule]) -> list[date]:
    days = [day for rule in rules for day in (rule.valid_from, rule.valid_to)]
    return [day for day in days if day is not None]


def _holidays(profile: Profile | None) -> list[date]:
    return [holiday.date for holiday in profile.holidays] if profile else []


def _times(profile: Profile | None) -> Iterable[time]:
    if profile is None:
        return
    spans: list[Hours] = [*profile.hours, *(h for b in profile.branches for h in b.hours)]
    for span in spans:
        yield span.opens
        yield span.closes
    for holiday in profile.holidays:
        yield from (at for at in (holiday.opens, holiday.closes) if at is not None)


def _links(
    profile: Profile | None,
    products: Sequence[Product],
    orders: Sequence[OrderView],
    reserved: ReservedOrder | None,
) -> Iterable[str]:
    if profile:
        yield from (value for value in profile.contacts.values() if "://" in value)
        yield from (branch.map_url for branch in profile.branches if branch.map_url)
    yield from (product.link for product in products if product.link)
    yield from (view.payment_link for view in orders if view.payment_link)
    if reserved:
        yield reserved.payment_link


def _contact(profile: Profile | None, kind: str) -> list[str]:
    value = profile.contacts.get(kind) if profile else None
    return [value.casefold()] if value else []


def _phones(profile: Profile | None) -> Iterable[str]:
    if profile:
        yield from (
            profile.contacts[kind] for kind in ("phone", "whatsapp") if profile.contacts.get(kind)
        )
        yield from (branch.phone for branch in profile.branches if branch.phone)


def _codes(
    rules: Sequence[DiscountRule],
    orders: Sequence[OrderView],
    reserved: ReservedOrder | None,
    products: Sequence[Product],
) -> Iterable[str]:
    yield from (rule.code for rule in rules if rule.code)
    for view in orders:
        yield view.number
        if view.tracking:
            yield view.tracking
    if reserved:
        yield reserved.number
    for product in products:
        yield product.sku
