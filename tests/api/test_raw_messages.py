"""Payloads that could not be read are shown as they came, and can be run again."""

import base64
from typing import Any

import httpx
import orjson
from sqlalchemy import func, select

from cauce.core.clock import FixedClock
from cauce.engine.house import House
from cauce.store.models import Message, RawMessage

HELLO: dict[str, Any] = {
    "object": "whatsapp_business_account",
    "entry": [
        {
            "id": "1",
            "changes": [
                {
                    "field": "messages",
                    "value": {
                        "messaging_product": "whatsapp",
                        "metadata": {"phone_number_id": "10", "display_phone_number": "507"},
                        "contacts": [{"wa_id": "50760001111", "profile": {"name": "Eva"}}],
                        "messages": [
                            {
                                "from": "50760001111",
                                "id": "wamid.1",
                                "timestamp": "1773154800",
                                "type": "text",
                                "text": {"body": "Hola"},
                            }
                        ],
                    },
                }
            ],
        }
    ],
}


async def stored(house: House, clock: FixedClock, body: bytes) -> str:
    async with house.store.writing() as session:
        row = RawMessage(
            channel="whatsapp", body=body, received_at=clock.now(), processing_error="broken"
        )
        session.add(row)
        await session.flush()
    return row.id


async def test_what_can_be_read_by_now_becomes_a_message_once(
    shop: House, admin: httpx.AsyncClient, clock: FixedClock
) -> None:
    raw_id = await stored(shop, clock, orjson.dumps(HELLO))
    (listed,) = (await admin.get("/raw-messages/unreadable")).json()["items"]
    assert (listed["id"], listed["error"]) == (raw_id, "broken")
    told = (await admin.post(f"/raw-messages/{raw_id}/run-again")).json()
    assert (len(told["messages"]), told["error"]) == (1, None)
    assert (await admin.get("/raw-messages/unreadable")).json()["items"] == []
    assert (await admin.post(f"/raw-messages/{raw_id}/run-again")).status_code == 409
    second = await stored(shop, clock, orjson.dumps(HELLO))
    again = (await admin.post(f"/raw-messages/{second}/run-again")).json()
    assert (again["messages"], again["duplicates"]) == ([], 1)
    async with shop.store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Message)) == 1


async def test_what_still_cannot_be_read_stays_in_the_list(
    shop: House, admin: httpx.AsyncClient, clock: FixedClock
) -> None:
    body = b"\x00not json"
    raw_id = await stored(shop, clock, body)
    told = (await admin.post(f"/raw-messages/{raw_id}/run-again")).json()
    assert told["messages"] == []
    assert told["error"]
    whole = (await admin.get(f"/raw-messages/{raw_id}")).json()
    assert base64.b64decode(whole["body"]) == body
    assert whole["preview"] == "␀not json"
    assert (await admin.post("/raw-messages/raw_x/run-again")).status_code == 404
