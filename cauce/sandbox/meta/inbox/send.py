"""Sending into the inboxes of Messenger and Instagram, private replies to comments included."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from cauce.sandbox.graph_error import GraphError
from cauce.sandbox.meta.call import Call
from cauce.sandbox.meta.inbox import drawing, news
from cauce.sandbox.meta.inbox.checks import check, check_action
from cauce.sandbox.world.accounts import INSTAGRAM_ID, PAGE_ID
from cauce.sandbox.world.comments import PRIVATE_REPLY_WITHIN, Comment
from cauce.sandbox.world.people import HUMAN_WINDOW, Channel, Customer, Shown

NEEDS: Final[Mapping[Channel, tuple[str, ...]]] = {
    "messenger": ("pages_messaging",),
    "instagram": ("instagram_manage_messages", "instagram_business_manage_messages"),
}
CLOSED: Final[Mapping[Channel, int]] = {"messenger": 2018278, "instagram": 2534022}
TYPING_SECONDS: Final = 20


async def send_in_inbox(call: Call) -> dict[str, Any]:
    """One call to /messages of the page or the Instagram account."""
    account = call.token().targets[0] if call.node == "me" else call.node
    if account not in (PAGE_ID, INSTAGRAM_ID):
        raise GraphError(100, f"The object {call.node} does not exist for this token.", 33)
    if account == INSTAGRAM_ID and call.host == "facebook":
        raise GraphError(100, "Over this host Instagram is written to through its page.", 33)
    to = call.given.get("recipient")
    if not isinstance(to, Mapping):
        raise GraphError(100, "The parameter recipient is required.")
    about = to.get("comment_id") or (account == PAGE_ID and to.get("post_id"))
    if about:
        return _private_reply(call, account, str(about))
    customer = _customer(call, account, str(to.get("id") or ""))
    call.token(account, *NEEDS[customer.channel])
    if "sender_action" in call.given:
        return _act(call, customer)
    message = check(customer.channel, call.given)
    _reachable(call, customer)
    shown = _put(call, customer, message)
    return {"recipient_id": customer.address, "message_id": shown.id}


def _customer(call: Call, account: str, address: str) -> Customer:
    """Whoever has this id. The page also speaks for the Instagram account linked to it."""
    channels: tuple[Channel, ...] = ("messenger", "instagram")
    for channel in channels if account == PAGE_ID else ("instagram",):
        found = call.sandbox.world.reachable_as(channel, address)
        if found is not None:
            return found
    raise GraphError(100, "Nobody has this id.", 2018001)


def _reachable(call: Call, customer: Customer) -> None:
    """Raises GraphError when they cannot be written to now."""
    now = call.sandbox.clock.now()
    if not customer.manners.on_platform:
        raise GraphError(551, "This person takes no messages now.", 1545041)
    if customer.manners.blocks_us:
        raise GraphError(200, "This person does not receive messages from this page.", 1545041)
    tag = call.given.get("tag")
    if tag is not None and tag != "HUMAN_AGENT":
        raise GraphError(100, f"The tag {tag} is not served any more.")
    if (tag is not None) != (call.given.get("messaging_type") == "MESSAGE_TAG"):
        raise GraphError(100, "A tag and messaging_type MESSAGE_TAG come together.")
    if customer.window_open(now):
        return
    by_hand = tag == "HUMAN_AGENT" and customer.last_inbound is not None
    if by_hand and customer.last_inbound and now < customer.last_inbound + HUMAN_WINDOW:
        return
    raise GraphError(10, "The reply window has closed.", CLOSED[customer.channel])


def _put(call: Call, customer: Customer, message: Mapping[str, Any]) -> Shown:
    sandbox = call.sandbox
    shown = Shown(
        id=sandbox.world.message_id(customer.channel),
        side="business",
        kind="text" if "text" in message else "attachment",
        content=drawing.drawn(message),
        at=sandbox.clock.now(),
        reply_to=(message.get("reply_to") or {}).get("mid"),
    )
    customer.typing_until = None
    customer.shown.append(shown)
    sandbox.journal.touch()
    news.follow(sandbox, customer, shown, message)
    return shown


def _act(call: Call, customer: Customer) -> dict[str, Any]:
    """Dots, ticks and reactions."""
    action = check_action(call.given)
    now = call.sandbox.clock.now()
    if action == "typing_on":
        customer.typing_until = now + timedelta(seconds=TYPING_SECONDS)
    elif action == "typing_off":
        customer.typing_until = None
    elif action == "mark_seen":
        for one in customer.shown:
            if one.side == "customer":
                one.comes_to("read")
    else:
        _react(call, customer, action)
    call.sandbox.journal.touch()
    return {"recipient_id": customer.address}


def _react(call: Call, customer: Customer, action: str) -> None:
    payload = call.given.get("payload")
    about = customer.find(str(payload.get("message_id"))) if isinstance(payload, Mapping) else None
    if about is None or not isinstance(payload, Mapping):
        raise GraphError(100, "payload.message_id names no message of this conversation.")
    about.reaction = str(payload.get("reaction") or "love") if action == "react" else None


def _private_reply(call: Call, account: str, comment_id: str) -> dict[str, Any]:
    """One message per comment or post of a visitor, within a week; it opens no window until it is
    answered."""
    world, now = call.sandbox.world, call.sandbox.clock.now()
    comment = world.comments.get(comment_id)
    if comment is None:
        raise GraphError(100, f"The comment {comment_id} does not exist.", 33)
    call.token(account, *NEEDS[comment.channel])
    message = check(comment.channel, call.given)
    if comment.answered_privately:
        raise GraphError(10900)
    if comment.author is None or now >= comment.at + PRIVATE_REPLY_WITHIN:
        raise GraphError(10903)
    customer = _author(call, comment)
    comment.answered_privately = True
    shown = _put(call, customer, message)
    return {"message_id": shown.id}


def _author(call: Call, comment: Comment) -> Customer:
    found = call.sandbox.world.customers.get(comment.author or "")
    if found is None or not found.manners.on_platform or found.manners.blocks_us:
        raise GraphError(10903)
    return found
