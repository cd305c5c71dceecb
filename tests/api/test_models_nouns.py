"""Language models through the API: set up whole, tried, and their keys never shown."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.ai.vendors.world import World, running


@pytest.fixture(scope="module")
async def world() -> AsyncIterator[World]:
    async with running() as made:
        yield made


def wanted(world: World, **changes: Any) -> dict[str, Any]:
    made = {
        "name": "Claude",
        "vendor": "anthropic",
        "model": "claude-sonnet-5",
        "key": "sk-ant-test",
        "base_url": f"{world.address}/anthropic",
        "price_in": "3.00",
    }
    return made | changes


async def test_a_model_is_added_tried_ordered_changed_and_removed(
    admin: httpx.AsyncClient, world: World
) -> None:
    first = (await admin.post("/models", json=wanted(world))).json()
    second = (await admin.post("/models", json=wanted(world, name="Reserva"))).json()
    assert (await admin.post(f"/models/{first['id']}/try")).json()["right"] is True
    moved = await admin.post(f"/models/{second['id']}/up")
    assert moved.json()["place"] == 1
    change = wanted(world, key=None, active=False)
    assert (await admin.put(f"/models/{first['id']}", json=change)).json()["active"] is False
    listed = await admin.get("/models")
    assert [one["name"] for one in listed.json()["items"]] == ["Reserva", "Claude"]
    assert "sk-ant" not in listed.text
    assert (await admin.delete(f"/models/{first['id']}")).status_code == 204
    assert (await admin.get(f"/models/{first['id']}")).status_code == 404


async def test_when_they_are_asked_and_what_they_may_cost_is_chosen(
    admin: httpx.AsyncClient,
) -> None:
    choice = {"sure_reading": None, "sure_draft": 0.5, "month": "20.00"}
    assert (await admin.put("/models/choice", json=choice)).status_code == 200
    told = (await admin.get("/models/choice")).json()
    assert (told["sure_reading"], told["sure_draft"], told["month"]) == (None, 0.5, "20.00")
    assert told["day"] is None


async def test_what_cannot_be_names_its_field(admin: httpx.AsyncClient, world: World) -> None:
    for changes, field in (({"key": None}, "key"), ({"base_url": "ftp://x"}, "base_url")):
        refused = await admin.post("/models", json=wanted(world, **changes))
        assert refused.status_code == 422
        assert refused.json()["field"] == field
    assert (await admin.post("/models", json=wanted(world, name="A"))).status_code == 201
    assert (await admin.post("/models", json=wanted(world, name="A"))).status_code == 409


async def test_only_who_runs_the_house_sees_them(reader: httpx.AsyncClient) -> None:
    assert (await reader.get("/models")).status_code == 403
