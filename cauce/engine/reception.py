"""What comes in from outside: stored with its raw payload before anybody is told it arrived."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from cauce.core.events import Channel, InboundEvent, InboundMessage, StatusUpdate, Unreadable
from cauce.engine.house import House
from cauce.engine.metrics import MESSAGES_RECEIVED

_SOURCES = {"webchat": "website"}


@dataclass(frozen=True, slots=True)
class Received:
    """Where a message landed. `duplicate`: it had come before, so nothing happened."""

    message_id: str
    conversation_id: str
    sequence: int
    duplicate: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one payload: its raw row, and its messages in order."""

    raw_id: str
    messages: tuple[Received, ...]


async def receive(
    house: House, channel: Channel, body: bytes, events: Sequence[InboundEvent]
) -> Receipt:
    """Stores raw payload, messages and statuses, and queues the turns, in one transaction.

    Raises Unavailable when it could not be stored: the platform must deliver it again.
    """
    messages = [event for event in events if isinstance(event, InboundMessage)]
    statuses = [event for event in events if isinstance(event, StatusUpdate)]
    problems = [event.why for event in events if isinstance(event, Unreadable)]
    raw_id = house.keys.new("raw")
    facts = {
        "raw": {
            "id": raw_id,
            "channel": channel,
            "sender": messages[0].external_id if messages else None,
            "received_at": house.clock.now(),
            "error": "; ".join(problems) or None,
        },
        "messages": [_fact(message, house.keys.suffix()) for message in messages],
        "statuses": [_status(status) for status in statuses],
    }
    answer = await house.store.intake.store(body, orjson.dumps(facts).decode())
    received = tuple(Received(**item) for item in orjson.loads(answer))
    MESSAGES_RECEIVED.labels(channel).inc(sum(not item.duplicate for item in received))
    return Receipt(raw_id, received)


def _fact(message: InboundMessage, key: str) -> dict[str, Any]:
    return {
        "channel": message.channel,
        "provider_id": message.provider_id,
        "external_id": message.external_id,
        "account_id": message.account_id,
        "kind": message.kind,
        "said": message.text,
        "sent_at": message.sent_at,
        "display_name": message.display_name,
        "username": message.username,
        "phone": message.phone,
        "reply_to": message.reply_to,
        "data": dict(message.data),
        "source": _SOURCES.get(message.channel, message.channel),
        "key": key,
    }


def _status(update: StatusUpdate) -> dict[str, Any]:
    return {
        "channel": update.channel,
        "provider_id": update.provider_id,
        "status": update.status,
        "at": update.at,
        "error_code": update.error_code,
        "error": update.error,
    }
