"""How a model is reached, what it costs, and how long it may take."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal, get_args

from cauce.ai.failures import Spent
from cauce.core.masking import MASK_KINDS, MaskKind

Vendor = Literal["openai", "openai_responses", "anthropic", "google", "compatible"]
Thinking = Literal["off", "low", "medium", "high"]
VENDORS: Final[tuple[Vendor, ...]] = get_args(Vendor)
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """One link of the chain; `order` says when its turn is, and `name` what decisions call it.

    `base_url` None is the vendor's own address; "compatible" needs one. `seconds` is the most one
    request may take, `attempts` how often it is made; prices are for a million tokens. `masks` is
    what never leaves the house; `thinking` None is the vendor's own choice.
    """

    name: str
    vendor: Vendor
    model: str
    key: str = field(default="", repr=False)
    base_url: str | None = None
    order: int = 0
    seconds: float = 6.0
    attempts: int = 2
    price_in: Decimal = Decimal(0)
    price_out: Decimal = Decimal(0)
    most_tokens: int = 1200
    thinking: Thinking | None = None
    masks: frozenset[MaskKind] = frozenset(MASK_KINDS)

    def cost(self, tokens_in: int, tokens_out: int) -> Spent:
        paid = (self.price_in * tokens_in + self.price_out * tokens_out) / _MILLION
        return Spent(tokens_in, tokens_out, paid)
