"""The test button tells what is wrong without falling over."""

import pytest

from cauce.ai.vendors.trying import attempt
from cauce.errors import Misconfigured
from tests.ai.vendors.world import WAYS, World


@pytest.mark.parametrize("way", WAYS)
async def test_a_model_that_can_add_up_is_ready(world: World, way: str) -> None:
    tried = await attempt(world.mind(way).line)
    assert (tried.right, tried.failure) == (True, None)
    assert tried.spent.tokens > 0


async def test_a_model_that_cannot_add_up_is_not(world: World) -> None:
    world.desk.script(WAYS["openai"][1], {"json": {"sum": 6}})
    tried = await attempt(world.mind("openai").line)
    assert (tried.right, tried.failure) == (False, None)


@pytest.mark.parametrize("way", WAYS)
async def test_a_refused_key_is_said_to_be_one(world: World, way: str) -> None:
    world.fault(WAYS[way][1], "token_dead")
    tried = await attempt(world.mind(way).line)
    assert (tried.right, tried.failure) == (None, "key")
    assert tried.said


async def test_a_name_that_is_gone_is_said_to_be_one(world: World) -> None:
    tried = await attempt(world.mind("openai", model="gpt-gone").line)
    assert tried.failure == "unknown_model"


@pytest.mark.parametrize("way", [way for way in WAYS if way != "compatible"])
def test_a_vendor_without_a_key_is_a_mistake(world: World, way: str) -> None:
    with pytest.raises(Misconfigured, match="key"):
        world.mind(way, key="")


def test_a_server_of_ones_own_needs_its_address(world: World) -> None:
    with pytest.raises(Misconfigured, match="address"):
        world.mind("compatible", base_url=None)


def test_a_key_is_never_written_out(world: World) -> None:
    assert "sk-test" not in repr(world.config("openai"))
