"""Sending through the inbox of a page or an Instagram account."""

from collections.abc import Mapping
from typing import Any

import httpx

from cauce.channels import _graph
from cauce.errors import OutcomeUnknown


async def send(http: httpx.AsyncClient, url: str, token: str, body: Mapping[str, Any]) -> str:
    """Meta's id of the message. Raises the DeliveryError tree."""
    told = await _graph.post(http, url, token, body)
    sent = told.get("message_id")
    if not isinstance(sent, str) or not sent:
        raise OutcomeUnknown("Meta took the message without saying which one it is.")
    return sent
