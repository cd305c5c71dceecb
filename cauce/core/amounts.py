"""How an amount of money is written for people, as those who use the currency write it."""

from cauce.core.money import Money

_SIGNS = {
    "USD": "$",
    "PAB": "B/.",
    "MXN": "$",
    "COP": "$",
    "ARS": "$",
    "CLP": "$",
    "UYU": "$",
    "DOP": "RD$",
    "GTQ": "Q",
    "CRC": "₡",
    "HNL": "L",
    "NIO": "C$",
    "BOB": "Bs ",
    "PYG": "₲",
    "PEN": "S/",
    "BRL": "R$ ",
    "EUR": "€",
    "GBP": "£",
}
# Currencies whose people write 1.234,50; the others write 1,234.50.
_POINT_FOR_THOUSANDS = frozenset({"COP", "ARS", "CLP", "UYU", "PYG", "BRL", "EUR", "CRC", "BOB"})


def written(amount: Money) -> str:
    """`$1,299` or `R$ 64,99`: cents only where there are any."""
    value = amount.rounded().amount
    text = f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"
    if amount.currency in _POINT_FOR_THOUSANDS:
        text = text.translate(str.maketrans(",.", ".,"))
    return f"{_SIGNS.get(amount.currency, amount.currency + ' ')}{text}"
