"""Everything a business can be asked about, ready to be searched; one for each `Knowledge`."""

from copy import copy
from dataclasses import replace

from cauce.ai.embedded.search.answers import AnswerHit, AnswerIndex
from cauce.ai.embedded.search.products import ProductHit, ProductIndex, Query
from cauce.ai.embedded.search.terms import Term, terms_of
from cauce.core.business import Knowledge, Product
from cauce.core.money import Money

_ANY_PRICE = Money.of_minor(0, "USD")


class BusinessIndex:
    """Built once for a version of the knowledge; reading it changes nothing."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self.products = ProductIndex(knowledge.products)
        self.answers = AnswerIndex(knowledge.faqs, knowledge.policies)
        self._by_sku = {product.sku: product for product in knowledge.products}

    def renewed(self, knowledge: Knowledge) -> "BusinessIndex | None":
        """The same index over the rows of `knowledge`; None where their texts are others.

        An order or a new price changes no word, and the words are what takes long to file.
        """
        known = self._knowledge
        if not _same_texts(known, knowledge):
            return None
        fresh = copy(self)
        fresh._knowledge = knowledge
        fresh.products = copy(self.products)
        fresh.products.products = knowledge.products
        fresh._by_sku = {product.sku: product for product in knowledge.products}
        return fresh

    def product(self, sku: str) -> Product | None:
        return self._by_sku.get(sku)

    def query(self, text: str | tuple[Term, ...]) -> Query:
        return self.products.query(terms_of(text) if isinstance(text, str) else text)

    def find_products(self, text: str, limit: int = 12) -> list[ProductHit]:
        return self.products.search(self.query(text), limit)

    def find_answers(self, text: str, limit: int = 3) -> list[AnswerHit]:
        return self.answers.search(text, limit)


def _same_texts(before: Knowledge, after: Knowledge) -> bool:
    if (before.faqs, before.policies) != (after.faqs, after.policies):
        return False
    if len(before.products) != len(after.products):
        return False
    return all(
        one is other or _told(one) == _told(other)
        for one, other in zip(before.products, after.products, strict=True)
    )


def _told(product: Product) -> Product:
    """The product as its texts describe it, whatever it costs and however many are left."""
    return replace(product, price=_ANY_PRICE, stock=None)
