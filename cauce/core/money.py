"""Money: a decimal amount with its currency; integers of the smallest unit in the database."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

# Currencies without cents in daily use (ISO 4217 exponent 0); every other one here has two.
_NO_CENTS = frozenset({"CLP", "PYG", "JPY", "KRW", "ISK", "VND"})


def exponent(currency: str) -> int:
    """Digits after the decimal point in the smallest unit of `currency` (ISO 4217)."""
    return 0 if currency in _NO_CENTS else 2


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in one currency. Mixing currencies raises ValueError."""

    amount: Decimal
    currency: str

    @classmethod
    def of_minor(cls, minor: int, currency: str) -> "Money":
        return cls(Decimal(minor).scaleb(-exponent(currency)), currency)

    @property
    def minor(self) -> int:
        return int(self.rounded().amount.scaleb(exponent(self.currency)))

    def rounded(self) -> "Money":
        step = Decimal(1).scaleb(-exponent(self.currency))
        return Money(self.amount.quantize(step, rounding=ROUND_HALF_EVEN), self.currency)

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def times(self, factor: int | Decimal) -> "Money":
        return Money(self.amount * factor, self.currency)

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"cannot mix {self.currency} and {other.currency}")
