"""The tools of one draft, bound to one contact: whoever is asked for, only theirs comes back."""

from collections.abc import Mapping
from typing import Any

from cauce.ai.embedded.search import BusinessIndex
from cauce.ai.vendors.conversing import Tool
from cauce.ai.vendors.drafting import form
from cauce.ai.vendors.drafting.ordered import Priced, figures_of, priced
from cauce.ai.vendors.drafting.rows import order_row, product_row
from cauce.core.business import Faq, Product
from cauce.core.dialogue import Brief, Source
from cauce.core.labels import EscalationReason

_MOST = 8
_LEAST_SURE = 0.25
_ANSWERS = 3
_ORDERS = 5


class Bound:
    """Keeps what was looked up (`sources`), and what the model wants done; does none of it."""

    def __init__(self, brief: Brief, index: BusinessIndex) -> None:
        self._brief = brief
        self._index = index
        self.sources: dict[Source, None] = {}
        self.products: dict[str, Product] = {}
        self.priced: Priced | None = None
        self.wants_order = False
        self.hand_over: EscalationReason | None = None

    def tools(self) -> tuple[Tool, ...]:
        return (
            Tool(
                "search_products",
                "Finds products and services of the business: price, stock, features, warranty.",
                form.SearchProducts,
                self._search,
            ),
            Tool(
                "look_up",
                "Finds what the business says in its questions and policies.",
                form.LookUp,
                self._look_up,
            ),
            Tool("my_orders", "The orders of this customer.", form.MyOrders, self._orders),
            Tool(
                "quote",
                "What some products cost together, with discounts and delivery.",
                form.Quote,
                self._quote,
            ),
            Tool(
                "take_order",
                "Shows the customer the summary of an order, for them to confirm.",
                form.TakeOrder,
                self._take_order,
            ),
            Tool(
                "hand_over",
                "Gives the conversation to a person of the team.",
                form.HandOver,
                self._hand_over,
            ),
        )

    def know(self, product: Product) -> Mapping[str, Any]:
        """A product the model may speak of, as plain data."""
        self.products[product.sku] = product
        self.sources[Source("product", product.id)] = None
        language = self._brief.reading.language
        return product_row(product, self._brief.knowledge.profile, language)

    def _search(self, asked: form.SearchProducts) -> Mapping[str, Any]:
        most = max(1, min(_MOST, asked.most))
        hits = self._index.find_products(asked.words, most)
        found = [hit.product for hit in hits if hit.score >= _LEAST_SURE]
        if not found:
            wanted = asked.words.strip()
            found = [one for one in self._brief.knowledge.products if one.sku == wanted]
        return {"products": [self.know(product) for product in found]}

    def _look_up(self, asked: form.LookUp) -> Mapping[str, Any]:
        rows = []
        language = self._brief.reading.language
        for hit in self._index.find_answers(asked.question, _ANSWERS):
            if hit.score < _LEAST_SURE:
                continue
            row = hit.row
            if isinstance(row, Faq):
                self.sources[Source("faq", row.id)] = None
                rows.append(
                    {"question": row.question, "says": row.answers.get(language, row.answer)}
                )
            else:
                self.sources[Source("policy", row.id)] = None
                rows.append({"policy": row.title, "says": row.texts.get(language, row.text)})
        return {"found": rows}

    def _orders(self, asked: form.MyOrders) -> Mapping[str, Any]:
        wanted = (asked.number or "").strip().upper().lstrip("#")
        orders = [
            order
            for order in self._brief.customer.orders
            if not wanted or order.number.upper() == wanted
        ]
        for order in orders[:_ORDERS]:
            self.sources[Source("order", order.number)] = None
        profile = self._brief.knowledge.profile
        return {"orders": [order_row(order, profile) for order in orders[:_ORDERS]]}

    def _quote(self, asked: form.Quote) -> Mapping[str, Any]:
        return self._price(asked, None, None)

    def _take_order(self, asked: form.TakeOrder) -> Mapping[str, Any]:
        figures = self._price(asked, asked.payment, asked.name)
        if "error" not in figures:
            self.wants_order = True
        return figures

    def _price(self, asked: form.Quote, payment: str | None, name: str | None) -> Mapping[str, Any]:
        found = priced(asked, self._brief, payment, name)
        if isinstance(found, str):
            return {"error": found}
        self.priced = found
        for line in found.pricing.lines:
            self.know(line.product)
        if found.pricing.rule is not None:
            rule = found.pricing.rule
            self.sources[Source("discount", rule.code or rule.name)] = None
        return figures_of(found, self.products)

    def _hand_over(self, asked: form.HandOver) -> Mapping[str, Any]:
        self.hand_over = asked.reason
        return {"done": "A person of the team takes over after your answer."}
