"""Scores the facts found in a message, field by field, on the rows where the gold file has them."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from cauce.ai.evaluate.metrics import ratio
from cauce.ai.evaluate.saying import plain
from cauce.core.reading import Entities


class EntityTally:
    """Right answers and rows per field."""

    def __init__(self) -> None:
        self._right: dict[str, int] = {}
        self._rows: dict[str, int] = {}

    def add(self, gold: Mapping[str, Any], found: Entities) -> None:
        for name, wanted in gold.items():
            if wanted in (None, [], {}, ""):
                continue
            self._rows[name] = self._rows.get(name, 0) + 1
            self._right[name] = self._right.get(name, 0) + _agrees(name, wanted, found)

    def accuracies(self) -> dict[str, float]:
        return {name: ratio(self._right[name], rows) for name, rows in sorted(self._rows.items())}


def _agrees(name: str, wanted: Any, found: Entities) -> bool:
    if name == "products":
        names = wanted if isinstance(wanted, list) else [wanted]
        return all(any(_same(str(n), product) for product in found.products) for n in names)
    if name == "items":
        return all(_item_found(item, found) for item in wanted)
    if name == "quantity":
        return found.quantity == wanted or any(i.quantity == wanted for i in found.items)
    if name == "budget":
        return _budget_agrees(wanted, found)
    value = getattr(found, name, None)
    return value is not None and _same(str(wanted), str(value))


def _same(wanted: str, found: str) -> bool:
    """The same words, or one within the other: where a name ends is a matter of taste."""
    one, other = plain(wanted).lstrip("#"), plain(found).lstrip("#")
    return bool(one) and bool(other) and (one in other or other in one)


def _item_found(item: Any, found: Entities) -> bool:
    if not isinstance(item, Mapping):
        return any(_same(str(item), product) for product in found.products)
    return any(
        _same(str(item.get("product", "")), own.product)
        and item.get("quantity")
        in (None, own.quantity, 1 if own.quantity is None else own.quantity)
        for own in found.items
    )


def _budget_agrees(wanted: Any, found: Entities) -> bool:
    if found.budget is None:
        return False
    amount = wanted.get("amount") if isinstance(wanted, Mapping) else wanted
    currency = wanted.get("currency") if isinstance(wanted, Mapping) else None
    try:
        same = Decimal(str(amount)) == found.budget.amount
    except InvalidOperation:
        return False
    # A bare "$" names no currency: leaving it open is not a mistake.
    return same and (not currency or found.budget.currency in (None, currency))
