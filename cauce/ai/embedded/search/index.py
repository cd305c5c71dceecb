"""Everything a business can be asked about, ready to be searched; one for each `Knowledge`."""

from cauce.ai.embedded.search.answers import AnswerHit, AnswerIndex
from cauce.ai.embedded.search.products import ProductHit, ProductIndex, Query
from cauce.ai.embedded.search.terms import Term, terms_of
from cauce.core.business import Knowledge, Product


class BusinessIndex:
    """Built once for a version of the knowledge; reading it changes nothing."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.version = knowledge.version
        self.products = ProductIndex(knowledge.products)
        self.answers = AnswerIndex(knowledge.faqs, knowledge.policies)
        self._by_sku = {product.sku: product for product in knowledge.products}

    def product(self, sku: str) -> Product | None:
        return self._by_sku.get(sku)

    def query(self, text: str | tuple[Term, ...]) -> Query:
        return self.products.query(terms_of(text) if isinstance(text, str) else text)

    def find_products(self, text: str, limit: int = 12) -> list[ProductHit]:
        return self.products.search(self.query(text), limit)

    def find_answers(self, text: str, limit: int = 3) -> list[AnswerHit]:
        return self.answers.search(text, limit)
