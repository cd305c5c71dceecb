"""A business file becomes the same knowledge every time, with nothing lost on the way."""

from decimal import Decimal
from importlib.resources import files

import pytest

from cauce.core.business import Knowledge
from cauce.core.money import Money
from cauce.knowledge.business_file import BusinessFile
from cauce.knowledge.snapshot import from_file


def _file(name: str) -> BusinessFile:
    text = (files("cauce.demo") / f"{name}.json").read_text("utf-8")
    return BusinessFile.model_validate_json(text)


@pytest.mark.parametrize("name", ["electro_istmo", "clinica_sonrisa"])
def test_everything_in_the_file_is_in_the_knowledge(name: str) -> None:
    file = _file(name)
    knowledge = from_file(file)
    assert len(knowledge.products) == len(file.products)
    assert len(knowledge.faqs) == len(file.faqs)
    assert len(knowledge.policies) == len(file.policies)
    ids = [
        row.id for rows in (knowledge.products, knowledge.faqs, knowledge.policies) for row in rows
    ]
    assert len(set(ids)) == len(ids)
    assert from_file(file) == knowledge


def test_money_takes_the_currency_of_the_business() -> None:
    knowledge: Knowledge = from_file(_file("clinica_sonrisa"))
    assert {one.price.currency for one in knowledge.products} == {"COP"}
    assert knowledge.profile.high_value == Money(Decimal("5000000.00"), "COP")
    assert all(one.stock is None for one in knowledge.products)


def test_a_product_keeps_its_own_words_in_every_language() -> None:
    file = _file("electro_istmo")
    for entry, product in zip(file.products, from_file(file).products, strict=True):
        assert product.name == entry.name
        assert product.names == {lang: one.name for lang, one in entry.translations.items()}
        assert product.stock == entry.stock
        assert product.low_stock_level == entry.low_stock_level
