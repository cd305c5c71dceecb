"""What the business sells and what it answers: products and services, questions, policies."""

from typing import Annotated, Literal, Self, get_args

from pydantic import Field, StrictBool, StrictFloat, StrictInt, StringConstraints, model_validator

from cauce.core.business import PolicyKind
from cauce.core.labels import Language
from cauce.knowledge.business_terms import (
    Count,
    Currency,
    Entry,
    Line,
    Link,
    LongText,
    Months,
    Name,
    Paragraph,
    Price,
    Sku,
    repeated,
)
from cauce.knowledge.wording import wrong

AttributeName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
AttributeText = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200)]
AttributeValue = AttributeText | StrictBool | StrictInt | StrictFloat

Topic = Literal[
    "shipping",
    "payment",
    "warranty",
    "returns",
    "hours",
    "location",
    "products",
    "orders",
    "account",
    "other",
]
TOPICS: tuple[str, ...] = get_args(Topic)


class ProductTranslation(Entry):
    """A product in another language."""

    name: Name
    description: Paragraph


class ProductEntry(Entry):
    """A product on the shelf, or a service when stock is empty."""

    sku: Annotated[Sku, Field(description="Your own code, used once.", examples=["LAP-DELL-3530"])]
    name: Annotated[Name, Field(examples=['Laptop Dell Inspiron 15 3530 de 15.6"'])]
    category: Annotated[Name, Field(examples=["Laptops"])]
    description: Paragraph
    features: Annotated[tuple[Line, ...], Field(max_length=30, examples=[["16 GB de RAM"]])] = ()
    price: Annotated[Price, Field(examples=["899.00"], description="What the customer pays.")]
    currency: Annotated[
        Currency | None, Field(description="Empty: the currency of the profile.")
    ] = None
    stock: Annotated[
        Count | None, Field(description="Units that can be sold now; null: a service, not counted.")
    ]
    low_stock_level: Annotated[
        Count, Field(description="Stock from which the team is told to buy more.")
    ] = 3
    images: Annotated[tuple[Link, ...], Field(max_length=20)] = ()
    link: Link | None = None
    warranty_months: Annotated[
        Months | None, Field(description="Empty: the default of the profile.")
    ] = None
    attributes: dict[AttributeName, AttributeValue] = Field(
        default_factory=dict,
        max_length=60,
        description="Facts that can be compared; numbers as numbers, the unit in the name.",
        examples=[{"brand": "Dell", "ram_gb": 16, "screen_in": 15.6}],
    )
    uses: Annotated[
        tuple[Line, ...], Field(max_length=30, examples=[["programación", "oficina"]])
    ] = ()
    synonyms: Annotated[
        tuple[Line, ...],
        Field(
            max_length=60, description="Other words customers use for it.", examples=[["nevera"]]
        ),
    ] = ()
    duration_minutes: Annotated[
        Annotated[int, Field(strict=True, ge=5, le=1_440)] | None,
        Field(description="How long an appointment takes; only for services."),
    ] = None
    translations: dict[Language, ProductTranslation] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _only_services_take_time(self) -> Self:
        if self.duration_minutes is not None and self.stock is not None:
            raise wrong("duration_minutes is for services, whose stock is null")
        return self


class FaqTranslation(Entry):
    """A question and its answer in another language."""

    question: Line
    answer: Paragraph


class FaqEntry(Entry):
    """A question customers ask, in several wordings, and the answer the business gives."""

    question: Annotated[Line, Field(examples=["¿Hacen envíos a David?"])]
    answer: Paragraph
    language: Language = "es"
    alternatives: Annotated[
        tuple[Line, ...], Field(max_length=60, description="Other ways to ask the same.")
    ] = ()
    topic: Topic = "other"
    translations: dict[Language, FaqTranslation] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _each_wording_once(self) -> Self:
        if twice := repeated([self.question, *self.alternatives]):
            raise wrong("alternatives repeat the wording '{wording}'", wording=twice[0])
        if self.language in self.translations:
            raise wrong(
                "translations hold '{language}', the entry's own language", language=self.language
            )
        return self


class PolicyTranslation(Entry):
    """A policy in another language."""

    title: Name
    text: LongText


class PolicyEntry(Entry):
    """A policy in the words of the business."""

    kind: PolicyKind
    title: Annotated[Name, Field(examples=["Política de devoluciones"])]
    text: LongText
    translations: dict[Language, PolicyTranslation] = Field(default_factory=dict)
