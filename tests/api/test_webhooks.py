"""Meta's calls: believed only when signed, stored before they are answered."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import orjson
import pytest
from sqlalchemy import func, select, text
from structlog.testing import capture_logs

from cauce.app import at_the_door
from cauce.core.clock import FixedClock
from cauce.engine import meta_app
from cauce.engine.house import House
from cauce.store.models import ContactIdentity, Message, RawMessage
from cauce.store.session import Store
from tests.public_app import app_of, house_of, signature

INBOUND = "/api/v1/webhooks/inbound"


@pytest.fixture
def house(store: Store, clock: FixedClock) -> House:
    return house_of(store, clock)


@pytest.fixture(params=["as it is served", "without the door"])
async def client(house: House, request: pytest.FixtureRequest) -> AsyncIterator[httpx.AsyncClient]:
    async with calling(house, door=request.param == "as it is served") as open_client:
        yield open_client


def calling(house: House, *, door: bool = True) -> httpx.AsyncClient:
    app = app_of(house)
    transport = httpx.ASGITransport(at_the_door(app) if door else app)
    return httpx.AsyncClient(transport=transport, base_url="http://cauce")


def whatsapp(*messages: dict[str, Any], **more: Any) -> bytes:
    value = {"metadata": {"phone_number_id": "1001"}, "messages": list(messages), **more}
    entry = {"id": "9", "changes": [{"field": "messages", "value": value}]}
    return orjson.dumps({"object": "whatsapp_business_account", "entry": [entry]})


def written(text_: str, name: str = "wamid.1", who: str = "50760000001") -> dict[str, Any]:
    said = {"type": "text", "text": {"body": text_}, "timestamp": "1773154800"}
    return {"from": who, "id": name, **said}


async def post(client: httpx.AsyncClient, body: bytes) -> httpx.Response:
    return await client.post(INBOUND, content=body, headers=signature(body))


async def rows(store: Store, table: type[Any]) -> list[Any]:
    async with store.reading() as session:
        return list(await session.scalars(select(table).order_by(table.id)))


async def nothing_is_stored(store: Store) -> bool:
    async with store.reading() as session:
        return await session.scalar(select(func.count()).select_from(RawMessage)) == 0


async def test_a_message_is_stored_and_its_turn_queued(
    client: httpx.AsyncClient, store: Store
) -> None:
    answer = await post(client, whatsapp(written("hola")))
    assert answer.status_code == 200
    (message,) = await rows(store, Message)
    (raw,) = await rows(store, RawMessage)
    assert answer.json() == {
        "status": "received",
        "message_id": message.id,
        "processing_id": raw.id,
    }
    assert (message.content, message.channel, message.raw_id) == ("hola", "whatsapp", raw.id)
    async with store.reading() as session:
        queued = await session.scalar(
            text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'turn'")
        )
    assert queued == 1


async def test_the_door_traces_and_has_the_headers_of_all_answers(house: House) -> None:
    async with calling(house) as client:
        answer = await post(client, whatsapp(written("hola")))
    assert answer.headers["x-request-id"].startswith("req_")
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_the_raw_payload_is_kept_byte_for_byte(
    client: httpx.AsyncClient, store: Store
) -> None:
    body = whatsapp(written("hola")).replace(b'"hola"', b' "\\u0068ola \\u0000"')
    await post(client, body)
    (raw,) = await rows(store, RawMessage)
    (message,) = await rows(store, Message)
    assert raw.body == body
    assert message.content == "hola ␀"


async def test_the_same_call_twice_is_answered_twice_and_handled_once(
    client: httpx.AsyncClient, store: Store
) -> None:
    body = whatsapp(written("hola"))
    first, second = await post(client, body), await post(client, body)
    assert first.json()["message_id"] == second.json()["message_id"]
    assert len(await rows(store, Message)) == 1


async def test_a_batch_stores_every_message_of_everybody(
    client: httpx.AsyncClient, store: Store
) -> None:
    ana = [written("uno", "w1"), written("dos", "w2")]
    luis = written("tres", "w3", "50760000002")
    await post(client, whatsapp(*ana, luis))
    assert sorted(one.content for one in await rows(store, Message)) == ["dos", "tres", "uno"]
    assert len(await rows(store, ContactIdentity)) == 2


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Hub-Signature-256": "sha256=00"},
        signature(b"another body"),
        signature(whatsapp(written("hola")), "another secret"),
    ],
)
async def test_without_a_good_signature_nothing_is_stored(
    client: httpx.AsyncClient, store: Store, headers: dict[str, str]
) -> None:
    answer = await client.post(INBOUND, content=whatsapp(written("hola")), headers=headers)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert await nothing_is_stored(store)


async def test_without_a_secret_nobody_is_believed(store: Store, clock: FixedClock) -> None:
    body = whatsapp(written("hola"))
    async with calling(house_of(store, clock, meta_app_secret=" , ")) as client:
        answer = await client.post(INBOUND, content=body, headers=signature(body, ""))
    assert answer.status_code == 401
    assert "until the App secret is set" in answer.json()["detail"]
    assert await nothing_is_stored(store)


async def test_a_secret_set_in_the_pages_is_good_at_once(store: Store, clock: FixedClock) -> None:
    body = whatsapp(written("hola"))
    open_house = house_of(store, clock, meta_app_secret="", secret="s3cret")
    async with calling(open_house) as client:
        refused = await client.post(INBOUND, content=body, headers=signature(body, "typed"))
        assert refused.status_code == 401
        await meta_app.change(house_of(store, clock), None, app_id="", app_secret="typed")
        clock.at += timedelta(seconds=6)
        taken = await client.post(INBOUND, content=body, headers=signature(body, "typed"))
        assert taken.status_code == 200
        await meta_app.change(
            house_of(store, clock), None, app_id="", app_secret="", verify_token="palabra"
        )
        clock.at += timedelta(seconds=6)
        asked = {"hub.mode": "subscribe", "hub.verify_token": "palabra", "hub.challenge": "9"}
        fresh = calling(house_of(store, clock, meta_verify_token="", secret="s3cret"))
        async with fresh as other:
            assert (await other.get(INBOUND, params=asked)).text == "9"


async def test_a_second_secret_is_good_too(store: Store, clock: FixedClock) -> None:
    body = whatsapp(written("hola"))
    async with calling(house_of(store, clock, meta_app_secret="one, two")) as client:
        answer = await client.post(INBOUND, content=body, headers=signature(body, "two"))
    assert answer.status_code == 200


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"a":' * 100 + b"1" + b"}" * 100])
async def test_what_is_not_json_is_refused_and_not_stored(
    client: httpx.AsyncClient, store: Store, body: bytes
) -> None:
    answer = await post(client, body)
    assert answer.status_code == 400
    assert await nothing_is_stored(store)


async def test_a_body_over_three_megabytes_is_refused_while_it_is_read(
    client: httpx.AsyncClient, store: Store
) -> None:
    handed_over = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal handed_over
        while handed_over < 100:
            handed_over += 1
            yield b"x" * 1_000_000

    answer = await client.post(INBOUND, content=endless(), headers=signature(b""))
    assert answer.status_code == 413
    announced = await post(client, b"x" * (3 * 1024 * 1024 + 1))
    assert announced.status_code == 413
    assert await nothing_is_stored(store)


@pytest.mark.parametrize(
    "payload",
    [
        {"object": "something_else", "entry": []},
        {"object": None},
        {"object": "page", "entry": [{"standby": [{}]}]},
        {
            "object": "whatsapp_business_account",
            "entry": [{"changes": [{"field": "messages", "value": {"messages": [{"id": "w"}]}}]}],
        },
    ],
)
async def test_what_nobody_understands_is_kept_for_a_person(
    client: httpx.AsyncClient, store: Store, payload: dict[str, Any]
) -> None:
    answer = await post(client, orjson.dumps(payload))
    assert answer.status_code == 200
    assert answer.json()["message_id"] is None
    (raw,) = await rows(store, RawMessage)
    assert raw.processed is False
    assert raw.processing_error


async def test_a_status_moves_a_message_of_ours(client: httpx.AsyncClient, store: Store) -> None:
    await post(client, whatsapp(written("hola")))
    (inbound,) = await rows(store, Message)
    async with store.writing() as session:
        session.add(
            Message(
                conversation_id=inbound.conversation_id,
                contact_id=inbound.contact_id,
                channel="whatsapp",
                sequence=9,
                direction="out",
                sender="bot",
                content="¡Hola!",
                status="sent",
                provider_id="wamid.out",
            )
        )
    status = {"id": "wamid.out", "status": "read", "timestamp": "1773154800"}
    answer = await post(client, whatsapp(statuses=[status]))
    assert answer.status_code == 200
    async with store.reading() as session:
        wanted = select(Message.status).where(Message.provider_id == "wamid.out")
        assert await session.scalar(wanted) == "read"


async def test_what_cannot_be_stored_is_logged_without_what_was_written(
    client: httpx.AsyncClient, store: Store
) -> None:
    async with store.writing() as session:
        await session.execute(
            text("ALTER TABLE messages ADD CONSTRAINT none CHECK (content <> 'mi clave es 1234')")
        )
    with capture_logs() as logged:
        answer = await post(client, whatsapp(written("mi clave es 1234")))
    assert answer.status_code == 200
    [refused] = [line for line in logged if line["event"] == "webhook.not_stored"]
    assert (refused["channel"], refused["code"]) == ("whatsapp", "23514")
    assert "clave" not in repr(logged)
    (raw,) = await rows(store, RawMessage)
    assert raw.processing_error


async def test_when_the_database_is_away_meta_is_asked_to_come_again(
    clock: FixedClock, store: Store
) -> None:
    away = Store("postgresql://nobody@127.0.0.1:1/none", clock, store.keys)
    body = whatsapp(written("hola"))
    async with calling(house_of(away, clock)) as client:
        answer = await client.post(INBOUND, content=body, headers=signature(body))
    await away.close()
    assert answer.status_code == 503
    assert answer.headers["retry-after"]


@pytest.mark.parametrize("path", [INBOUND, f"{INBOUND}/verify"])
async def test_the_handshake_echoes_the_challenge_to_who_knows_the_word(
    client: httpx.AsyncClient, path: str
) -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": "word", "hub.challenge": "1158201444"}
    answer = await client.get(path, params=asked)
    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert answer.headers["content-type"].startswith("text/plain")
    for wrong in ({"hub.verify_token": "other"}, {"hub.mode": "unsubscribe"}):
        assert (await client.get(path, params=asked | wrong)).status_code == 403
    assert (await client.get(path)).status_code == 403


async def test_without_a_word_nobody_shakes_hands(store: Store, clock: FixedClock) -> None:
    async with calling(house_of(store, clock, meta_verify_token="")) as client:
        answer = await client.get(INBOUND, params={"hub.mode": "subscribe", "hub.verify_token": ""})
    assert answer.status_code == 403


async def test_the_endpoint_is_described_for_programs(house: House) -> None:
    described = app_of(house).openapi()["paths"][INBOUND]
    assert described["post"]["requestBody"]["required"] is True
    assert {"200", "400", "401", "413", "503"} <= set(described["post"]["responses"])
    assert "get" in described
