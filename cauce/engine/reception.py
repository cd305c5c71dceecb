"""What comes in from outside: stored with its raw payload before anybody is told it arrived.

The data of a card never gets that far: it is hidden before anything is stored or read.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import orjson

from cauce.channels.files import files_of
from cauce.core.cards import card_numbers, masked
from cauce.core.events import (
    Channel,
    InboundEvent,
    InboundMessage,
    MessageChange,
    StatusUpdate,
    Unreadable,
    Watermark,
)
from cauce.engine.arriving import change_fact, reason_of, speaker, told_aside
from cauce.engine.delivery.news import news_of
from cauce.engine.house import House
from cauce.engine.metrics import MESSAGES_RECEIVED

_SOURCES = {"webchat": "website"}
# Where payloads keep what people wrote; long numbers elsewhere are names of things.
_PROSE = frozenset(("text", "body", "caption", "message"))


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
    """Stores a raw payload and all that it tells, and queues the turns, in one transaction.

    Raises Unavailable when it could not be stored: the platform must deliver it again.
    """
    events, body = _without_cards(events, body)
    messages = [event for event in events if isinstance(event, InboundMessage)]
    changes = [event for event in events if isinstance(event, MessageChange)]
    statuses = [event for event in events if isinstance(event, StatusUpdate)]
    marks = [event for event in events if isinstance(event, Watermark)]
    problems = [event.why for event in events if isinstance(event, Unreadable)]
    keys = [house.keys.suffix() for _ in range(max(1, len(messages)))]
    raw_id = f"raw_{keys[0]}"
    facts = {
        "raw": {
            "id": raw_id,
            "channel": channel,
            "sender": _someone(messages, changes),
            "received_at": house.clock.now(),
            "error": "; ".join(problems) or None,
        },
        "messages": [
            _fact(message, key, _files(house, message))
            for message, key in zip(messages, keys, strict=False)
        ],
        "changes": [change_fact(change, house.keys.suffix()) for change in changes],
        "statuses": [news_of(one, house.settings.message_prices) for one in statuses],
        "watermarks": [asdict(mark) for mark in marks],
    } | told_aside(events)
    who = [one.external_id for one in messages] + [one.external_id for one in changes]
    people = frozenset(f"{channel}:{one}" for one in who)
    answer = await house.store.intake.store(body, orjson.dumps(facts).decode(), people)
    received = tuple(Received(**item) for item in orjson.loads(answer))
    MESSAGES_RECEIVED.labels(channel).inc(sum(not item.duplicate for item in received))
    return Receipt(raw_id, received)


def _someone(messages: Sequence[InboundMessage], changes: Sequence[MessageChange]) -> str | None:
    """Whose payload it is, as far as one name can say it."""
    people = [one.external_id for one in messages] or [one.external_id for one in changes]
    return people[0] if people else None


def _without_cards(
    events: Sequence[InboundEvent], body: bytes
) -> tuple[Sequence[InboundEvent], bytes]:
    """The same events and payload with card data hidden; the payload's bytes stay where none is.

    Nobody could tell what is written in a part that could not be read, so it is gone through too.
    """
    hidden = [_hidden(event) for event in events]
    changed = any(after is not before for after, before in zip(hidden, events, strict=True))
    if not changed and not any(isinstance(event, Unreadable) for event in events):
        return events, body
    written = [event.text for event in events if isinstance(event, InboundMessage | MessageChange)]
    numbers = frozenset[str]().union(*map(card_numbers, written))
    try:
        payload = orjson.loads(body)
    except orjson.JSONDecodeError:
        return hidden, masked(body.decode("utf-8", "replace")).encode() if changed else body
    clear = _walked(payload, numbers, prose=False)
    return hidden, body if clear == payload else orjson.dumps(clear)


def _hidden(event: InboundEvent) -> InboundEvent:
    if not isinstance(event, InboundMessage | MessageChange):
        return event
    text = masked(event.text)
    if text == event.text:
        return event
    data = _walked(dict(event.data), card_numbers(event.text), prose=False)
    return replace(event, text=text, data=data)


def _walked(value: Any, numbers: frozenset[str], *, prose: bool) -> Any:
    """A part of a payload with these numbers hidden, and every card in what people wrote."""
    if isinstance(value, dict):
        return {key: _walked(one, numbers, prose=key in _PROSE) for key, one in value.items()}
    if isinstance(value, list):
        return [_walked(one, numbers, prose=prose) for one in value]
    if not isinstance(value, str):
        return value
    digits = re.sub(r"\D", "", value) if numbers else ""
    return masked(value) if prose or any(number in digits for number in numbers) else value


def _files(house: House, message: InboundMessage) -> list[dict[str, Any]] | None:
    """What there is to fetch, each under a key of its own; None for the many that have none."""
    attached = files_of(message) if message.data else ()
    return [asdict(one) | {"key": house.keys.suffix()} for one in attached] or None


def _fact(message: InboundMessage, key: str, files: list[dict[str, Any]] | None) -> dict[str, Any]:
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
        "source": message.source or _SOURCES.get(message.channel, message.channel),
        "files": files,
        "key": key,
        "reason": reason_of(message),
        **speaker(message),
    }
