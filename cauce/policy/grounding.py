"""Is every claim of a text backed by a row? Names each one that is not, and why."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cauce.core.business import Product, ShippingRate
from cauce.core.money import Money
from cauce.core.pricing import REST_OF_THE_COUNTRY
from cauce.core.reasons import Reason, because
from cauce.core.spelling import plain
from cauce.policy.backing import Backing, backing_of, names_of, passages_of
from cauce.policy.claims import Claim, claims_in

__all__ = ["Backing", "Unsupported", "backing_of", "unsupported"]

_SHIPPING = re.compile(
    r"\b(?:envios?|enviamos|delivery|deliver|domicilio|entrega|entregas|entregamos|shipping|ships?|"
    r"frete|despacho|llega|arrives|chega)\b"
)
_PICK_UP = re.compile(r"\b(?:retiro|retirar|retirada|recoger|pick ?-?up|collect)\b")
_WARRANTY = re.compile(r"\b(?:garantia|warranty|guarantee)\b")
_TIMES = re.compile(r"\W*(\d{1,5}) [×x] ")
_BARE_UNITS = re.compile(r"\S+ (?:unidades|unidad|unidade|units?)")


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A claim that nothing backs."""

    said: str
    why: Reason

    def __str__(self) -> str:
        return self.said


@dataclass(frozen=True, slots=True)
class _Passage:
    """One statement: the products and cities it names, and what it says apart from them."""

    text: str
    products: tuple[Product, ...]
    rates: tuple[ShippingRate, ...]
    shipping: bool
    warranty: bool


def unsupported(text: str, backing: Backing) -> tuple[Unsupported, ...]:
    """Every claim of the text that the backing does not hold, in the order of the text."""
    found: dict[str, Unsupported] = {}
    for written in passages_of(text):
        folded = plain(written)
        if _word_for_word(folded.strip(" .!"), backing.verbatim):
            continue
        passage = _look(written, folded, backing)
        for claim in claims_in(_without_names(written, passage.products, backing)):
            why = _why_not(claim, passage, backing)
            if why is not None:
                found.setdefault(claim.said, Unsupported(claim.said, why))
    return tuple(found.values())


def _word_for_word(passage: str, texts: str) -> bool:
    """Whether a cited text says just this: "$12" is not what a text with "$120" says."""
    whole = rf"(?<![\w.,]){re.escape(passage)}(?!\w|[.,]\d)"
    return bool(passage) and re.search(whole, texts) is not None


def _look(written: str, folded: str, backing: Backing) -> _Passage:
    rates = [
        rate
        for rate in backing.rates
        if rate.city != REST_OF_THE_COUNTRY
        and re.search(rf"\b{re.escape(plain(rate.city))}\b", folded)
    ]
    longest = [
        rate
        for rate in rates
        if not any(plain(rate.city) in plain(o.city) and o is not rate for o in rates)
    ]
    products = [one for one in backing.products if any(name in folded for name in names_of(one))]
    return _Passage(
        written,
        tuple(products),
        tuple(longest),
        bool(_SHIPPING.search(folded)) and not _PICK_UP.search(folded),
        bool(_WARRANTY.search(folded)),
    )


def _without_names(written: str, named: Sequence[Product], backing: Backing) -> str:
    """A product's own name and features hold figures ("15.6", "3 unidades") that claim nothing."""
    rest = written
    for product in named or backing.products:
        phrases = [product.name, *product.names.values(), *product.features]
        for phrase in sorted(phrases, key=len, reverse=True):
            if phrase.casefold() in rest.casefold():
                rest = re.sub(re.escape(phrase), " ", rest, flags=re.IGNORECASE)
    return rest


def _why_not(claim: Claim, passage: _Passage, backing: Backing) -> Reason | None:
    """None when the claim is backed."""
    if claim.kind == "money":
        return _money(claim, passage, backing)
    if claim.kind in ("stock", "available", "gone"):
        return _stock(claim, passage, backing)
    if claim.kind == "days":
        return _days(claim, passage, backing)
    if claim.kind == "months":
        return _months(claim, passage, backing)
    if claim.kind == "free_shipping":
        return _free(passage, backing)
    if claim.kind == "extra" and _in_products(claim.said, backing):
        return None
    if (claim.kind, claim.value) in backing.told or _holds(claim, backing):
        return None
    return because("no record says “{said}”", said=claim.said)


def _holds(claim: Claim, backing: Backing) -> bool:
    if claim.kind == "percent":
        percent = claim.value
        return isinstance(percent, Decimal) and f"{percent:f}" in backing.percents
    if claim.kind == "code":
        return str(claim.value) in backing.codes or _in_products(str(claim.value), backing)
    allowed: dict[str, frozenset[object]] = {
        "units": frozenset(backing.units),
        "instalments": frozenset(backing.instalments),
        "date": frozenset(backing.dates),
        "time": frozenset(backing.times),
        "link": frozenset(backing.links),
        "email": frozenset(backing.emails),
    }
    if claim.kind == "time" and claim.said.endswith("h") and isinstance(claim.value, tuple):
        # "batería 6 h" is how long, not when.
        return claim.value in backing.times or _attribute(claim.value[0], backing)
    if claim.kind in allowed:
        return claim.value in allowed[claim.kind]
    if claim.kind == "phone":
        digits = str(claim.value)
        return any(digits == one or one.endswith(digits) for one in backing.phones)
    if claim.kind == "hours_long":
        return _in_products(claim.said, backing) or _attribute(claim.value, backing)
    return False


