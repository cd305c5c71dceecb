"""Asking the minds for an opinion, and counting who was asked, who answered and what it cost."""

from dataclasses import dataclass
from typing import TypeVar

from cauce.core.dialogue import Brief, Draft
from cauce.core.reading import Reading, ReadingContext
from cauce.engine.house import House
from cauce.engine.metrics import MODEL_CALLS, MODEL_COST, MODEL_SECONDS, MODEL_TOKENS

# What `consult` calls it when every mind failed and a safe default was used.
_NOBODY = "nobody"
_Opinion = TypeVar("_Opinion", Reading, Draft)


async def read(house: House, text: str, context: ReadingContext | None = None) -> Reading:
    """What the text says."""
    return _counted("read", await house.consult.read(text, context))


async def draft(house: House, brief: Brief) -> Draft:
    """A proposed answer."""
    return _counted("draft", await house.consult.draft(brief))


@dataclass(frozen=True, slots=True)
class Counted:
    """The same door, for who asks through an object of their own."""

    house: House

    async def read(self, text: str, context: ReadingContext | None = None) -> Reading:
        return await read(self.house, text, context)

    async def draft(self, brief: Brief) -> Draft:
        return await draft(self.house, brief)


def _counted(task: str, opinion: _Opinion) -> _Opinion:
    outcome = "failed" if opinion.engine == _NOBODY else "answered"
    MODEL_CALLS.labels(opinion.engine, task, outcome).inc()
    MODEL_SECONDS.labels(opinion.engine, task).observe(opinion.milliseconds / 1000)
    MODEL_TOKENS.labels(opinion.engine, task).inc(opinion.tokens)
    MODEL_COST.labels(opinion.engine).inc(float(opinion.cost))
    return opinion
