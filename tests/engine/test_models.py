"""Models: set up by the owner, asked where the house is unsure, paid for and limited."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from cauce.ai.vendors.prompts import Prompts
from cauce.core.clock import FixedClock
from cauce.engine import models, opinions
from cauce.engine.house import House
from cauce.engine.models import Choice, Wish
from cauce.errors import BadInput, Conflict, NotFound
from cauce.store.models import Alert, AuditEntry, DecisionRow, LanguageModel, ModelRequest, Setting
from cauce.store.session import Store
from tests.ai.vendors.world import World, running
from tests.houses import CALM, ScriptedMind, house_of, rows, says, talk

UNSURE = replace(CALM, intent_confidence=0.2)


@pytest.fixture(scope="module")
async def sandbox() -> AsyncIterator[World]:
    async with running() as world:
        yield world


@pytest.fixture
def world(sandbox: World) -> World:
    sandbox.forget()
    return sandbox


@pytest.fixture
def mind() -> ScriptedMind:
    """A house that is sure of nothing, so that its models are asked."""
    return ScriptedMind(
        reading=UNSURE, drafts=lambda brief: says("Con gusto.", brief, confidence=0.5)
    )


def wish(world: World, **changes: Any) -> Wish:
    made = Wish(
        "gpt",
        "openai",
        "gpt-6.1-terra",
        "sk-test",
        f"{world.address}/openai/v1",
        price_in=Decimal(1),
        price_out=Decimal(4),
    )
    return replace(made, **changes)


async def decision(house: House, flow: str) -> DecisionRow:
    found: DecisionRow = next(
        one for one in await rows(house.store, DecisionRow) if one.flow == flow
    )
    return found


async def test_a_turn_asks_the_model_and_writes_down_who_why_and_what_it_cost(
    house: House, world: World
) -> None:
    await models.save(house, None, wish(world))
    await talk(house, "¿tienen lavadoras de 18 kg?")
    for flow, prompt in (("intent", "reading"), ("chatbot", "drafting")):
        made = await decision(house, flow)
        assert made.decided_by == "gpt"
        assert made.prompt_version == Prompts().of(prompt).version
        assert made.tokens > 0
        assert made.cost > 0
    paid = await rows(house.store, ModelRequest)
    decided = await rows(house.store, DecisionRow)
    assert sum(one.cost for one in paid) == sum(one.cost for one in decided)
    assert {one.conversation_id for one in paid} == {decided[0].conversation_id}


async def test_where_the_house_is_sure_no_model_is_asked(
    house: House, mind: ScriptedMind, world: World
) -> None:
    mind.reading, mind.drafts = CALM, None
    await models.save(house, None, wish(world))
    await talk(house)
    assert await rows(house.store, ModelRequest) == []
    assert (await decision(house, "intent")).decided_by == "script"


async def test_a_change_holds_from_the_next_message_on_in_every_process(
    house: House, store: Store, clock: FixedClock, mind: ScriptedMind, world: World
) -> None:
    worker = house_of(store, clock, mind)
    await opinions.ready(worker)
    made = await models.save(house, None, wish(world))
    await opinions.ready(worker)
    assert (await opinions.read(worker, "hola, ¿qué precio tiene?")).engine == "gpt"
    await models.save(house, None, wish(world, active=False), made.id)
    await opinions.ready(worker)
    assert (await opinions.read(worker, "hola, ¿qué precio tiene?")).engine == "script"


async def test_the_first_in_order_is_asked_first(house: House, world: World) -> None:
    await models.save(house, None, wish(world))
    second = await models.save(house, None, wish(world, name="gpt dos"))
    await opinions.ready(house)
    assert (await opinions.read(house, "hola")).engine == "gpt"
    await models.move_up(house, None, second.id)
    await opinions.ready(house)
    assert (await opinions.read(house, "hola")).engine == "gpt dos"


@pytest.mark.parametrize("span", ["day", "month", "conversation"])
async def test_a_limit_that_is_used_up_leaves_the_house_to_answer_and_tells_a_person_once(
    house: House, world: World, span: str
) -> None:
    await models.save(house, None, wish(world))
    await models.choose(house, None, Choice(**{span: Decimal("0.000001")}))  # type: ignore[arg-type]
    await talk(house)
    once = len(await rows(house.store, ModelRequest))
    await talk(house, "¿y a Chiriquí también llega?")
    assert once == 1
    assert len(await rows(house.store, ModelRequest)) == once
    assert [one.type for one in await rows(house.store, Alert)] == ["model_trouble"]


async def test_yesterday_does_not_count_in_the_day(
    house: House, clock: FixedClock, world: World
) -> None:
    await models.save(house, None, wish(world))
    await models.choose(house, None, Choice(day=Decimal("0.000001")))
    await opinions.ready(house)
    assert (await opinions.read(house, "hola")).engine == "gpt"
    assert (await opinions.read(house, "hola")).engine == "script"
    day, _ = house.minds.books.starts()
    assert day.utcoffset() is not None
    clock.at = day.replace(hour=23, minute=59).astimezone(clock.at.tzinfo)
    assert (await opinions.read(house, "hola")).engine == "script"
    clock.at += timedelta(minutes=2)
    assert (await opinions.read(house, "hola")).engine == "gpt"


async def test_a_refused_key_is_one_alert_and_customers_are_answered_all_the_same(
    house: House, world: World
) -> None:
    await models.save(house, None, wish(world, key="sk-revoked"))
    world.fault("openai.chat", "status", status=401, times=None)
    for _ in range(3):
        await talk(house)
    assert (await decision(house, "chatbot")).decided_by == "script"
    (alert,) = await rows(house.store, Alert, Alert.type == "model_trouble")
    assert "gpt" in alert.message
    assert "sk-" not in alert.message


async def test_a_key_is_sealed_and_never_told(house: House, world: World) -> None:
    made = await models.save(house, None, wish(world))
    async with house.store.reading() as session:
        stored = await session.scalar(select(LanguageModel.key))
        log = await session.scalars(select(AuditEntry))
        assert stored is not None
        assert "sk-test" not in stored
        assert all("sk-test" not in str(one.after) for one in log)
    await models.save(house, None, wish(world, key=None, seconds=4.0), made.id)
    async with house.store.reading() as session:
        kept = await session.get_one(LanguageModel, made.id)
        assert house.minds.built(kept).line.config.key == "sk-test"


async def test_the_test_button_says_what_came_of_it(house: House, world: World) -> None:
    made = await models.save(house, None, wish(world))
    assert (await models.try_out(house, made.id)).right
    (kept,) = await rows(house.store, LanguageModel)
    assert kept.problem is None
    assert kept.tried_at is not None
    world.fault("openai.chat", "quota")
    tried = await models.try_out(house, made.id)
    assert tried.failure == "quota"
    (kept,) = await rows(house.store, LanguageModel)
    assert kept.problem is not None
    assert kept.problem.startswith("quota")


async def test_what_cannot_be_is_refused_with_the_field(house: House, world: World) -> None:
    wrong: tuple[tuple[str, Any], ...] = (
        ("name", " "),
        ("vendor", "acme"),
        ("model", ""),
        ("key", ""),
        ("base_url", "file:///etc/passwd"),
        ("seconds", 0.1),
        ("attempts", 9),
        ("price_in", Decimal(-1)),
        ("thinking", "hard"),
        ("masks", ("names",)),
    )
    for field, value in wrong:
        with pytest.raises(BadInput) as refused:
            await models.save(house, None, wish(world, **{field: value}))
        assert refused.value.field == field
    with pytest.raises(BadInput):
        await models.choose(house, None, Choice(sure_draft=1.5))
    assert await rows(house.store, LanguageModel) == []
    assert await rows(house.store, Setting) == []


async def test_two_models_cannot_have_one_name_and_gone_is_gone(house: House, world: World) -> None:
    made = await models.save(house, None, wish(world))
    with pytest.raises(Conflict):
        await models.save(house, None, wish(world))
    await models.remove(house, None, made.id)
    with pytest.raises(NotFound):
        await models.try_out(house, made.id)
    await opinions.ready(house)
    assert (await opinions.read(house, "hola")).engine == "script"
