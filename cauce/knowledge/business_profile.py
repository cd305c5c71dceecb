"""The business itself: name, hours, places, ways to pay, what delivery costs, its promises."""

from datetime import date
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from cauce.core.business import AddressForm, Weekday
from cauce.core.labels import Language
from cauce.knowledge.business_terms import (
    Amount,
    ClockTime,
    Code,
    Country,
    Currency,
    Days,
    Email,
    Entry,
    Line,
    Link,
    Months,
    Name,
    Paragraph,
    Percent,
    Phone,
    Sku,
    TimeZone,
    YesNo,
    repeated,
)
from cauce.knowledge.wording import wrong

REST_OF_THE_COUNTRY = "*"
Names = Annotated[
    dict[Language, Name],
    Field(
        description="The name in other languages; without one it is left out there.",
        examples=[{"en": "Christmas", "pt": "Natal"}],
    ),
]


class OpeningHours(Entry):
    """One stretch of opening time, the same on each of its days; a lunch break makes two."""

    days: Annotated[
        tuple[Weekday, ...], Field(min_length=1, max_length=7, examples=[["mon", "tue", "wed"]])
    ]
    opens: Annotated[ClockTime, Field(examples=["09:00"])]
    closes: Annotated[ClockTime, Field(examples=["18:00"], description="Later than opens.")]

    @field_validator("days")
    @classmethod
    def _each_day_once(cls, days: tuple[Weekday, ...]) -> tuple[Weekday, ...]:
        if twice := repeated(list(days)):
            raise wrong("'{day}' is written twice", day=twice[0])
        return days

    @model_validator(mode="after")
    def _closes_after_opening(self) -> Self:
        if self.closes <= self.opens:
            raise wrong("closes must be later than opens (open until midnight: 23:59)")
        return self


def no_overlap(hours: tuple[OpeningHours, ...]) -> tuple[OpeningHours, ...]:
    """Two stretches of one day must not overlap, or nobody knows which one holds."""
    stretches = sorted((day, one.opens, one.closes) for one in hours for day in one.days)
    for (day, _, closes), (next_day, opens, _) in pairwise(stretches):
        if day == next_day and opens < closes:
            raise wrong("the opening hours of '{day}' overlap", day=day)
    return hours


class Holiday(Entry):
    """A day with other hours: closed unless opens and closes are given."""

    date: Annotated[date, Field(examples=["2026-12-25"])]
    name: Annotated[Name, Field(examples=["Navidad"])]
    names: Annotated[Names, Field(default_factory=dict)]
    opens: Annotated[ClockTime | None, Field(description="Empty: closed all day.")] = None
    closes: Annotated[ClockTime | None, Field(description="Empty: closed all day.")] = None

    @model_validator(mode="after")
    def _both_hours_or_none(self) -> Self:
        if (self.opens is None) != (self.closes is None):
            raise wrong("opens and closes are given together, or neither (closed all day)")
        if self.opens is not None and self.closes is not None and self.closes <= self.opens:
            raise wrong("closes must be later than opens")
        return self


class Branch(Entry):
    """A place customers can visit."""

    name: Annotated[Name, Field(examples=["Vía España"])]
    address: Annotated[Line, Field(examples=["Vía España, Edificio Plaza Regency, local 4"])]
    city: Annotated[Name, Field(examples=["Ciudad de Panamá"])]
    phone: Phone | None = None
    hours: Annotated[
        tuple[OpeningHours, ...],
        Field(max_length=20, description="Empty: the hours of the profile."),
    ] = ()
    map_url: Link | None = None

    _hours_do_not_overlap = field_validator("hours")(no_overlap)


class Contacts(Entry):
    """Where people can reach the business outside this conversation."""

    phone: Annotated[Phone | None, Field(examples=["+507 200-0101"])] = None
    whatsapp: Annotated[Phone | None, Field(examples=["+507 6000-0101"])] = None
    email: Annotated[Email | None, Field(examples=["hola@mitienda.example"])] = None
    website: Annotated[Link | None, Field(examples=["https://mitienda.example"])] = None
    instagram: Annotated[Line | None, Field(examples=["@mitienda"])] = None
    facebook: Annotated[Line | None, Field(examples=["mitienda"])] = None


class PaymentMethod(Entry):
    """One way to pay."""

    code: Annotated[Code, Field(examples=["card", "cash", "yappy", "pse", "pix"])]
    name: Annotated[Name, Field(examples=["Tarjeta de crédito o débito"])]
    details: Annotated[Paragraph | None, Field(description="What a customer must know.")] = None
    installments: Annotated[
        Annotated[int, Field(strict=True, ge=2, le=60)] | None,
        Field(description="The most monthly payments without interest; empty: none."),
    ] = None
    online: Annotated[
        YesNo,
        Field(description="Paid at once: unpaid after 48 hours, such an order is cancelled."),
    ] = False


class ShippingRate(Entry):
    """What delivery to one city costs and how many working days it takes."""

    city: Annotated[
        Name, Field(examples=["David", "*"], description='"*" is the rest of the country.')
    ]
    price: Annotated[Amount, Field(examples=["5.00"])]
    days_min: Days
    days_max: Annotated[Days, Field(description="Not less than days_min.")]
    free_from: Annotated[
        Amount | None, Field(description="Order total from which delivery costs nothing.")
    ] = None
    note: Line | None = None

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.days_max < self.days_min:
            raise wrong("days_max must not be less than days_min")
        return self


class Pickup(Entry):
    """Whether customers may collect their order."""

    available: YesNo
    note: Line | None = None


