"""The books of what models cost: every paid request is written down, every limit asked before one.

Killed between the vendor's answer and the line that books it: that one request is missing from the
books, and nothing else; the turn starts over and books its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from cauce.ai.spending import Allowance, Purchase
from cauce.core.clock import Clock
from cauce.store.models import ModelRequest
from cauce.store.queries import models
from cauce.store.session import Store


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that may be spent, in US dollars; None is no limit."""

    day: Decimal | None = None
    month: Decimal | None = None
    conversation: Decimal | None = None

    @classmethod
    def of(cls, chosen: Mapping[str, Any]) -> "Limits":
        """Those of the setting as it is stored."""
        return cls(*(_amount(chosen.get(name)) for name in ("day", "month", "conversation")))


class Books:
    """`limits` and `zone` (whose midnight begins a day) are those of the house as it is set up."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self.limits = Limits()
        self.zone = "UTC"

    async def allowances(self, conversation: str | None) -> Sequence[Allowance]:
        """What was spent so far; only what somebody set a limit for is added up."""
        limits = self.limits
        found: list[Allowance] = []
        if limits.day is None and limits.month is None and limits.conversation is None:
            return found
        async with self._store.reading() as session:
            if limits.day is not None or limits.month is not None:
                day, month = await models.spent(session, *self.starts())
                found += [
                    Allowance("day", day, limits.day),
                    Allowance("month", month, limits.month),
                ]
            if limits.conversation is not None and conversation is not None:
                spent = await models.spent_on(session, conversation)
                found.append(Allowance("conversation", spent, limits.conversation))
        return found

    async def bought(self, purchase: Purchase) -> None:
        """Written down in a transaction of its own: what is paid is paid, whatever comes after."""
        async with self._store.writing() as session:
            session.add(
                ModelRequest(
                    model=purchase.mind,
                    task=purchase.task,
                    conversation_id=purchase.conversation,
                    tokens_in=purchase.spent.tokens_in,
                    tokens_out=purchase.spent.tokens_out,
                    cost=purchase.spent.cost,
                )
            )

    def starts(self) -> tuple[datetime, datetime]:
        """When this day and this month began, where the business is."""
        here = self._clock.now().astimezone(ZoneInfo(self.zone))
        day = here.replace(hour=0, minute=0, second=0, microsecond=0)
        return day, day.replace(day=1)


def _amount(stored: object) -> Decimal | None:
    return None if stored is None else Decimal(str(stored))
