"""A stored message as the widget shows it: texts, chips, product cards and the order's figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from cauce.channels.webchat.parse import client_id
from cauce.core.amounts import written
from cauce.core.business import Product
from cauce.core.files import SHOWN
from cauce.core.labels import Language
from cauce.core.money import Money

Json = dict[str, Any]
_STOCK: Final[Mapping[str, Mapping[Language, str]]] = {
    "in": {"es": "Disponible", "en": "In stock", "pt": "Disponível"},
    "low": {"es": "Quedan {n}", "en": "{n} left", "pt": "Restam {n}"},
    "out": {"es": "Agotado", "en": "Out of stock", "pt": "Esgotado"},
}


@dataclass(frozen=True, slots=True)
class Stored:
    """A message row, as far as the widget may know it."""

    id: str
    conversation: str
    sequence: int
    sender: str
    kind: str
    text: str
    at: datetime
    status: str
    agent: str | None = None
    provider_id: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    files: tuple["StoredFile", ...] = ()


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a message; `link` opens it for a while."""

    name: str
    type: str
    link: str


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """An order of this visitor: what was ordered, what it costs, and where it is paid."""

    number: str
    status: str
    lines: tuple[tuple[str, int, Money], ...]
    discount: Money
    shipping: Money
    total: Money
    link: str
    ships: bool = True


def render(
    message: Stored,
    products: Mapping[str, Product],
    language: Language,
    order: PlacedOrder | None = None,
) -> Json:
    """Prices and stock are those of this moment. `order` is the placed one the text speaks of."""
    shown: Json = {
        "id": message.id,
        "conversation": message.conversation,
        "sequence": message.sequence,
        "sender": message.sender,
        "kind": message.kind,
        "text": message.text,
        "at": message.at.isoformat(),
        "status": message.status,
    }
    if message.agent:
        shown["agent"] = message.agent
    if message.sender == "customer":
        shown["client_id"] = client_id(message.provider_id)
        return shown
    extra = message.extra
    if message.files:
        shown["files"] = [_file(one) for one in message.files]
    shown["quick_replies"] = [
        {"title": reply["title"], "says": reply["says"]} for reply in extra.get("quick_replies", ())
    ]
    shown["cards"] = [
        card(products[sku], language) for sku in extra.get("cards", ()) if sku in products
    ]
    if order is not None:
        shown["order"] = _placed(order)
    elif extra.get("summary"):
        shown["order"] = _draft(extra["summary"], products, language)
    return shown


def _file(file: StoredFile) -> Json:
    """`as` is how the browser shows it; None: it is saved."""
    shown = file.type.partition("/")[0] if file.type in SHOWN else None
    return {"name": file.name, "url": file.link, "as": shown}


def card(product: Product, language: Language) -> Json:
    image = next((one for one in product.images if one.startswith(("https://", "/"))), None)
    level = _level(product)
    return {
        "sku": product.sku,
        "name": product.name_in(language),
        "price": written(product.price),
        "image": image,
        "link": product.link,
        "category": product.category,
        "stock": level,
        "stock_label": _STOCK[level][language].format(n=product.stock) if level else None,
    }


def _level(product: Product) -> str | None:
    """How much is left, in a word; a service has no stock to speak of."""
    if product.stock is None:
        return None
    if product.stock <= 0:
        return "out"
    return "low" if product.stock <= product.low_stock_level else "in"


def _placed(order: PlacedOrder) -> Json:
    return {
        "number": order.number,
        "status": order.status,
        "lines": [
            {"name": name, "quantity": quantity, "total": written(total)}
            for name, quantity, total in order.lines
        ],
        "discount": written(order.discount) if order.discount.minor else None,
        "shipping": _delivery(order.shipping) if order.ships else None,
        "total": written(order.total),
        "link": order.link,
    }


def _draft(summary: Mapping[str, Any], products: Mapping[str, Product], language: Language) -> Json:
    """What the customer was asked to say yes to; the total is the one they were told."""
    shipping, total = _money(summary["shipping"]), _money(summary["total"])
    goods = Money(Decimal(0), total.currency)
    lines: list[Json] = []
    for line in summary["lines"]:
        product = products.get(line["sku"])
        price = None if product is None else product.price.times(line["quantity"])
        name = line["sku"] if product is None else product.name_in(language)
        goods = goods if price is None else goods + price
        lines.append(
            {
                "name": name,
                "quantity": line["quantity"],
                "total": None if price is None else written(price),
            }
        )
    saved = goods + shipping - total
    return {
        "number": None,
        "status": "draft",
        "lines": lines,
        "discount": written(saved) if saved.minor > 0 else None,
        "shipping": _delivery(shipping) if summary.get("delivery") == "ship" else None,
        "total": written(total),
        "link": None,
    }


def _delivery(cost: Money) -> str:
    """Empty when it is free, which the widget says in words."""
    return written(cost) if cost.minor else ""


def _money(stored: Mapping[str, Any]) -> Money:
    return Money(Decimal(str(stored["amount"])), stored["currency"])
