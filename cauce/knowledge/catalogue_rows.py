"""Entries of the business file as rows of the catalogue's tables, and rows as entries again."""

from collections.abc import Mapping
from typing import Any

from cauce.core.money import Money
from cauce.knowledge.business_catalogue import FaqEntry, PolicyEntry, ProductEntry
from cauce.knowledge.business_terms import plain
from cauce.store.queries.catalogue import Shelf

Columns = dict[str, Any]
AnyEntry = ProductEntry | FaqEntry | PolicyEntry

# Fields of an entry that live in a column of their own; the column wins over the kept entry.
_LIVE: Mapping[Shelf, tuple[str, ...]] = {
    "products": (
        "sku",
        "name",
        "category",
        "description",
        "features",
        "price",
        "currency",
        "stock",
        "low_stock_level",
        "images",
        "link",
    ),
    "faqs": ("question", "answer", "language", "topic"),
    "policies": ("kind", "title", "text"),
}


def columns_of(entry: AnyEntry, currency: str) -> Columns:
    """What a row holds of this entry; `currency` is the one of the business."""
    kept = entry.model_dump(mode="json", exclude_none=True)
    if isinstance(entry, ProductEntry):
        columns = {name: kept.get(name) for name in _LIVE["products"] if name != "price"}
        price = Money(entry.price, entry.currency or currency)
        columns |= {"currency": price.currency, "price_minor": price.minor}
    elif isinstance(entry, FaqEntry):
        columns = {name: kept[name] for name in _LIVE["faqs"]}
    else:
        columns = {name: kept[name] for name in _LIVE["policies"]}
    return columns | {"entry": kept}


def entry_of(shelf: Shelf, row: Mapping[str, Any]) -> Columns:
    """The row as the business file writes it, as it is today."""
    written = {name: row[name] for name in _LIVE[shelf] if name in row and row[name] is not None}
    if shelf == "products":
        amount = Money.of_minor(row["price_minor"], row["currency"]).amount
        written |= {"price": f"{amount:f}", "stock": row["stock"]}
        written["description"] = row["description"] or row["name"]
    return {**row["entry"], **written}


def identity_of(shelf: Shelf, row: Mapping[str, Any]) -> tuple[str, ...]:
    """What makes two entries the same one.

    Of each kind of policy there is one, so a new title does not make a second; but `other` ones
    are told apart by their titles.
    """
    if shelf == "products":
        return (row["sku"],)
    if shelf == "faqs":
        return (plain(row["question"]), row["language"])
    if row["kind"] == "other":
        return ("other", plain(row["title"]))
    return (row["kind"],)


def same(shelf: Shelf, row: Mapping[str, Any], columns: Columns) -> bool:
    """Whether writing `columns` into the row would change nothing of what it says."""
    if row["archived_at"] is not None:
        return False
    if any(row[name] != value for name, value in columns.items() if name != "entry"):
        return False
    return _beyond_columns(shelf, row["entry"]) == _beyond_columns(shelf, columns["entry"])


def _beyond_columns(shelf: Shelf, entry: Mapping[str, Any]) -> Columns:
    return {
        name: value
        for name, value in entry.items()
        if name not in _LIVE[shelf] and value not in (None, [], {})
    }
