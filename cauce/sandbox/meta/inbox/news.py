"""What follows a message of the business: its echo, its delivery, and that it was read."""

from collections.abc import Mapping
from typing import Any, Final

from cauce.sandbox.meta.inbox.envelope import event, milliseconds, tell
from cauce.sandbox.state import Sandbox
from cauce.sandbox.world.accounts import APP_ID
from cauce.sandbox.world.people import Customer, Shown

ECHO_AFTER: Final = 0.2
DELIVERED_AFTER: Final = 0.5
READ_AFTER: Final = 0.8
OTHER_APP: Final = "263902037430900"


def follow(sandbox: Sandbox, customer: Customer, shown: Shown, message: Mapping[str, Any]) -> None:
    """Plans the news of a message that was just sent."""

    async def echo() -> None:
        own: dict[str, Any] = {"mid": shown.id, "is_echo": True, "app_id": int(APP_ID)}
        for name in ("text", "metadata"):
            if name in message:
                own[name] = message[name]
        if "attachment" in message:
            own["attachments"] = [message["attachment"]]
        shown.comes_to("sent")
        tell_echo(sandbox, customer, own)

    async def arrive() -> None:
        if customer.manners.phone_on and not customer.manners.skips_delivered:
            deliver(sandbox, customer, shown)

    async def see() -> None:
        if customer.manners.phone_on and customer.manners.here:
            read_all(sandbox, customer)

    sandbox.agenda.plan(ECHO_AFTER, echo)
    sandbox.agenda.plan(DELIVERED_AFTER, arrive)
    sandbox.agenda.plan(READ_AFTER, see)


def tell_echo(sandbox: Sandbox, customer: Customer, own: Mapping[str, Any]) -> None:
    sandbox.journal.touch()
    tell(sandbox, customer.channel, event(sandbox, customer, {"message": own}, echo=True), "echoes")


def deliver(sandbox: Sandbox, customer: Customer, shown: Shown) -> None:
    """It is on the phone. Instagram keeps that to itself."""
    if not shown.comes_to("delivered"):
        return
    sandbox.journal.touch()
    if customer.channel == "messenger":
        own: dict[str, Any] = {"delivery": {"watermark": milliseconds(sandbox)}}
        if customer.manners.names_delivered:
            own["delivery"]["mids"] = [shown.id]
        tell(sandbox, "messenger", event(sandbox, customer, own), "statuses")


def phone_on(sandbox: Sandbox, customer: Customer) -> None:
    for shown in customer.shown:
        if shown.side == "business" and shown.status == "sent":
            deliver(sandbox, customer, shown)


def read_all(sandbox: Sandbox, customer: Customer) -> None:
    """Messenger says until when everything was read, Instagram which message was."""
    unread = [
        one
        for one in customer.shown
        if one.side == "business" and not one.foreign and one.comes_to("read")
    ]
    if not unread:
        return
    sandbox.journal.touch()
    if customer.channel == "messenger":
        own: dict[str, Any] = {"read": {"watermark": milliseconds(sandbox)}}
    else:
        own = {"read": {"mid": unread[-1].id}}
    tell(sandbox, customer.channel, event(sandbox, customer, own), "statuses")
