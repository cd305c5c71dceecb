"""What the business says about itself: profile, catalogue, questions and policies.

The truth that answers are made from and checked against; built from the database, never from prose.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Literal

from cauce.core.labels import Language
from cauce.core.money import Money

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
AddressForm = Literal["tú", "usted", "vos"]
PolicyKind = Literal[
    "shipping", "returns", "warranty", "privacy", "payment", "cancellation", "other"
]
Texts = Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class Hours:
    """Open on `days` from `opens` to `closes`, local time of the business."""

    days: tuple[Weekday, ...]
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day with other hours; closed all day when `opens` is None."""

    date: date
    name: str
    opens: time | None = None
    closes: time | None = None
    names: Texts = field(default_factory=dict)

    def name_in(self, language: Language) -> str:
        return self.names.get(language, self.name)


@dataclass(frozen=True, slots=True)
class Branch:
    name: str
    address: str
    city: str
    phone: str | None = None
    hours: tuple[Hours, ...] = ()
    map_url: str | None = None


@dataclass(frozen=True, slots=True)
class ShippingRate:
    """Delivery to a city; `*` is the rest of the country. Days are working days."""

    city: str
    price: Money
    days_min: int
    days_max: int
    free_from: Money | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """`instalments` is the longest plan in months without interest, 0 when there is none.

    `online`: the money comes in while they look at the payment page, or not at all.
    """

    code: str
    name: str
    details: str | None = None
    instalments: int = 0
    online: bool = False


@dataclass(frozen=True, slots=True)
class DiscountRule:
    """A discount that really exists; with a `code` it must be typed, without one it applies."""

    name: str
    percent: Decimal
    code: str | None = None
    min_quantity: int | None = None
    min_total: Money | None = None
    skus: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    names: Texts = field(default_factory=dict)

    def name_in(self, language: Language) -> str:
        return self.names.get(language, self.name)


@dataclass(frozen=True, slots=True)
class Profile:
    """Who the business is. `high_value` is the order size that a person should see."""

    name: str
    kind: str
    language: Language
    currency: str
    country: str
    time_zone: str
    address_form: AddressForm = "tú"
    assistant_name: str = "Cauce"
    description: Texts = field(default_factory=dict)
    hours: tuple[Hours, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    branches: tuple[Branch, ...] = ()
    contacts: Mapping[str, str] = field(default_factory=dict)
    payment_methods: tuple[PaymentMethod, ...] = ()
    shipping: tuple[ShippingRate, ...] = ()
    pickup_available: bool = False
    pickup_note: str | None = None
    returns_days: int | None = None
    returns_conditions: str | None = None
    warranty_months: int | None = None
    warranty_conditions: str | None = None
    discount_rules: tuple[DiscountRule, ...] = ()
    high_value: Money | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """Something sold. `stock` None means a service, which is not counted."""

    id: str
    sku: str
    name: str
    category: str
    price: Money
    stock: int | None
    description: str = ""
    features: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    attributes: Mapping[str, str | int | float] = field(default_factory=dict)
    names: Texts = field(default_factory=dict)
    descriptions: Texts = field(default_factory=dict)
    low_stock_level: int = 0
    warranty_months: int | None = None
    duration_minutes: int | None = None
    images: tuple[str, ...] = ()
    link: str | None = None

    @property
    def available(self) -> bool:
        return self.stock is None or self.stock > 0

    def name_in(self, language: Language) -> str:
        return self.names.get(language, self.name)


@dataclass(frozen=True, slots=True)
class Faq:
    id: str
    question: str
    answer: str
    language: Language
    topic: str = "other"
    alternatives: tuple[str, ...] = ()
    questions: Texts = field(default_factory=dict)
    answers: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Policy:
    id: str
    kind: PolicyKind
    title: str
    text: str
    titles: Texts = field(default_factory=dict)
    texts: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All of it, as it stood at `version` (a number that grows with every change)."""

    version: int
    profile: Profile
    products: tuple[Product, ...] = ()
    faqs: tuple[Faq, ...] = ()
    policies: tuple[Policy, ...] = ()

    def product(self, sku: str) -> Product | None:
        return next((product for product in self.products if product.sku == sku), None)
