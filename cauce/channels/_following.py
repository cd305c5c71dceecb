"""Whether webhook calls of an account come to us: asked of Meta, and seen to."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import httpx

from cauce.channels import _graph
from cauce.channels._fields import identifier, items, section

# What is told of a page. One field that Meta does not know makes it refuse them all.
PAGE_FIELDS: Final = (
    "messages",
    "messaging_postbacks",
    "message_echoes",
    "message_reads",
    "message_deliveries",
    "message_reactions",
    "messaging_referrals",
)
INSTAGRAM_FIELDS: Final = (
    "messages",
    "messaging_postbacks",
    "messaging_seen",
    "message_reactions",
    "messaging_referral",
)
_EDGE: Final = "subscribed_apps"


async def follow(
    http: httpx.AsyncClient, node: str, token: str, fields: Sequence[str], app_id: str
) -> None:
    """Sees to it that Meta tells our application of this node. Raises the DeliveryError tree.

    What the application follows there besides is kept. A WhatsApp Business account takes no fields.
    """
    told = await _graph.get(http, f"{node}/{_EDGE}", token, {})
    ours = [one for one in items(told, "data") if app_id in ("", _app_of(one))]
    known = [name for one in ours for name in _fields_of(one)]
    if ours and set(fields) <= set(known):
        return
    body = {"subscribed_fields": ",".join(dict.fromkeys((*known, *fields)))} if fields else {}
    await _graph.post(http, f"{node}/{_EDGE}", token, body)


async def unfollow(http: httpx.AsyncClient, node: str, token: str) -> None:
    """Raises the DeliveryError tree."""
    await _graph.delete(http, f"{node}/{_EDGE}", token)


def _app_of(listed: Mapping[str, Any]) -> str:
    """WhatsApp wraps the application, the others do not."""
    return identifier(section(listed, "whatsapp_business_api_data") or listed, "id") or ""


def _fields_of(listed: Mapping[str, Any]) -> list[str]:
    fields = listed.get("subscribed_fields")
    return [one for one in fields if isinstance(one, str)] if isinstance(fields, list) else []
