"""Templates over the API: brought in, read, sent in a conversation once, or refused and why."""

from collections.abc import AsyncIterator

import httpx
import pytest

from cauce.core.clock import FixedClock
from cauce.sandbox.world.accounts import WABA_ID
from cauce.store.models import AuditEntry, ChannelAccount, Message, User
from cauce.store.session import Store
from tests.api.programs import client_for
from tests.engine.on_the_phone import OnThePhone
from tests.engine.templates.shop import opened
from tests.houses import ScriptedMind, open_shop, rows

ANA = {"body_1": "Ana"}


@pytest.fixture
async def phone(store: Store, clock: FixedClock) -> OnThePhone:
    """They wrote, were answered, and have been silent for a day and more."""
    await open_shop(store)
    async with store.writing() as session:
        session.add(User(id="user_owner", email="ana@tienda.example", name="Ana", role="owner"))
    made = await opened(store, ScriptedMind())
    await made.sends(await made.writes())
    await made.passes(hours=30)
    return made


@pytest.fixture
async def program(phone: OnThePhone) -> AsyncIterator[httpx.AsyncClient]:
    async with await client_for(phone.house) as client:
        yield client


async def named(program: httpx.AsyncClient, name: str) -> dict[str, object]:
    items = (await program.get("/templates")).json()["items"]
    return next(one for one in items if one["name"] == name)


async def thread_of(phone: OnThePhone) -> str:
    [thread] = await phone.conversations()
    return thread.id


async def test_templates_are_listed_with_their_gaps_and_brought_in_anew(
    phone: OnThePhone, program: httpx.AsyncClient
) -> None:
    found = await named(program, "order_ready")
    assert (found["waba_id"], found["status"], found["offered"]) == (WABA_ID, "APPROVED", True)
    assert [gap["key"] for gap in found["gaps"]] == ["body_name", "body_order"]  # type: ignore[attr-defined]
    shown = await program.get(f"/templates/{found['id']}")
    assert shown.json() == found
    assert (await program.get("/templates/tmpl_none")).status_code == 404
    [account] = await rows(phone.house.store, ChannelAccount)
    again = await program.post("/templates/sync", json={"account_id": account.id})
    assert again.json() == {"templates": 4}
    page = (await program.get("/templates?limit=2")).json()
    rest = (await program.get(f"/templates?limit=2&cursor={page['next']}")).json()
    assert len({one["id"] for one in (*page["items"], *rest["items"])}) == 4
    assert rest["next"] is None


async def test_one_is_sent_once_however_often_it_is_asked_for(
    phone: OnThePhone, program: httpx.AsyncClient
) -> None:
    found, thread = await named(program, "hello_again"), await thread_of(phone)
    told = {"conversation_id": thread, "values": ANA, "key": "crm-1"}
    first = await program.post(f"/templates/{found['id']}/send", json=told)
    assert first.status_code == 201
    assert first.json()["content"].startswith("Hola Ana, seguimos")
    second = await program.post(f"/templates/{found['id']}/send", json=told)
    assert second.json()["id"] == first.json()["id"]
    header = {"Idempotency-Key": "abc"}
    for _ in range(2):
        other = {**told, "key": "crm-2"}
        again = await program.post(f"/templates/{found['id']}/send", json=other, headers=header)
        assert again.status_code == 201
    sent = await rows(phone.house.store, Message, Message.extra.has_key("template"))
    assert len(sent) == 2
    assert await phone.sends(await phone.delivery()) in ("sent", "waits")
    noted = await rows(phone.house.store, AuditEntry, AuditEntry.action == "template.sent")
    assert [one.subject for one in noted] == [thread, thread]


async def test_what_may_not_be_sent_says_why(phone: OnThePhone, program: httpx.AsyncClient) -> None:
    thread = await thread_of(phone)
    hello, offer = await named(program, "hello_again"), await named(program, "weekend_offer")
    empty = await program.post(f"/templates/{hello['id']}/send", json={"conversation_id": thread})
    assert empty.status_code == 422
    assert "Fill in “1”." in empty.text
    told = {"conversation_id": thread, "values": {"body_1": "todo", "body_2": "10 %"}}
    refused = await program.post(f"/templates/{offer['id']}/send", json=told)
    assert refused.status_code == 409
    assert "never said yes to offers" in refused.text
    free = await program.post(f"/conversations/{thread}/reply", json={"text": "¿Seguimos?"})
    assert free.status_code == 409
    assert "approved template" in free.text
    assert await rows(phone.house.store, Message, Message.sender == "agent") == []


async def test_a_test_goes_to_ones_own_number(
    phone: OnThePhone, program: httpx.AsyncClient
) -> None:
    found = await named(program, "hello_again")
    told = {"to": f"+{phone.customer['address']}", "values": ANA}
    answer = await program.post(f"/templates/{found['id']}/test", json=told)
    assert answer.status_code == 202
    assert answer.json()["provider_id"].startswith("wamid.")


async def test_a_key_that_only_looks_sends_nothing(phone: OnThePhone) -> None:
    async with await client_for(phone.house, "read") as reader:
        found, thread = await named(reader, "hello_again"), await thread_of(phone)
        told = {"conversation_id": thread, "values": ANA}
        assert (await reader.post(f"/templates/{found['id']}/send", json=told)).status_code == 403
        assert (await reader.post("/templates/sync", json={"account_id": "x"})).status_code == 403


async def test_the_switch_for_late_answers_is_told_and_changed(
    phone: OnThePhone, program: httpx.AsyncClient
) -> None:
    [account] = await rows(phone.house.store, ChannelAccount)
    refused = await program.patch(f"/accounts/{account.id}", json={"human_agent": True})
    assert refused.status_code == 422
    async with phone.house.store.writing() as session:
        page = ChannelAccount(channel="messenger", external_id="1", name="Tienda", token="x")
        session.add(page)
    changed = await program.patch(f"/accounts/{page.id}", json={"human_agent": True})
    assert changed.json()["human_agent"] is True
    assert (await program.get(f"/accounts/{account.id}")).json()["human_agent"] is False