class Returns(Entry):
    """How long a customer may bring something back."""

    days: Annotated[Days, Field(description="0: no returns.", examples=[15])]
    conditions: Paragraph


class WarrantyTerms(Entry):
    """The warranty of everything that does not name its own."""

    default_months: Annotated[Months, Field(examples=[12])]
    conditions: Paragraph


class DiscountRule(Entry):
    """A discount the business really gives; Cauce offers no other."""

    name: Annotated[Name, Field(examples=["Compra por volumen"])]
    names: Annotated[Names, Field(default_factory=dict)]
    percent: Annotated[Percent, Field(examples=["5"])]
    code: Annotated[Code | None, Field(description="What the customer must say to get it.")] = None
    min_quantity: Annotated[
        Annotated[int, Field(strict=True, ge=2, le=1_000_000)] | None,
        Field(description="Units of one product from which it holds."),
    ] = None
    min_total: Annotated[Amount | None, Field(description="Order total from which it holds.")] = (
        None
    )
    product_skus: Annotated[tuple[Sku, ...], Field(description="Empty: all products.")] = ()
    categories: Annotated[tuple[Name, ...], Field(description="Empty: all categories.")] = ()
    valid_from: date | None = None
    valid_to: Annotated[date | None, Field(description="The last day it holds.")] = None

    @model_validator(mode="after")
    def _is_a_limited_promise(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise wrong("valid_to must not be before valid_from")
        limits = (self.code, self.min_quantity, self.min_total, self.product_skus, self.categories)
        if not any(limits):
            raise wrong(
                "a discount needs a code, min_quantity, min_total, product_skus or categories: "
                "without one everybody gets it on everything, so lower the prices instead"
            )
        return self


class Escalation(Entry):
    """When a person of the team must take over."""

    high_value: Annotated[
        Amount, Field(description="Order value above which a person decides.", examples=["5000.00"])
    ]


class Profile(Entry):
    """Who the business is and what it promises; answers to customers are built from this."""

    name: Annotated[Name, Field(examples=["Electro Istmo"])]
    legal_name: Name | None = None
    kind: Literal["shop", "clinic", "distributor", "services"]
    description: Annotated[
        dict[Language, Paragraph],
        Field(min_length=1, description="By language; the main language must be there."),
    ]
    language: Annotated[Language, Field(description="Main language of the business.")] = "es"
    currency: Annotated[Currency, Field(description="ISO 4217.", examples=["USD", "COP"])]
    country: Annotated[Country, Field(description="ISO 3166.", examples=["PA", "CO"])]
    time_zone: Annotated[TimeZone, Field(examples=["America/Panama", "America/Bogota"])]
    address_form: Annotated[
        AddressForm, Field(description="How customers are addressed in Spanish.")
    ] = "tú"
    assistant_name: Annotated[Name, Field(examples=["Alba"])] = "Cauce"
    hours: Annotated[tuple[OpeningHours, ...], Field(max_length=20)] = ()
    holidays: Annotated[tuple[Holiday, ...], Field(max_length=200)] = ()
    branches: Annotated[tuple[Branch, ...], Field(max_length=500)] = ()
    contacts: Contacts = Contacts()
    payment_methods: Annotated[tuple[PaymentMethod, ...], Field(max_length=40)] = ()
    shipping: Annotated[
        tuple[ShippingRate, ...], Field(max_length=1_000, description="Empty: no delivery.")
    ] = ()
    pickup: Pickup | None = None
    returns: Returns | None = None
    warranty: WarrantyTerms | None = None
    discount_rules: Annotated[tuple[DiscountRule, ...], Field(max_length=200)] = ()
    escalation: Escalation | None = None

    _hours_do_not_overlap = field_validator("hours")(no_overlap)

    @field_validator("holidays")
    @classmethod
    def _each_date_once(cls, holidays: tuple[Holiday, ...]) -> tuple[Holiday, ...]:
        if twice := repeated([one.date.isoformat() for one in holidays]):
            raise wrong("'{date}' is written twice", date=twice[0])
        return holidays

    @field_validator("branches")
    @classmethod
    def _each_branch_once(cls, branches: tuple[Branch, ...]) -> tuple[Branch, ...]:
        if twice := repeated([one.name for one in branches]):
            raise wrong("branch '{name}' is written twice", name=twice[0])
        return branches

    @field_validator("payment_methods")
    @classmethod
    def _each_method_once(cls, methods: tuple[PaymentMethod, ...]) -> tuple[PaymentMethod, ...]:
        if twice := repeated([one.code for one in methods]):
            raise wrong("payment method '{name}' is written twice", name=twice[0])
        return methods

    @field_validator("shipping")
    @classmethod
    def _each_city_once(cls, rates: tuple[ShippingRate, ...]) -> tuple[ShippingRate, ...]:
        if twice := repeated([one.city for one in rates]):
            raise wrong("city '{city}' has two shipping rates", city=twice[0])
        return rates

    @field_validator("discount_rules")
    @classmethod
    def _each_code_once(cls, rules: tuple[DiscountRule, ...]) -> tuple[DiscountRule, ...]:
        if twice := repeated([one.code for one in rules if one.code]):
            raise wrong("discount code '{code}' is written twice", code=twice[0])
        return rules

    @model_validator(mode="after")
    def _described_in_its_language(self) -> Self:
        if self.language not in self.description:
            raise wrong(
                "description has no text in the main language '{language}'",
                language=self.language,
            )
        return self
