"""A customer's hand on WhatsApp: writing, and everything else a phone tells the platform."""

from typing import Any

from cauce.sandbox.meta.whatsapp import said as items
from cauce.sandbox.meta.whatsapp.envelope import contact, sender, tell
from cauce.sandbox.said import Said
from cauce.sandbox.state import Sandbox
from cauce.sandbox.world.people import Customer, Shown

# Kinds that are about another message and have no bubble of their own.
ABOUT_ANOTHER = ("reaction", "edit", "revoke")


def say(sandbox: Sandbox, customer: Customer, said: Said) -> str:
    """Puts it on the phone and tells Cauce; the id of the message. Raises GraphError."""
    now = sandbox.clock.now()
    kind, own = items.item(sandbox, said)
    message_id = sandbox.world.message_id("whatsapp")
    message = {
        **sender(customer),
        "id": message_id,
        "timestamp": str(int(now.timestamp())),
        "type": kind,
        **own,
        **items.beside(said, sandbox.world.accounts.number.digits),
    }
    customer.heard(now)
    if said.referral is not None:
        customer.by_ad = now
    if said.kind in ABOUT_ANOTHER:
        _mark(customer, said)
    else:
        bubble = Shown(message_id, "customer", said.kind, items.drawn(said), now, status="sent")
        bubble.reply_to = said.reply_to
        customer.shown.append(bubble)
    sandbox.journal.touch()
    value: dict[str, Any] = {"contacts": [contact(customer)], "messages": [message]}
    if "errors" in own and kind == "interactive":
        value["errors"] = message.pop("errors")
    tell(sandbox, value, "messages")
    return message_id


def _mark(customer: Customer, said: Said) -> None:
    about = customer.find(said.message or "")
    if about is None:
        return
    if said.kind == "reaction":
        about.reaction = said.emoji or None
    elif said.kind == "edit":
        about.content, about.edited = {**about.content, "text": said.text}, True
    else:
        about.content, about.revoked = {"text": ""}, True


def change_number(sandbox: Sandbox, customer: Customer, address: str) -> None:
    """They moved to another phone number, which makes them another user id as well."""
    old = sender(customer)
    before, customer.address = customer.address, address
    customer.user_id = sandbox.world.new_user_id()
    body = f"User {customer.name} changed from {before} to {address}"
    system = {"type": "user_changed_number", "body": body, "wa_id": address}
    system["user_id"] = customer.user_id
    _system(sandbox, old, system)


def change_user_id(sandbox: Sandbox, customer: Customer) -> None:
    old = sender(customer)
    customer.user_id = sandbox.world.new_user_id()
    body = f"User {customer.name} has another user id"
    _system(
        sandbox, old, {"type": "user_changed_user_id", "body": body, "user_id": customer.user_id}
    )


def change_phone(sandbox: Sandbox, customer: Customer) -> None:
    """Another device: the keys of the conversation are others from here on."""
    now = int(sandbox.clock.now().timestamp())
    identity = {"acknowledged": False, "created_timestamp": str(now), "hash": "c2FuZGJveA=="}
    system = {"type": "customer_identity_changed", "body": "", "identity": identity}
    _system(sandbox, sender(customer), system)


def _system(sandbox: Sandbox, who: dict[str, str], system: dict[str, Any]) -> None:
    message = {
        **who,
        "id": sandbox.world.message_id("whatsapp"),
        "timestamp": str(int(sandbox.clock.now().timestamp())),
        "type": "system",
        "system": system,
    }
    sandbox.journal.touch()
    tell(sandbox, {"messages": [message]}, "messages")


def prefer(sandbox: Sandbox, customer: Customer, *, marketing: bool) -> None:
    """They stop marketing messages of this business, or take them again."""
    customer.manners.opted_out = not marketing
    wish = {
        "wa_id": customer.address,
        "category": "marketing_messages",
        "value": "resume" if marketing else "stop",
        "timestamp": int(sandbox.clock.now().timestamp()),
    }
    sandbox.journal.touch()
    value = {"contacts": [contact(customer)], "user_preferences": [wish]}
    tell(sandbox, value, "preferences", "user_preferences")


def answered_by_hand(sandbox: Sandbox, customer: Customer, text: str) -> str:
    """Somebody of the business wrote from the app on a phone: its echo."""
    now, world = sandbox.clock.now(), sandbox.world
    shown = Shown(world.message_id("whatsapp"), "business", "text", {"text": text}, now)
    shown.status, shown.foreign = "delivered", True
    customer.shown.append(shown)
    echo: dict[str, Any] = {
        "from": world.accounts.number.digits,
        "to": customer.address,
        "id": shown.id,
        "timestamp": str(int(now.timestamp())),
        "type": "text",
        "text": {"body": text},
    }
    sandbox.journal.touch()
    tell(sandbox, {"message_echoes": [echo]}, "echoes", "smb_message_echoes")
    return shown.id
