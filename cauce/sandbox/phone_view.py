"""What a customer's phone shows, as the phone page draws it."""

from typing import Any, Final

from cauce.sandbox.state import Sandbox
from cauce.sandbox.world.people import Customer, Shown

MOST_BUBBLES: Final = 300


def view(sandbox: Sandbox, customer: Customer) -> dict[str, Any]:
    now = sandbox.clock.now()
    until = customer.window_until()
    manners = customer.manners
    return {
        "id": customer.id,
        "channel": customer.channel,
        "name": customer.name,
        "address": customer.address,
        "username": customer.username,
        "user_id": customer.user_id,
        "manners": {name: getattr(manners, name) for name in manners.__slots__},
        "window": {"open": customer.window_open(now), "until": until},
        "typing": customer.typing_until is not None and now < customer.typing_until,
        "messages": [_bubble(one) for one in customer.shown[-MOST_BUBBLES:]],
        "now": now,
    }


def _bubble(shown: Shown) -> dict[str, Any]:
    content = dict(shown.content)
    for name in ("media", "header_media"):
        if name in content:
            content[name] = _with_address(content[name])
    return {
        "id": shown.id,
        "side": shown.side,
        "kind": shown.kind,
        "content": content,
        "at": shown.at,
        "status": shown.status,
        "error": shown.error,
        "reply_to": shown.reply_to,
        "reaction": shown.reaction,
        "edited": shown.edited,
        "revoked": shown.revoked,
        "foreign": shown.foreign,
    }


def _with_address(media: dict[str, Any]) -> dict[str, Any]:
    """Files of the sandbox have an address here; others keep the one the business gave."""
    if media.get("id"):
        return {**media, "url": f"/cdn/{media['id']}"}
    return {**media, "url": media.get("link", "")}
