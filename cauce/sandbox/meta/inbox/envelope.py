"""The envelope webhooks of the page and of Instagram come in."""

from collections.abc import Mapping
from typing import Any, Final

from cauce.sandbox.state import Sandbox
from cauce.sandbox.world.accounts import INSTAGRAM_ID, PAGE_ID
from cauce.sandbox.world.people import Channel, Customer

ACCOUNTS: Final[Mapping[Channel, tuple[str, str]]] = {
    "messenger": ("page", PAGE_ID),
    "instagram": ("instagram", INSTAGRAM_ID),
}

# The field an application follows to hear of an event, on Messenger and on Instagram.
FIELDS: Final[Mapping[str, tuple[str, str]]] = {
    "delivery": ("message_deliveries", "messages"),
    "read": ("message_reads", "messaging_seen"),
    "reaction": ("message_reactions", "message_reactions"),
    "postback": ("messaging_postbacks", "messaging_postbacks"),
    "referral": ("messaging_referrals", "messaging_referral"),
    "message_edit": ("message_edits", "message_edit"),
    "echo": ("message_echoes", "messages"),
}


def field_of(channel: Channel, item: Mapping[str, Any]) -> str:
    """What must be followed for this event to be told."""
    message = item.get("message")
    echo = isinstance(message, Mapping) and message.get("is_echo") is True
    name = "echo" if echo else next((one for one in FIELDS if one in item), "")
    return FIELDS[name][channel == "instagram"] if name else "messages"


def milliseconds(sandbox: Sandbox) -> int:
    return int(sandbox.clock.now().timestamp() * 1000)


def event(
    sandbox: Sandbox, customer: Customer, own: Mapping[str, Any], *, echo: bool = False
) -> dict[str, Any]:
    """What happened between the two; in an echo it is the business that spoke."""
    account = ACCOUNTS[customer.channel][1]
    ends = (account, customer.address) if echo else (customer.address, account)
    return {
        "sender": {"id": ends[0]},
        "recipient": {"id": ends[1]},
        "timestamp": milliseconds(sandbox),
        **own,
    }


def tell(
    sandbox: Sandbox,
    channel: Channel,
    item: Mapping[str, Any],
    about: str,
    *,
    standby: bool = False,
) -> None:
    """Sends it when the application follows such events. `standby`: another one answers."""
    object_name, account = ACCOUNTS[channel]
    if field_of(channel, item) not in sandbox.world.accounts.subscribed.get(account, ()):
        return
    entry = {
        "id": account,
        "time": milliseconds(sandbox),
        "standby" if standby else "messaging": [item],
    }
    sandbox.deliveries.tell({"object": object_name, "entry": [entry]}, about)
