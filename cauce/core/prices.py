"""What a platform charges for a message, by our own list of its prices."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

# As in `USD marketing=0.0625 utility=0.0068 service=0`.
_PRICE: Final = re.compile(r"([a-z_]+)=([\d.]+)")
_MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Charge:
    """What the platform says of a message: its kind and whether it counts."""

    category: str
    type: str | None
    billable: bool


@dataclass(frozen=True, slots=True)
class PriceList:
    currency: str | None = None
    prices: Mapping[str, Decimal] = field(default_factory=dict)

    def micros(self, charge: Charge) -> int | None:
        """Millionths of the currency; None where there is no price, which is not the same as 0."""
        if not charge.billable:
            return 0
        price = self.prices.get(charge.category)
        return None if price is None else int((price * _MILLION).to_integral_value())


def price_list(written: str) -> PriceList:
    """The list as it stands in the settings; an empty one knows no price."""
    currency, _, rest = written.strip().partition(" ")
    if not currency:
        return PriceList()
    return PriceList(currency, {name: Decimal(price) for name, price in _PRICE.findall(rest)})
