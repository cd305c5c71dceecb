"""Accounts over the API: connected, checked and disconnected by programs, tokens never told."""

from collections.abc import AsyncIterator

import httpx
import pytest

from cauce.core.clock import FixedClock
from cauce.core.keys import Keys
from cauce.engine.house import House
from cauce.sandbox.app import create_sandbox
from cauce.sandbox.defaults import APP_SECRET
from cauce.sandbox.world.accounts import APP_ID, NUMBER_ID, PAGE_TOKEN, WABA_ID, WHATSAPP_TOKEN
from cauce.store.models import ChannelAccount, IdempotentAnswer, User
from cauce.store.session import Store
from tests.api.programs import client_for
from tests.houses import ScriptedMind, house_of, rows

TOLD = {
    "channel": "whatsapp",
    "external_id": NUMBER_ID,
    "waba_id": WABA_ID,
    "token": WHATSAPP_TOKEN,
}


@pytest.fixture
async def platform(clock: FixedClock) -> AsyncIterator[httpx.AsyncClient]:
    silent = httpx.MockTransport(lambda _: httpx.Response(200))
    app = create_sandbox(clock, Keys(clock), callback="http://nowhere", transport=silent)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
        yield client


@pytest.fixture
async def linked(store: Store, clock: FixedClock, platform: httpx.AsyncClient) -> House:
    async with store.writing() as session:
        session.add(User(id="user_owner", email="ana@tienda.example", name="Ana", role="owner"))
    return house_of(
        store,
        clock,
        ScriptedMind(),
        http=platform,
        meta_graph_url="http://sandbox/graph",
        meta_instagram_url="http://sandbox/instagram",
        meta_app_id=APP_ID,
        meta_app_secret=APP_SECRET,
    )


async def test_a_program_connects_checks_tries_and_disconnects(
    linked: House, platform: httpx.AsyncClient
) -> None:
    async with await client_for(linked) as admin:
        made = await admin.post("/accounts", json=TOLD)
        assert made.status_code == 201
        account = made.json()
        assert (account["status"], account["missing"], account["listening"]) == (
            "connected",
            [],
            True,
        )
        assert WHATSAPP_TOKEN not in made.text
        [listed] = (await admin.get("/accounts")).json()["items"]
        assert listed == account == (await admin.get(f"/accounts/{account['id']}")).json()
        await platform.patch(f"/control/tokens/{WHATSAPP_TOKEN}", json={"alive": False})
        checked = (await admin.post(f"/accounts/{account['id']}/check")).json()
        assert checked["status"] == "attention"
        assert "code 190" in checked["problem"]
        await platform.patch(f"/control/tokens/{WHATSAPP_TOKEN}", json={"alive": True})
        tried = await admin.post(f"/accounts/{account['id']}/test", json={"to": "+50761234567"})
        assert (tried.status_code, tried.json()["provider_id"][:6]) == (202, "wamid.")
        assert (await admin.delete(f"/accounts/{account['id']}")).status_code == 204
        for gone in (
            await admin.get(f"/accounts/{account['id']}"),
            await admin.post(f"/accounts/{account['id']}/check"),
            await admin.delete(f"/accounts/{account['id']}"),
        ):
            assert gone.status_code == 404
            assert gone.headers["content-type"] == "application/problem+json"


async def test_the_same_key_connects_once_and_no_token_is_kept_with_the_answer(
    linked: House, store: Store
) -> None:
    async with await client_for(linked) as admin:
        headers = {"Idempotency-Key": "connect-1"}
        first = await admin.post("/accounts", json=TOLD, headers=headers)
        again = await admin.post("/accounts", json=TOLD, headers=headers)
        assert again.headers["idempotency-replayed"] == "true"
        assert again.json() == first.json()
    assert len(await rows(store, ChannelAccount)) == 1
    [kept] = await rows(store, IdempotentAnswer)
    assert WHATSAPP_TOKEN not in str(kept.body)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"token": "EAAwrong"}, "token"),
        ({"token": PAGE_TOKEN}, "token"),
        ({"external_id": ""}, "external_id"),
        ({"external_id": "+507"}, "external_id"),
        ({"waba_id": "1"}, "waba_id"),
        ({"channel": "webchat"}, "channel"),
        ({"token": "x" * 4097}, "token"),
    ],
)
async def test_what_is_refused_names_its_field_and_never_repeats_the_token(
    linked: House, store: Store, wrong: dict[str, str], field: str
) -> None:
    async with await client_for(linked) as admin:
        refused = await admin.post("/accounts", json=TOLD | wrong)
    assert refused.status_code == 422, refused.text
    assert field in str(refused.json()["errors"] if "errors" in refused.json() else refused.json())
    assert (TOLD | wrong)["token"] not in refused.text
    assert await rows(store, ChannelAccount) == []


async def test_who_may_only_read_or_write_connects_nothing(linked: House) -> None:
    for scope in ("read", "write"):
        async with await client_for(linked, scope) as client:
            assert (await client.get("/accounts")).status_code == 200
            assert (await client.post("/accounts", json=TOLD)).status_code == 403
            assert (await client.post("/accounts/acct_1/check")).status_code == 403
            assert (await client.delete("/accounts/acct_1")).status_code == 403
