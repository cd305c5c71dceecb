"""Settings → Models: an owner adds a model, tries it, orders it and limits its cost."""

from collections.abc import AsyncIterator
from decimal import Decimal

import pytest

from cauce.engine import models
from cauce.engine.models import Choice
from cauce.store.models import LanguageModel
from cauce.store.queries import models as queries
from tests.ai.vendors.world import World, running
from tests.houses import rows
from tests.office import Office, form_token, visit

PATH = "/app/settings/models"


@pytest.fixture(scope="module")
async def world() -> AsyncIterator[World]:
    async with running() as made:
        yield made


def form(world: World, **changes: str) -> dict[str, str]:
    given = {
        "name": "Principal",
        "vendor": "openai",
        "model": "gpt-6.1-terra",
        "key": "sk-test",
        "base_url": f"{world.address}/openai/v1",
        "price_in": "0,25",
        "price_out": "2",
        "seconds": "6",
        "attempts": "2",
        "most_tokens": "1200",
        "thinking": "",
        "masks": "card",
        "active": "1",
    }
    return given | changes


async def test_a_model_is_added_tried_and_its_key_never_shown(office: Office, world: World) -> None:
    async with visit(office, "owner") as client:
        token = await form_token(client)
        added = await client.post(PATH, data=form(world), headers=token)
        assert added.status_code == 303
        (row,) = await rows(office.house.store, LanguageModel)
        assert (row.price_in, row.masks) == (Decimal("0.25"), ["card"])
        await client.post(f"{PATH}/{row.id}/try", headers=token)
        page = (await client.get(PATH)).text
        assert "Responde en" in page
        assert "sk-test" not in page
        kept = form(world, key="", seconds="4")
        await client.post(f"{PATH}/{row.id}", data=kept, headers=token)
        (row,) = await rows(office.house.store, LanguageModel)
        assert (row.seconds, bool(row.key)) == (4.0, True)


async def test_what_went_wrong_is_said_in_the_owners_language(office: Office, world: World) -> None:
    async with visit(office, "owner") as client:
        token = await form_token(client)
        await client.post(PATH, data=form(world, model="gpt-gone"), headers=token)
        (row,) = await rows(office.house.store, LanguageModel)
        await client.post(f"{PATH}/{row.id}/try", headers=token)
        assert "El proveedor no conoce ese modelo" in (await client.get(PATH)).text


async def test_a_wrong_field_is_named_in_the_form(office: Office, world: World) -> None:
    async with visit(office, "owner") as client:
        token = await form_token(client)
        answer = await client.post(PATH, data=form(world, price_in="mucho"), headers=token)
    assert answer.status_code == 422
    assert answer.headers["X-Refused-Field"] == "price_in"
    assert await rows(office.house.store, LanguageModel) == []


async def test_limits_and_the_share_without_a_model_are_shown(office: Office) -> None:
    await models.choose(office.house, None, Choice(month=Decimal("20.50"), sure_reading=None))
    async with visit(office, "owner") as client:
        token = await form_token(client)
        page = (await client.get(PATH)).text
        assert "de US$ 20.50" in page
        assert "Respuestas sin modelo" in page
        choice = {
            "sure_reading": "70",
            "sure_draft": "",
            "seconds_to_read": "2",
            "seconds_to_answer": "8",
            "day": "1.5",
            "month": "",
            "conversation": "",
        }
        await client.post(f"{PATH}/choice", data=choice, headers=token)
    async with office.house.store.reading() as session:
        chosen = await queries.chosen(session)
    assert (chosen["sure_reading"], chosen["sure_draft"]) == (0.7, None)
    assert (chosen["day"], chosen["month"]) == ("1.5", None)


async def test_models_are_their_owners_alone(office: Office) -> None:
    async with visit(office, "agent") as client:
        assert (await client.get(PATH)).status_code == 403
