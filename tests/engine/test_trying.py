"""A flow tried on an invented message decides what it would decide in a real turn."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from cauce.core.decisions import Decision
from cauce.core.turn import Turn
from cauce.engine import trying
from cauce.engine.dry_turn import try_message
from cauce.engine.house import House
from cauce.engine.turn import thinking
from cauce.flows import TURN_FLOWS
from cauce.store.models import Business
from tests.houses import CALM, ScriptedMind, talk

OF_THE_HOUSE = (
    "opening",
    "time_zone",
    "currency",
    "house_language",
    "high_value_minor",
    "advice",
)


async def tried(house: House, flow: str, message: str) -> Decision:
    async with house.store.reading() as session:
        knowledge = await house.knowledge.current(session)
    return await trying.try_flow(house, knowledge, flow, message)


async def test_no_answer_is_drafted_where_another_flow_serves_the_customer(
    house: House, mind: ScriptedMind
) -> None:
    await tried(house, "chatbot", "¿Hacen envíos?")
    assert len(mind.briefs) == 1
    mind.reading = replace(CALM, wants_person=True)
    decision = await tried(house, "chatbot", "Quiero hablar con una persona")
    assert len(mind.briefs) == 1
    assert not decision.actions


async def test_a_trial_knows_of_the_house_what_a_turn_knows(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Turn] = []
    first = TURN_FLOWS[0]

    def looked(turn: Turn) -> object:
        seen.append(turn)
        return first.observe(turn)

    watched = (replace(first, observe=looked), *TURN_FLOWS[1:])
    for module in (trying, thinking):
        monkeypatch.setattr(module, "TURN_FLOWS", watched)
    monkeypatch.setattr("cauce.engine.dry_turn.TURN_FLOWS", watched)
    async with house.store.writing() as session:
        business = (await session.scalars(select(Business))).one()
        english = {"language": "en", "description": {"en": "A shop."}, "time_zone": "America/Lima"}
        business.profile = {**business.profile, **english}
    await talk(house)
    await tried(house, first.flow.name, "¿Hacen envíos a David?")
    await try_message(house, "¿Hacen envíos a David?")
    told = [{name: getattr(turn, name) for name in OF_THE_HOUSE} for turn in seen]
    assert len(told) == 3
    assert told[0]["house_language"] == "en"
    assert told[1:] == [told[0]] * 2
