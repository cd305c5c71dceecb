"""Who is left alone for a while: a vendor that fails, or one model whose key or name is refused."""

from collections.abc import Callable
from typing import Final, Protocol

from cauce.ai.breaker import Breaker, Patience, State
from cauce.ai.failures import FailureKind

# These say nothing about the other models of the same vendor.
_OF_ONE_MODEL: Final[frozenset[FailureKind]] = frozenset(("key", "unknown_model"))


class Named(Protocol):
    @property
    def name(self) -> str: ...


class Breakers:
    """Models of one vendor fall silent together, unless the fault is one model's own."""

    def __init__(self, timer: Callable[[], float], patience: Patience) -> None:
        self._timer = timer
        self._patience = patience
        self._vendors: dict[str, Breaker] = {}
        self._models: dict[str, Breaker] = {}

    def lets_through(self, mind: Named) -> bool:
        """Whether to ask it now."""
        own, vendor = self._both(mind)
        if not own.lets_through():
            return False
        if not vendor.lets_through():
            own.let_go()
            return False
        return True

    def answered(self, mind: Named) -> None:
        for breaker in self._both(mind):
            breaker.answered()

    def failed(self, mind: Named, kind: FailureKind, retry_after: float | None) -> None:
        own, vendor = self._both(mind)
        blamed, other = (own, vendor) if kind in _OF_ONE_MODEL else (vendor, own)
        blamed.failed(kind, retry_after)
        other.let_go()

    def let_go(self, mind: Named) -> None:
        """It was asked and nobody waited for the answer."""
        for breaker in self._both(mind):
            breaker.let_go()

    def states(self) -> dict[str, State]:
        """By vendor: closed, open or half open."""
        return {vendor: breaker.state for vendor, breaker in self._vendors.items()}

    def _both(self, mind: Named) -> tuple[Breaker, Breaker]:
        vendor = str(getattr(mind, "vendor", mind.name))
        if mind.name not in self._models:
            self._models[mind.name] = Breaker(self._timer, self._patience)
        if vendor not in self._vendors:
            self._vendors[vendor] = Breaker(self._timer, self._patience)
        return self._models[mind.name], self._vendors[vendor]
