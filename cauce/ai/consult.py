"""The only door to intelligence: reads messages and drafts answers, whoever is able to.

Minds are asked in order; one that fails is recorded and the next one answers. The last is always
the embedded one, and if even that fails a person is brought in.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from time import perf_counter
from typing import Protocol, TypeVar

import structlog

from cauce.core.dialogue import Brief, Draft
from cauce.core.labels import Language
from cauce.core.reading import Mood, Reading, ReadingContext

_log = structlog.get_logger()
_Opinion = TypeVar("_Opinion", Reading, Draft)
_NOBODY = "nobody"

_SORRY: dict[Language, str] = {
    "es": "Gracias por escribir. Para no dar un dato equivocado, esto lo responde una persona del "
    "equipo por este mismo chat.",
    "en": "Thanks for writing. To avoid telling you something wrong, a person from our team will "
    "answer this here.",
    "pt": "Obrigada por escrever. Para não passar uma informação errada, uma pessoa da equipe "
    "responde por aqui.",
}


class Mind(Protocol):
    """Whoever can read and draft: the embedded engine, or a model somewhere else."""

    @property
    def name(self) -> str: ...

    async def read(self, text: str, context: ReadingContext | None = None) -> Reading: ...

    async def draft(self, brief: Brief) -> Draft: ...


class Consult:
    """`failures` counts, by mind, how often one could not answer since the start."""

    def __init__(self, minds: Sequence[Mind], *, timer: Callable[[], float] = perf_counter) -> None:
        if not minds:
            raise ValueError("a consult needs at least one mind")
        self._minds = tuple(minds)
        self._timer = timer
        self.failures: Counter[str] = Counter()

    async def read(self, text: str, context: ReadingContext | None = None) -> Reading:
        """What the text says; a reading that is sure of nothing when nobody could read it."""
        context = context or ReadingContext()
        reading = await self._ask("read", lambda mind: mind.read(text, context))
        return reading or _unread(context)

    async def draft(self, brief: Brief) -> Draft:
        """A proposed answer; one that hands over when nobody could draft any."""
        draft = await self._ask("draft", lambda mind: mind.draft(brief))
        return draft or _undrafted(brief)

    async def _ask(self, what: str, ask: Callable[[Mind], Awaitable[_Opinion]]) -> _Opinion | None:
        for mind in self._minds:
            started = self._timer()
            try:
                opinion = await ask(mind)
            except Exception as failure:  # noqa: BLE001  any mind may fail in any way of its own
                self.failures[mind.name] += 1
                _log.warning("consult.failed", mind=mind.name, what=what, error=repr(failure))
                continue
            spent = round((self._timer() - started) * 1000, 3)
            return replace(opinion, engine=mind.name, milliseconds=spent)
        return None


def _unread(context: ReadingContext) -> Reading:
    return Reading(
        language=context.language_hint or "es",
        intent="general_inquiry",
        intent_confidence=0.0,
        mood=Mood("neutral", 0.0, 0.0),
        engine=_NOBODY,
    )


def _undrafted(brief: Brief) -> Draft:
    return Draft(
        text=_SORRY[brief.reading.language],
        act="escalate",
        confidence=0.0,
        memory=brief.memory,
        language=brief.reading.language,
        hand_over="failed_attempts",
        unanswered=brief.text,
        engine=_NOBODY,
    )
