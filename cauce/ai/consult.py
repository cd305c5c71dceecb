"""The only door to intelligence: reads messages and drafts answers, whoever is able to.

The house itself, the last of the minds, always has an opinion; where it is not sure, the models
before it are asked in order. One that fails is recorded and the next one answers; when none does
in time the house's opinion stands, and if even that fails a person is brought in.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Protocol, TypeVar, runtime_checkable

import structlog

from cauce.ai.agreeing import agreed
from cauce.ai.asking import Asking
from cauce.ai.breaker import State
from cauce.ai.breakers import Breakers
from cauce.ai.failures import LASTING, FailureKind, ModelFailed, Spent
from cauce.ai.nobody import NOBODY, undrafted, unread
from cauce.core.dialogue import Brief, Draft, Memory
from cauce.core.reading import Reading, ReadingContext

_log = structlog.get_logger()
_Opinion = TypeVar("_Opinion", Reading, Draft)
Check = Callable[[Draft, Brief], tuple[str, ...]]


class Mind(Protocol):
    """Whoever can read and draft: the embedded engine, or a model somewhere else."""

    @property
    def name(self) -> str: ...

    async def read(self, text: str, context: ReadingContext | None = None) -> Reading: ...

    async def draft(self, brief: Brief) -> Draft: ...


@runtime_checkable
class Mends(Protocol):
    """A mind that can try again when it is told what was wrong."""

    async def mend(self, brief: Brief, draft: Draft, complaints: tuple[str, ...]) -> Draft: ...


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a model will not answer until a person does something about it."""

    mind: str
    kind: FailureKind
    said: str


