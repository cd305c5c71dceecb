"""Comments as webhooks: Instagram and the page's feed tell them each in its own shape."""

from typing import Any

from cauce.sandbox.state import Sandbox
from cauce.sandbox.world.accounts import INSTAGRAM_ID, PAGE_ID
from cauce.sandbox.world.comments import Comment


def tell(sandbox: Sandbox, comment: Comment, verb: str = "add") -> None:
    """Sends it to Cauce. Instagram only ever tells that a comment was written."""
    seconds = int(sandbox.clock.now().timestamp())
    if comment.channel == "instagram":
        if verb == "add":
            change = {"field": "comments", "value": _on_instagram(sandbox, comment)}
            _send(sandbox, "instagram", INSTAGRAM_ID, seconds, change)
        return
    change = {"field": "feed", "value": _on_facebook(sandbox, comment, verb)}
    _send(sandbox, "page", PAGE_ID, seconds, change)


def _send(
    sandbox: Sandbox, object_name: str, account: str, seconds: int, change: dict[str, Any]
) -> None:
    followed = sandbox.world.accounts.subscribed.get(account, ())
    if change["field"] in followed:
        entry = {"id": account, "time": seconds, "changes": [change]}
        sandbox.deliveries.tell({"object": object_name, "entry": [entry]}, "comments")


def _on_instagram(sandbox: Sandbox, comment: Comment) -> dict[str, Any]:
    value: dict[str, Any] = {
        "id": comment.id,
        "text": comment.text,
        "from": _author(sandbox, comment, "username"),
        "media": {"id": comment.post, "media_product_type": "FEED"},
    }
    return value | ({"parent_id": comment.parent} if comment.parent else {})


def _on_facebook(sandbox: Sandbox, comment: Comment, verb: str) -> dict[str, Any]:
    return {
        "item": "comment",
        "verb": verb,
        "comment_id": comment.id,
        "post_id": comment.post,
        "parent_id": comment.parent or comment.post,
        "from": _author(sandbox, comment, "name"),
        "message": comment.text,
        "created_time": int(comment.at.timestamp()),
    }


def _author(sandbox: Sandbox, comment: Comment, named: str) -> dict[str, str]:
    world = sandbox.world
    person = world.customers.get(comment.author or "")
    if person is not None:
        shown = person.username or person.name if named == "username" else person.name
        return {"id": person.address, named: shown}
    if comment.channel == "instagram":
        own = world.accounts.instagram
        return {"id": own.id, named: own.username}
    return {"id": world.accounts.page.id, named: world.accounts.page.name}
