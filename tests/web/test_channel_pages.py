"""Connecting a channel step by step in the pages, with the platform as it is played."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from cauce.core.clock import FixedClock
from cauce.core.keys import Keys
from cauce.engine import accounts, connections, inspection
from cauce.sandbox.app import create_sandbox
from cauce.sandbox.defaults import APP_SECRET
from cauce.sandbox.world.accounts import APP_ID, NUMBER_ID, PAGE_ID, WABA_ID, WHATSAPP_TOKEN
from cauce.store.models import ChannelAccount, Setting
from cauce.store.session import Store
from cauce.web.i18n import sentences
from tests.houses import rows
from tests.office import Office, form_token, house_of, open_office, visit

HERE = "/app/settings/channels"
CONNECT = {"external_id": NUMBER_ID, "waba_id": WABA_ID, "token": WHATSAPP_TOKEN}


@pytest.fixture
async def platform(clock: FixedClock) -> AsyncIterator[httpx.AsyncClient]:
    silent = httpx.MockTransport(lambda _: httpx.Response(200))
    app = create_sandbox(clock, Keys(clock), callback="http://nowhere", transport=silent)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
        yield client


@pytest.fixture
async def linked(store: Store, clock: FixedClock, platform: httpx.AsyncClient) -> Office:
    where = {"meta_graph_url": "http://sandbox/graph", "meta_instagram_url": "http://sandbox/ig"}
    return await open_office(house_of(store, clock, http=platform, **where))


async def post(client: httpx.AsyncClient, path: str, **form: Any) -> httpx.Response:
    return await client.post(f"{HERE}/{path}", data=form, headers=await form_token(client))


async def test_the_owner_connects_a_number_and_sees_how_it_stands(linked: Office) -> None:
    async with visit(linked, "owner") as client:
        page = (await client.get(f"{HERE}/whatsapp")).text
        assert "/api/v1/webhooks/inbound" in page
        word = page.split('id="word">')[1].split("<")[0]
        asked = {"hub.mode": "subscribe", "hub.verify_token": word, "hub.challenge": "7"}
        assert len(asked["hub.verify_token"]) == 32
        saved = await post(client, "whatsapp/app", app_id=APP_ID, app_secret=APP_SECRET)
        assert saved.status_code == 303
        done = await post(client, "whatsapp/connect", **CONNECT)
        assert done.headers["location"] == f"{HERE}/whatsapp?done=connected"
        page = (await client.get(f"{HERE}/whatsapp?done=connected")).text
    assert "El token es válido y no termina" in page
    assert page.count("Permiso para") == 2
    assert "Meta avisa a Cauce cuando alguien escribe" in page
    assert "Calidad del número según Meta:" in page
    assert "Todavía no ha llegado ningún mensaje" in page
    assert WHATSAPP_TOKEN not in page
    assert APP_SECRET not in page
    [kept] = await rows(linked.house.store, Setting, Setting.name == "meta_app")
    assert APP_SECRET not in str(kept.value)


async def test_what_meta_refuses_is_told_at_its_field_in_the_readers_language(
    linked: Office,
) -> None:
    async with visit(linked, "owner") as client:
        refused = await post(client, "whatsapp/connect", **(CONNECT | {"token": "EAAwrong"}))
        assert refused.status_code == 422
        assert refused.headers["X-Refused-Field"] == "token"
        assert "Meta no acepta este token (código 190)" in refused.text
        refused = await post(client, "whatsapp/connect", **(CONNECT | {"external_id": "507"}))
        assert "Meta no muestra ninguna cuenta con este ID" in refused.text
        refused = await post(client, "messenger/connect", **(CONNECT | {"external_id": PAGE_ID}))
        assert "Este token es de «Cauce Sandbox»" in refused.text
        refused = await post(client, "whatsapp/app", app_id=APP_ID, app_secret="wrong")
        assert refused.headers["X-Refused-Field"] == "app_secret"
        assert "Meta dice que este App secret no es el de este App ID" in refused.text
    assert await rows(linked.house.store, ChannelAccount) == []


async def test_an_account_in_trouble_says_why_and_is_mended_and_tried_and_disconnected(
    linked: Office, platform: httpx.AsyncClient
) -> None:
    async with visit(linked, "owner") as client:
        await post(client, "whatsapp/app", app_id=APP_ID, app_secret=APP_SECRET)
        await post(client, "whatsapp/connect", **CONNECT)
        [row] = await rows(linked.house.store, ChannelAccount)
        await platform.patch(f"/control/tokens/{WHATSAPP_TOKEN}", json={"alive": False})
        checked = await post(client, f"{row.id}/check")
        assert checked.headers["location"] == f"{HERE}/whatsapp?done=checked"
        page = (await client.get(f"{HERE}/whatsapp")).text
        assert "Meta rechaza el token (código 190)" in page
        assert "Necesita atención" in (await client.get(HERE)).text
        today = (await client.get("/app")).text
        assert "Meta rechaza el token (código 190)" in today
        await platform.patch(f"/control/tokens/{WHATSAPP_TOKEN}", json={"alive": True})
        await post(client, f"{row.id}/check")
        assert "Meta rechaza" not in (await client.get(f"{HERE}/whatsapp")).text
        tried = await post(client, f"{row.id}/test", to="+507 6123 4567")
        assert tried.headers["location"] == f"{HERE}/whatsapp?done=hello_sent"
        refused = await post(client, f"{row.id}/test", to="6123")
        assert refused.headers["X-Refused-Field"] == "to"
        await post(client, f"{row.id}/disconnect")
        assert (await post(client, f"{row.id}/check")).status_code == 404
    assert await rows(linked.house.store, ChannelAccount) == []


async def test_only_owners_connect_and_see_the_word(linked: Office) -> None:
    for role in ("agent", "viewer"):
        async with visit(linked, role) as client:
            page = await client.get(f"{HERE}/whatsapp")
            assert page.status_code == 200
            assert 'id="word"' not in page.text
            assert (await post(client, "whatsapp/connect", **CONNECT)).status_code == 403
            assert (await post(client, "whatsapp/app", app_id="1")).status_code == 403
            assert (await client.get(f"{HERE}/telegram")).status_code == 404


def test_every_trouble_of_an_account_is_told_in_every_language() -> None:
    told = {
        getattr(module, name)
        for module, names in (
            (accounts, ("LOCKED", "REFUSED", "STOPPED")),
            (inspection, ("ENDED", "ENDS", "LACKS", "OTHERS", "DEAF")),
            (connections, ("UNKNOWN",)),
        )
        for name in names
    }
    assert len(told) == 9
    for language in ("es", "pt"):
        assert told <= sentences(language).keys()