class Consult:
    """`failures` counts, by mind, how often one could not answer since the start.

    `answers` counts by task and engine who answered, so the share without a model can be told;
    `kinds` why models did not. `check` names what in a draft is untrue.
    """

    def __init__(
        self,
        minds: Sequence[Mind],
        *,
        timer: Callable[[], float] = perf_counter,
        asking: Asking | None = None,
        check: Check | None = None,
    ) -> None:
        if not minds:
            raise ValueError("a consult needs at least one mind")
        self._house = minds[-1]
        self._timer = timer
        self._check = check
        self._troubles: list[Trouble] = []
        self.employ(minds[:-1], asking or Asking(sure_reading=None, sure_draft=None))
        self.failures: Counter[str] = Counter()
        self.kinds: Counter[tuple[str, FailureKind]] = Counter()
        self.answers: Counter[tuple[str, str]] = Counter()

    def employ(self, models: Sequence[Mind], asking: Asking) -> None:
        """These models from now on, in this order, with nothing held against any of them."""
        self._models, self._asking = tuple(models), asking
        self._breakers = Breakers(self._timer, asking.patience)

    async def read(self, text: str, context: ReadingContext | None = None) -> Reading:
        """What the text says; a reading that is sure of nothing when nobody could read it."""
        context = context or ReadingContext()
        house = await self._of_house("read", lambda mind: mind.read(text, context))
        spent = Spent()
        reading = house
        if self._models and not (house is not None and self._asking.read_by_house(house)):
            seconds = self._asking.seconds_to_read
            model, spent = await self._of_models(
                "read", lambda mind: mind.read(text, context), seconds
            )
            if model is not None:
                reading = agreed(model, house) if house is not None else model
        return self._counted("read", _billed(reading or unread(context), spent))

    async def draft(self, brief: Brief) -> Draft:
        """A proposed answer; one that hands over when nobody could draft any."""
        house = await self._of_house("draft", lambda mind: mind.draft(brief))
        spent = Spent()
        draft: Draft | None = None
        if self._models and not (house is not None and self._asking.drafted_by_house(brief, house)):
            seconds = self._asking.seconds_left(brief)
            draft, spent = await self._of_models(
                "draft", lambda mind: self._true_draft(mind, brief), seconds
            )
            if draft is not None and house is not None:
                draft = replace(draft, memory=_remembered(draft, house))
        if draft is None and house is not None and not self._wrong(house, brief):
            draft = house
        return self._counted("draft", _billed(draft or undrafted(brief), spent))

    def share_without_model(self, task: str) -> float | None:
        """How many of the answers since the start needed no model; None before the first."""
        models = {mind.name for mind in self._models}
        of_task = {name: n for (what, name), n in self.answers.items() if what == task}
        total = sum(of_task.values())
        if not total:
            return None
        return sum(n for name, n in of_task.items() if name not in models) / total

    def take_troubles(self) -> tuple[Trouble, ...]:
        """Those met since this was asked before."""
        met, self._troubles = tuple(self._troubles), []
        return met

    def states(self) -> dict[str, State]:
        """By vendor: closed, open or half open."""
        return self._breakers.states()

    async def _of_house(
        self, what: str, ask: Callable[[Mind], Awaitable[_Opinion]]
    ) -> _Opinion | None:
        started = self._timer()
        try:
            opinion = await ask(self._house)
        except Exception as failure:  # noqa: BLE001  any mind may fail in any way of its own
            self._failed(self._house, what, failure)
            return None
        return self._timed(opinion, self._house, started)

    async def _of_models(
        self, what: str, ask: Callable[[Mind], Awaitable[_Opinion]], seconds: float
    ) -> tuple[_Opinion | None, Spent]:
        """The first opinion that comes in time, and what those before it cost."""
        spent = Spent()
        asked: Mind | None = None
        try:
            async with asyncio.timeout(seconds):
                for mind in self._models:
                    if not self._breakers.lets_through(mind):
                        continue
                    asked, started = mind, self._timer()
                    try:
                        opinion = await ask(mind)
                    except ModelFailed as failure:
                        spent += failure.spent
                        self._failed(mind, what, failure)
                    except Exception as failure:  # noqa: BLE001  as above
                        self._failed(mind, what, failure)
                    else:
                        self._breakers.answered(mind)
                        return self._timed(opinion, mind, started), spent
        except TimeoutError:
            if asked is not None:
                self._failed(asked, what, ModelFailed("timeout", "Nobody waits this long."))
        except asyncio.CancelledError:
            if asked is not None:
                self._breakers.let_go(asked)
            raise
        return None, spent

    async def _true_draft(self, mind: Mind, brief: Brief) -> Draft:
        """A draft that the records back, at the second try at most."""
        draft = replace(await mind.draft(brief), engine=mind.name)
        wrong = self._wrong(draft, brief)
        if wrong and isinstance(mind, Mends):
            first = Spent(draft.tokens, 0, draft.cost)
            try:
                again = await mind.mend(brief, draft, wrong)
            except ModelFailed as failure:
                failure.spent = failure.spent + first
                raise
            draft = _billed(replace(again, engine=mind.name), first)
            wrong = self._wrong(draft, brief)
        if wrong:
            said = "; ".join(wrong)
            paid = Spent(draft.tokens, 0, draft.cost)
            raise ModelFailed("untrue", f"No record says: {said}", spent=paid)
        return draft

    def _wrong(self, draft: Draft, brief: Brief) -> tuple[str, ...]:
        return self._check(draft, brief) if self._check is not None else ()

    def _failed(self, mind: Mind, what: str, failure: Exception) -> None:
        self.failures[mind.name] += 1
        kind: FailureKind = failure.kind if isinstance(failure, ModelFailed) else "unreadable"
        self.kinds[mind.name, kind] += 1
        if mind is not self._house:
            self._breakers.failed(mind, kind, getattr(failure, "retry_after", None))
            if kind in LASTING or kind == "budget":
                self._troubles.append(Trouble(mind.name, kind, str(failure)))
        _log.warning("consult.failed", mind=mind.name, what=what, kind=kind, error=repr(failure))

    def _timed(self, opinion: _Opinion, mind: Mind, started: float) -> _Opinion:
        spent = round((self._timer() - started) * 1000, 3)
        return replace(opinion, engine=mind.name, milliseconds=spent)

    def _counted(self, task: str, opinion: _Opinion) -> _Opinion:
        if opinion.engine != NOBODY:
            self.answers[task, opinion.engine] += 1
        return opinion


def _billed(opinion: _Opinion, spent: Spent) -> _Opinion:
    """An opinion carries what was paid on the way to it, whoever it came from in the end."""
    if not spent.tokens and not spent.cost:
        return opinion
    return replace(opinion, tokens=opinion.tokens + spent.tokens, cost=opinion.cost + spent.cost)


def _remembered(draft: Draft, house: Draft) -> Memory:
    """What the house understood of the message, beside what the model did with it."""
    of_house = house.memory
    return replace(
        draft.memory,
        budget=of_house.budget or draft.memory.budget,
        use=of_house.use or draft.memory.use,
        city=of_house.city or draft.memory.city,
        quantity=of_house.quantity or draft.memory.quantity,
        customer_name=of_house.customer_name or draft.memory.customer_name,
        declined=of_house.declined,
        uses=of_house.uses,
    )
