"""Whether the money on the table is more than a machine should handle alone."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from cauce.core.money import Money

# Rough worth of one US dollar, only good for "is a person needed?"; never said to anybody.
PER_DOLLAR: Mapping[str, Decimal] = {
    "USD": Decimal(1),
    "PAB": Decimal(1),
    "EUR": Decimal("0.9"),
    "MXN": Decimal(18),
    "COP": Decimal(4000),
    "BRL": Decimal("5.5"),
    "ARS": Decimal(1400),
    "CLP": Decimal(950),
    "PEN": Decimal("3.7"),
    "UYU": Decimal(40),
    "BOB": Decimal(7),
    "PYG": Decimal(7300),
    "CRC": Decimal(505),
    "GTQ": Decimal("7.7"),
    "HNL": Decimal(26),
    "NIO": Decimal(37),
    "DOP": Decimal(60),
    "JMD": Decimal(160),
    "TTD": Decimal("6.8"),
}


def highest(amounts: Iterable[Money], currency: str) -> Money | None:
    """The largest of the amounts, in the business's `currency`; unknown currencies are left out."""
    comparable = [money for amount in amounts if (money := in_currency(amount, currency))]
    return max(comparable, key=lambda money: money.amount, default=None)


def in_currency(amount: Money, currency: str) -> Money | None:
    if amount.currency == currency:
        return amount
    theirs, ours = PER_DOLLAR.get(amount.currency), PER_DOLLAR.get(currency)
    if theirs is None or ours is None:
        return None
    return Money(amount.amount / theirs * ours, currency).rounded()
