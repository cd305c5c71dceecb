"""The business file: one JSON document with everything Cauce must know to serve a business."""

from collections.abc import Iterator
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from cauce.core.money import exponent
from cauce.knowledge.business_catalogue import FaqEntry, PolicyEntry, ProductEntry
from cauce.knowledge.business_people import DemoData, TeamMember
from cauce.knowledge.business_profile import Profile
from cauce.knowledge.business_terms import Entry, plain, repeated


class BusinessFile(Entry):
    """A whole business: its profile, catalogue, answers, policies and team."""

    schema_address: Annotated[
        str | None,
        Field(alias="$schema", description="For editors that check the file while you write."),
    ] = None
    profile: Profile
    products: Annotated[tuple[ProductEntry, ...], Field(max_length=100_000)] = ()
    faqs: Annotated[tuple[FaqEntry, ...], Field(max_length=5_000)] = ()
    policies: Annotated[tuple[PolicyEntry, ...], Field(max_length=200)] = ()
    team: Annotated[tuple[TeamMember, ...], Field(max_length=1_000)] = ()
    demo: DemoData | None = None

    @model_validator(mode="after")
    def _parts_agree(self) -> Self:
        problems = [
            *_written_twice(self),
            *_unknown_in_discounts(self),
            *_unknown_in_demo(self),
            *_amounts_the_currency_cannot_pay(self),
        ]
        if problems:
            # All at once: whoever wrote the file by hand should not find them one by one.
            raise ValueError("; ".join(problems))
        return self


def _written_twice(file: BusinessFile) -> Iterator[str]:
    for sku in repeated([product.sku for product in file.products]):
        yield f"products: the sku {sku!r} is written twice"
    for email in repeated([member.email for member in file.team]):
        yield f"team: the email {email!r} is written twice"
    for kind in repeated([one.kind for one in file.policies if one.kind != "other"]):
        yield f"policies: there are two of kind {kind!r}, so answers could contradict"
    wordings = [text for faq in file.faqs for text in (faq.question, *faq.alternatives)]
    for wording in repeated(wordings):
        yield f"faqs: {wording!r} is asked in two entries, so answers could contradict"


def _unknown_in_discounts(file: BusinessFile) -> Iterator[str]:
    skus = {product.sku for product in file.products}
    categories = {plain(product.category) for product in file.products}
    for place, rule in enumerate(file.profile.discount_rules):
        where = f"profile.discount_rules[{place}]"
        for sku in rule.product_skus:
            if sku not in skus:
                yield f"{where}.product_skus: no product has the sku {sku!r}"
        for category in rule.categories:
            if plain(category) not in categories:
                yield f"{where}.categories: no product is in the category {category!r}"


def _unknown_in_demo(file: BusinessFile) -> Iterator[str]:
    skus = {product.sku for product in file.products}
    for place, order in enumerate(file.demo.orders if file.demo else []):
        for item in order.items:
            if item.sku not in skus:
                yield f"demo.orders[{place}].items: no product has the sku {item.sku!r}"


def _amounts_the_currency_cannot_pay(file: BusinessFile) -> Iterator[str]:
    """Yen, guaraníes or Chilean pesos have no cents: a price with cents is a typing error."""
    home = file.profile.currency
    amounts = [
        *(
            (f"products[{n}].price", one.currency or home, one.price)
            for n, one in enumerate(file.products)
        ),
        *(
            (f"profile.shipping[{n}].price", home, one.price)
            for n, one in enumerate(file.profile.shipping)
        ),
    ]
    for where, currency, amount in amounts:
        if amount != round(amount, exponent(currency)):
            yield f"{where}: {amount} has more decimals than {currency} has"


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) that editors and other programs check a file against."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **BusinessFile.model_json_schema(by_alias=True),
        "title": "Cauce business file",
    }
