"""What models may cost: the limits of the day, the month and one conversation."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol

from cauce.ai.failures import ModelFailed, Spent

Span = Literal["day", "month", "conversation"]
Task = Literal["read", "draft", "try"]


@dataclass(frozen=True, slots=True)
class Allowance:
    """What was spent in a span of time or talk, and the most it may be; None is no limit."""

    span: Span
    spent: Decimal
    limit: Decimal | None

    @property
    def used_up(self) -> bool:
        return self.limit is not None and self.spent >= self.limit


@dataclass(frozen=True, slots=True)
class Purchase:
    """One request that was paid for: who answered, what for, in which conversation."""

    mind: str
    task: Task
    spent: Spent
    conversation: str | None = None


class Budget(Protocol):
    """Whoever keeps the books; asked before every request and told after it."""

    async def allowances(self, conversation: str | None) -> Sequence[Allowance]: ...

    async def bought(self, purchase: Purchase) -> None: ...


class Unlimited:
    """No books and no limits."""

    async def allowances(self, conversation: str | None) -> Sequence[Allowance]:
        return ()

    async def bought(self, purchase: Purchase) -> None:
        return None


async def afford(budget: Budget, conversation: str | None) -> None:
    """Raises ModelFailed("budget") when a limit is used up."""
    for allowance in await budget.allowances(conversation):
        if allowance.used_up:
            raise ModelFailed(
                "budget", f"The limit for models of this {allowance.span} is used up."
            )
