"""Asking the minds for an opinion, and counting who was asked, who answered and what it cost."""

from dataclasses import dataclass
from typing import TypeVar

from cauce.core.actions import RaiseAlert
from cauce.core.business import Knowledge
from cauce.core.dialogue import Brief, Draft
from cauce.core.reading import Reading, ReadingContext
from cauce.engine.announcing import raise_alert
from cauce.engine.house import House
from cauce.engine.metrics import MODEL_CALLS, MODEL_COST, MODEL_SECONDS, MODEL_TOKENS

# What `consult` calls it when every mind failed and a safe default was used.
_NOBODY = "nobody"
_Opinion = TypeVar("_Opinion", Reading, Draft)


async def ready(house: House) -> Knowledge:
    """What the business knows now, with the minds that are set up now there to be asked."""
    async with house.store.reading() as session:
        knowledge = await house.knowledge.current(session)
        await house.minds.refresh(session, knowledge.profile.time_zone)
        return knowledge


async def read(house: House, text: str, context: ReadingContext | None = None) -> Reading:
    """What the text says."""
    opinion = _counted("read", await house.consult.read(text, context))
    await _tell_of_troubles(house)
    return opinion


async def draft(house: House, brief: Brief) -> Draft:
    """A proposed answer."""
    opinion = _counted("draft", await house.consult.draft(brief))
    await _tell_of_troubles(house)
    return opinion


@dataclass(frozen=True, slots=True)
class Counted:
    """The same door, for who asks through an object of their own."""

    house: House

    async def read(self, text: str, context: ReadingContext | None = None) -> Reading:
        return await read(self.house, text, context)

    async def draft(self, brief: Brief) -> Draft:
        return await draft(self.house, brief)


async def _tell_of_troubles(house: House) -> None:
    """What only a person can mend about a model is one alert, however many messages meet it."""
    troubles = house.consult.take_troubles()
    if not troubles:
        return
    async with house.store.writing() as session:
        for trouble in troubles:
            alert = RaiseAlert(
                type="model_trouble",
                severity="high",
                message=f"{trouble.mind}: {trouble.said}",
                cause=f"model:{trouble.mind}:{trouble.kind}",
            )
            await raise_alert(session, house.keys, house.clock.now(), alert)


def _counted(task: str, opinion: _Opinion) -> _Opinion:
    outcome = "failed" if opinion.engine == _NOBODY else "answered"
    MODEL_CALLS.labels(opinion.engine, task, outcome).inc()
    MODEL_SECONDS.labels(opinion.engine, task).observe(opinion.milliseconds / 1000)
    MODEL_TOKENS.labels(opinion.engine, task).inc(opinion.tokens)
    MODEL_COST.labels(opinion.engine).inc(float(opinion.cost))
    return opinion