def _in_products(said: str, backing: Backing) -> bool:
    wanted = plain(said)
    return any(wanted in plain(text) for one in backing.products for text in _texts(one))


def _attribute(value: object, backing: Backing) -> bool:
    return any(value in product.attributes.values() for product in backing.products)


def _texts(product: Product) -> Iterable[str]:
    yield from (product.name, product.sku, product.description, *product.features)
    yield from product.names.values()
    yield from product.descriptions.values()
    yield from (str(value) for value in product.attributes.values())


def _money(claim: Claim, passage: _Passage, backing: Backing) -> Reason | None:
    if claim.currencies and backing.currency not in claim.currencies:
        return because("“{said}” is not in {currency}", said=claim.said, currency=backing.currency)
    amount = Money(Decimal(str(claim.value)), backing.currency)
    own = {_even(one.price) for one in passage.products} | _multiples(passage)
    rates = _rates_of(passage, backing)
    sent = {_even(one) for rate in rates for one in (rate.price, rate.free_from) if one}
    general = {_even(one) for one in backing.amounts}
    told = ("money", claim.value) in backing.told
    if amount in general or amount in own:
        return None
    if passage.shipping or passage.rates:
        if amount in sent or (told and not passage.rates):
            return None
        return because("no delivery rate there is “{said}”", said=claim.said)
    if passage.products:
        if told or amount in sent:
            return None
        return because("“{said}” is not the price of what it is said of", said=claim.said)
    if told or amount in sent or amount in {_even(one.price) for one in backing.products}:
        return None
    return because("no record says “{said}”", said=claim.said)


def _multiples(passage: _Passage) -> set[Money]:
    """ "3 × Mouse: $44.97": so many times the price of the one product it names."""
    counted = _TIMES.match(plain(passage.text))
    if counted is None or len(passage.products) != 1:
        return set()
    return {_even(passage.products[0].price.times(int(counted[1])))}


def _even(money: Money) -> Money:
    return Money(money.amount.normalize() + 0, money.currency)


def _rates_of(passage: _Passage, backing: Backing) -> Sequence[ShippingRate]:
    """Those of the cities it names, else of the order's city, else all."""
    if passage.rates:
        return passage.rates
    if backing.city is not None:
        own = [rate for rate in backing.rates if plain(rate.city) == plain(backing.city)]
        rest = [rate for rate in backing.rates if rate.city == REST_OF_THE_COUNTRY]
        return own or rest
    return backing.rates


def _stock(claim: Claim, passage: _Passage, backing: Backing) -> Reason | None:
    about = passage.products or backing.products
    if claim.kind == "stock":
        if any(product.stock == claim.value for product in about):
            return None
        # "5 % desde 10 unidades" counts what is bought, "quedan 10" what is left.
        bought = claim.value in backing.units and bool(_BARE_UNITS.fullmatch(claim.said))
        if bought or ("stock", claim.value) in backing.told:
            return None
        return because("the stock is not what “{said}” says", said=claim.said)
    if len(passage.products) != 1:
        return None
    product = passage.products[0]
    if claim.kind == "gone" and product.available:
        return because("it is in stock, not “{said}”", said=claim.said)
    if claim.kind == "available" and not product.available:
        return because("it is out of stock, not “{said}”", said=claim.said)
    return None


def _days(claim: Claim, passage: _Passage, backing: Backing) -> Reason | None:
    spans = {(rate.days_min, rate.days_max) for rate in _rates_of(passage, backing)}
    told = ("days", claim.value) in backing.told
    if passage.rates:
        if claim.value in spans:
            return None
        return because("delivery there does not take “{said}”", said=claim.said)
    if claim.value in spans and (passage.shipping or not claim.said.isdigit()):
        return None
    if claim.value in backing.days or told:
        return None
    return because("no record says “{said}”", said=claim.said)


def _months(claim: Claim, passage: _Passage, backing: Backing) -> Reason | None:
    about = passage.products or backing.products
    known = {
        backing.default_warranty if one.warranty_months is None else one.warranty_months
        for one in about
    }
    if not passage.products:
        known.add(backing.default_warranty)
        known |= set(backing.instalments)
    if claim.value in known:
        return None
    if not passage.products and ("months", claim.value) in backing.told:
        return None
    if passage.products and not passage.warranty and _in_products(claim.said, backing):
        return None
    return because("no record says “{said}”", said=claim.said)


def _free(passage: _Passage, backing: Backing) -> Reason | None:
    if not passage.shipping:
        return None
    rates = _rates_of(passage, backing)
    nothing = any(rate.price.amount == 0 for rate in rates)
    from_so_much = {_even(rate.free_from) for rate in rates if rate.free_from is not None}
    if (
        nothing
        or not backing.rates
        or (from_so_much and _tells_from(passage, backing, from_so_much))
    ):
        return None
    return because("delivery there is never free")


def _tells_from(passage: _Passage, backing: Backing, from_so_much: set[Money]) -> bool:
    """Free from an amount it names, for an order that reached it, or as a cited text says."""
    named = {
        _even(Money(Decimal(str(claim.value)), backing.currency))
        for claim in claims_in(passage.text)
        if claim.kind == "money"
    }
    free_order = Money(Decimal(0), backing.currency) in {_even(one) for one in backing.amounts}
    return bool(named & from_so_much) or free_order or ("free_shipping", None) in backing.told
