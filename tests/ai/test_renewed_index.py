"""An order or a new price costs no filing of the whole catalogue, and is seen all the same."""

from dataclasses import replace
from pathlib import Path

import pytest

from cauce.ai.embedded.mind import EmbeddedMind
from cauce.ai.embedded.reader import EmbeddedReader
from cauce.ai.embedded.search import BusinessIndex
from cauce.core.business import Knowledge
from cauce.core.money import Money
from tests.ai.demo_talks import business_of

SHOP, INDEX = business_of("electro_istmo")


def changed(**fields: object) -> Knowledge:
    """The shop with its third product changed."""
    rows = list(SHOP.products)
    rows[2] = replace(rows[2], **fields)  # type: ignore[arg-type]
    return replace(SHOP, version=SHOP.version + 1, products=tuple(rows))


@pytest.mark.parametrize("fields", [{"stock": 0}, {"price": Money.of_minor(1, "USD")}])
def test_stock_and_prices_are_looked_up_and_not_filed_again(fields: dict[str, object]) -> None:
    later = changed(**fields)
    renewed = INDEX.renewed(later)
    assert renewed is not None
    sku = SHOP.products[2].sku
    for found in (
        renewed.product(sku),
        renewed.find_products(SHOP.products[2].name)[0].product,
        next(
            one
            for head in renewed.products.heads_of(sku)
            for one in renewed.products.of_thing(head)
            if one.sku == sku
        ),
    ):
        assert found is later.products[2]
    # Whoever is still answering with the old one sees the old figures throughout.
    assert INDEX.product(sku) is SHOP.products[2]
    assert INDEX.find_products(SHOP.products[2].name)[0].product is SHOP.products[2]


def test_it_finds_what_a_fresh_one_finds() -> None:
    later = changed(stock=0)
    renewed, fresh = INDEX.renewed(later), BusinessIndex(later)
    assert renewed is not None
    for words in ("laptop dell", "heladera", "aire 24,000 BTU", "selular"):
        assert renewed.find_products(words) == fresh.find_products(words)


@pytest.mark.parametrize(
    "later",
    [
        changed(name="Otra cosa"),
        changed(synonyms=("cosito",)),
        replace(SHOP, products=SHOP.products[1:]),
        replace(SHOP, products=(SHOP.products[1], SHOP.products[0], *SHOP.products[2:])),
        replace(SHOP, faqs=SHOP.faqs[1:]),
        replace(SHOP, policies=SHOP.policies[1:]),
    ],
    ids=["name", "synonym", "one less", "another order", "question", "policy"],
)
def test_other_words_are_filed_afresh(later: Knowledge) -> None:
    assert INDEX.renewed(later) is None


async def test_the_mind_goes_on_from_the_index_it_has(model_cache: Path) -> None:
    mind = EmbeddedMind(EmbeddedReader.load(model_cache))
    before = await mind.index(SHOP)
    after = await mind.index(changed(stock=0))
    assert after.products._postings is before.products._postings
    assert (await mind.index(changed(stock=0))) is after
