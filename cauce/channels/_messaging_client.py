"""Speaking through the inbox of a page or an Instagram account."""

from collections.abc import Mapping
from typing import Any

import httpx

from cauce.channels import _graph
from cauce.core.delivery import Sent
from cauce.errors import OutcomeUnknown


async def send(http: httpx.AsyncClient, url: str, token: str, body: Mapping[str, Any]) -> Sent:
    """What Meta calls the message. Raises the DeliveryError tree."""
    answer = await _graph.send(http, url, token, body)
    sent = answer.told.get("message_id")
    if not isinstance(sent, str) or not sent:
        raise OutcomeUnknown("Meta took the message without saying which one it is.")
    return Sent(sent, strain=answer.strain, rest=answer.rest)


async def attend(http: httpx.AsyncClient, url: str, token: str, to: str, *, typing: bool) -> None:
    """Blue ticks on the customer's side, then the dots. Raises the DeliveryError tree."""
    for action in ("mark_seen", "typing_on") if typing else ("mark_seen",):
        await _graph.send(http, url, token, {"recipient": {"id": to}, "sender_action": action})
