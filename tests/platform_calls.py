"""What the platforms send us, through the real webhook: signed, parsed and stored."""

from itertools import count
from typing import Any

import httpx
import orjson

from cauce.app import at_the_door
from cauce.engine.house import House
from tests.public_app import APP_SECRET, app_of, signature

SECRETS: dict[str, Any] = {"meta_app_secret": APP_SECRET}
PATH = "/api/v1/webhooks/inbound"
PAGE, NUMBER = "77", "1001"
_numbers = count(1)


async def call(house: House, payload: dict[str, Any]) -> None:
    """One call of Meta; it must be taken, and understood whole."""
    body = orjson.dumps(payload)
    transport = httpx.ASGITransport(at_the_door(app_of(house)))
    async with httpx.AsyncClient(transport=transport, base_url="http://cauce") as client:
        answer = await client.post(PATH, content=body, headers=signature(body))
    assert answer.status_code == 200, answer.text


def whatsapp(*messages: dict[str, Any], field: str = "messages", **value: Any) -> dict[str, Any]:
    name = "message_echoes" if field == "smb_message_echoes" else "messages"
    told = {"metadata": {"phone_number_id": NUMBER}, name: list(messages), **value}
    entry = {"id": "9", "changes": [{"field": field, "value": told}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def page(*events: dict[str, Any], on: str = "page") -> dict[str, Any]:
    return {"object": on, "entry": [{"id": PAGE, "messaging": list(events)}]}


def item(phone: str | None, user: str | None = None, **fields: Any) -> dict[str, Any]:
    """One WhatsApp message of somebody; `at` is its Unix time."""
    who = {"from": phone, "from_user_id": user}
    told = {"id": f"wamid.{next(_numbers)}", "timestamp": str(fields.pop("at", 1773154700))}
    return {name: value for name, value in who.items() if value} | told | fields


def text(phone: str | None, words: str, user: str | None = None, **fields: Any) -> dict[str, Any]:
    return item(phone, user, type="text", text={"body": words}, **fields)


def edit(phone: str, about: str, words: str, **fields: Any) -> dict[str, Any]:
    inner = {"type": "text", "text": {"body": words}}
    told = {"original_message_id": about, "message": inner}
    return item(phone, type="edit", edit=told, **fields)


def revoke(phone: str, about: str, **fields: Any) -> dict[str, Any]:
    return item(phone, type="revoke", revoke={"original_message_id": about}, **fields)


def reaction(phone: str, about: str, emoji: str, **fields: Any) -> dict[str, Any]:
    return item(phone, type="reaction", reaction={"message_id": about, "emoji": emoji}, **fields)


def happens(who: str, at: int = 1773154700000, **what: Any) -> dict[str, Any]:
    """One event of Messenger or Instagram, by the customer."""
    return {"sender": {"id": who}, "recipient": {"id": PAGE}, "timestamp": at, **what}


def answers(who: str, mid: str, words: str, **more: Any) -> dict[str, Any]:
    """What somebody of the business wrote in Meta's own inbox."""
    said = {"mid": mid, "is_echo": True, "text": words, "app_id": 5, **more}
    return {
        "sender": {"id": PAGE},
        "recipient": {"id": who},
        "timestamp": 1773154700000,
        "message": said,
    }
