"""What a visitor wrote in the website's chat, as an event."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cauce.core.events import InboundEvent, InboundMessage


def parse(payload: Mapping[str, Any], now: datetime) -> tuple[InboundEvent, ...]:
    """`payload` is checked already: visitor, client_id, text, and the page they were on."""
    visitor = payload["visitor"]
    page = payload.get("page")
    return (
        InboundMessage(
            channel="webchat",
            provider_id=provider_id(visitor, payload["client_id"]),
            external_id=visitor,
            kind="text",
            text=payload["text"],
            sent_at=now,
            data={"page": page} if page else {},
        ),
    )


def provider_id(visitor: str, client_id: str) -> str:
    """The name of a message on this channel: no visitor can take another's."""
    return f"{visitor}:{client_id}"


def client_id(name: str | None) -> str | None:
    """The visitor's own name for a message, out of `provider_id`."""
    return name.partition(":")[2] or None if name else None
