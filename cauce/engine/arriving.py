"""Events in the words of `cauce_receive`: who speaks, about whom, and what changes."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import orjson

from cauce.core.events import (
    InboundEvent,
    InboundMessage,
    MarketingWish,
    MessageChange,
    TemplateNews,
)
from cauce.core.phones import variants
from cauce.core.reasons import because

_TAKEN_OVER = because("a person answered from outside Cauce")


def speaker(message: InboundMessage) -> dict[str, Any]:
    """Whose message it is, and everything that person is called."""
    names = message.names or (message.external_id,)
    return {
        "sender": message.sender,
        "campaign": message.campaign,
        "names": names,
        "phones": variants(message.phone) if message.phone else [],
        "becomes": asdict(message.becomes) if message.becomes else None,
    }


def reason_of(message: InboundMessage) -> str | None:
    """Why drafts that wait are out of date once this message is here."""
    if message.sender != "agent":
        return None
    return orjson.dumps(_TAKEN_OVER.as_json()).decode()


def change_fact(change: MessageChange, key: str) -> dict[str, Any]:
    return {
        "channel": change.channel,
        "event": change.event,
        "about": change.about,
        "kind": change.kind,
        "author": change.by,
        "said": change.text,
        "data": dict(change.data),
        "at": change.at,
        "key": key,
    }


def told_aside(events: Sequence[InboundEvent]) -> dict[str, Any]:
    """What jobs do afterwards: news of templates, and wishes about advertising."""
    templates = [asdict(event) for event in events if isinstance(event, TemplateNews)]
    wishes = [asdict(event) for event in events if isinstance(event, MarketingWish)]
    return {"templates": templates, "wishes": wishes} if templates or wishes else {}
