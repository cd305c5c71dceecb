"""Why a model did not answer, and what that says about its vendor."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from cauce.errors import CauceError

FailureKind = Literal[
    "rate_limit",  # too fast: it says when to come back, or soon
    "quota",  # nothing left to spend at the vendor; only its owner can change that
    "overloaded",
    "server",
    "network",
    "timeout",
    "key",  # the key is refused
    "unknown_model",
    "rejected",  # this request, and only this one
    "too_long",
    "refusal",
    "cut_short",  # the limit of tokens ended the answer
    "garbled",  # what came back is not what the vendor speaks
    "unreadable",  # an answer that does not fit its form
    "untrue",  # an answer that no record backs
    "budget",  # our own limit on spending
]
# The same request may well succeed a moment later.
PASSING: Final[frozenset[FailureKind]] = frozenset(
    ("rate_limit", "overloaded", "server", "network", "garbled")
)
# Nothing changes until a person does something about it.
LASTING: Final[frozenset[FailureKind]] = frozenset(("quota", "key", "unknown_model"))
# What a customer can cause with a message is not held against the vendor.
OF_THE_VENDOR: Final[frozenset[FailureKind]] = PASSING | LASTING | {"timeout"}
# It did answer; only not with anything we can use.
ANSWERED: Final[frozenset[FailureKind]] = frozenset(
    ("rejected", "too_long", "refusal", "cut_short", "unreadable", "untrue")
)


@dataclass(frozen=True, slots=True)
class Spent:
    """Tokens and their price, in the currency the prices were given in."""

    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal = Decimal(0)

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            self.cost + other.cost,
        )

    @property
    def tokens(self) -> int:
        return self.tokens_in + self.tokens_out


class ModelFailed(CauceError):
    """`spent` is what was paid all the same, `retry_after` how long the vendor wants us away."""

    def __init__(
        self,
        kind: FailureKind,
        message: str,
        *,
        retry_after: float | None = None,
        spent: Spent | None = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.retry_after = retry_after
        self.spent = spent or Spent()
