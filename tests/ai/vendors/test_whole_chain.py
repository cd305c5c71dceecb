"""The door with real models behind it, spoken to over HTTP, while they fail in turn."""

from typing import Any

from cauce.ai.asking import Asking
from cauce.ai.consult import Consult
from cauce.policy.drafted import untrue
from tests.ai.vendors.test_attacks import House
from tests.ai.vendors.world import Books, World, brief

ASKS = "¿Cuánto cuesta el mouse inalámbrico?"
ALWAYS: dict[str, Any] = {"sure_reading": None, "sure_draft": None}


def door(world: World, *ways: str, books: Books | None = None, **changes: Any) -> Consult:
    minds = [world.mind(way, books) for way in ways]
    asking = Asking(**{**ALWAYS, **changes})
    return Consult([*minds, House()], asking=asking, check=untrue)


async def test_without_credit_at_one_vendor_the_next_one_answers(world: World) -> None:
    world.fault("openai.chat", "quota", times=None)
    consult = door(world, "openai", "anthropic")
    draft = await consult.draft(brief(ASKS))
    assert draft.engine == "claude"
    assert "$14.99" in draft.text
    assert consult.kinds["gpt", "quota"] == 1


async def test_a_wrong_answer_is_mended_with_the_complaint(world: World) -> None:
    world.fault("openai.chat", "wrong")
    draft = await door(world, "openai").draft(brief(ASKS))
    assert draft.engine == "gpt"
    assert "$14.99" in draft.text
    complained = str(world.desk.taken[1][1])
    assert "complaints" in complained
    assert "987" in complained


async def test_a_model_that_stays_wrong_leaves_the_answer_to_the_house(world: World) -> None:
    world.fault("openai.chat", "wrong", times=None)
    books = Books()
    draft = await door(world, "openai", books=books).draft(brief(ASKS))
    assert draft.engine == "embedded"
    assert "14.99" in draft.text
    assert draft.cost == sum(one.spent.cost for one in books.bought_so_far) > 0


async def test_when_every_vendor_is_silent_the_house_answers_in_time(world: World) -> None:
    for place in ("openai.", "anthropic.", "gemini."):
        world.fault(place, "latency", seconds=60, times=None)
    consult = door(world, "openai", "anthropic", "google", seconds_to_answer=0.1, least_seconds=0.1)
    draft = await consult.draft(brief(ASKS))
    assert (draft.engine, draft.hand_over) == ("embedded", None)
    assert "14.99" in draft.text


async def test_everything_that_was_bought_is_in_the_books(world: World) -> None:
    books = Books()
    consult = door(world, "openai", books=books)
    reading = await consult.read("quiero una laptop")
    draft = await consult.draft(brief(ASKS))
    assert [one.task for one in books.bought_so_far] == ["read", "draft", "draft"]
    assert {one.conversation for one in books.bought_so_far[1:]} == {"conv_1"}
    assert reading.cost + draft.cost == sum(one.spent.cost for one in books.bought_so_far)
