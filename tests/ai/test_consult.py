"""The door asks its minds in order, records who failed, and never leaves a customer unanswered."""

from dataclasses import replace

import pytest

from cauce.ai.consult import Consult
from cauce.core.dialogue import Brief, Customer, Draft, Memory
from cauce.core.reading import Reading, ReadingContext
from tests.ai.demo_talks import MONDAY, business_of, reading_of

CALM = reading_of({}, "en")


class Works:
    """A mind that always answers the same."""

    def __init__(self, name: str) -> None:
        self.name = name

    async def read(self, text: str, context: ReadingContext | None = None) -> Reading:
        return replace(CALM, intent="product_info")

    async def draft(self, brief: Brief) -> Draft:
        return Draft(f"from {self.name}", "answer", 0.9, brief.memory)


class Breaks(Works):
    """A mind that never answers."""

    async def read(self, text: str, context: ReadingContext | None = None) -> Reading:
        raise TimeoutError("too slow")

    async def draft(self, brief: Brief) -> Draft:
        raise RuntimeError("no credit")


def _brief() -> Brief:
    knowledge, _ = business_of("electro_istmo")
    return Brief(MONDAY, "hi", CALM, Memory(), knowledge, Customer("c"))


async def test_the_first_mind_that_can_answers_and_is_named() -> None:
    consult = Consult([Works("first"), Works("second")])
    assert (await consult.read("hi")).engine == "first"
    assert (await consult.draft(_brief())).engine == "first"


async def test_a_mind_that_fails_is_counted_and_the_next_one_answers() -> None:
    consult = Consult([Breaks("far"), Works("near")])
    reading = await consult.read("hi")
    draft = await consult.draft(_brief())
    assert (reading.engine, draft.engine, draft.text) == ("near", "near", "from near")
    assert consult.failures == {"far": 2}


async def test_when_nobody_can_draft_a_person_is_brought_in() -> None:
    consult = Consult([Breaks("only")])
    draft = await consult.draft(_brief())
    assert draft.hand_over == "failed_attempts"
    assert draft.act == "escalate"
    assert "person" in draft.text


async def test_when_nobody_can_read_the_reading_is_sure_of_nothing() -> None:
    reading = await Consult([Breaks("only")]).read("hola", ReadingContext(language_hint="pt"))
    assert (reading.language, reading.intent_confidence, reading.engine) == ("pt", 0.0, "nobody")


async def test_what_it_took_is_measured() -> None:
    ticks = iter((1.0, 1.25))
    draft = await Consult([Works("one")], timer=lambda: next(ticks)).draft(_brief())
    assert draft.milliseconds == 250.0


def test_a_door_to_nobody_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Consult([])
