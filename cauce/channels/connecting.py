"""The way out of each channel: who speaks for the business there, and how that stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

import httpx

from cauce.channels import _graph
from cauce.channels._standing import Standing, standing
from cauce.channels.instagram.client import InstagramClient
from cauce.channels.messenger.client import MessengerClient
from cauce.channels.whatsapp.client import WhatsAppClient
from cauce.core.actions import SendMessage
from cauce.core.events import Channel


class Outlet(Protocol):
    """The way out to one channel. Raises the DeliveryError tree; returns the platform's id."""

    async def send_message(self, to: str, message: SendMessage, key: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where Meta is; a sandbox that plays it is somewhere else."""

    facebook: str = _graph.FACEBOOK
    instagram: str = _graph.INSTAGRAM
    version: str = _graph.DEFAULT_VERSION

    def base(self, channel: Channel) -> str:
        host = self.instagram if channel == "instagram" else self.facebook
        return f"{host.rstrip('/')}/{self.version}"


@dataclass(frozen=True, slots=True)
class Account:
    """A number, page or account with the token that lets us speak for it."""

    channel: Channel
    external_id: str
    token: str = field(repr=False)


_Client = Callable[[httpx.AsyncClient, str, str, str], Outlet]
_CLIENTS: Final[Mapping[Channel, _Client]] = {
    "whatsapp": WhatsAppClient,
    "messenger": MessengerClient,
    "instagram": InstagramClient,
}
# Without these Meta takes the token and refuses the message.
_NEEDED: Final[Mapping[Channel, frozenset[str]]] = {
    "whatsapp": frozenset({"whatsapp_business_messaging", "whatsapp_business_management"}),
    "messenger": frozenset({"pages_messaging", "pages_manage_metadata"}),
    "instagram": frozenset({"instagram_business_basic", "instagram_business_manage_messages"}),
}
_NAMED_BY: Final[Mapping[Channel, tuple[str, ...]]] = {
    "whatsapp": ("display_phone_number", "verified_name"),
    "messenger": ("name",),
    "instagram": ("username", "name"),
}
CONNECTABLE: Final[tuple[Channel, ...]] = tuple(_CLIENTS)


def outlet_of(http: httpx.AsyncClient, account: Account, addresses: Addresses) -> Outlet:
    """The way out for this account."""
    base = addresses.base(account.channel)
    return _CLIENTS[account.channel](http, account.token, account.external_id, base)


async def check(http: httpx.AsyncClient, account: Account, addresses: Addresses) -> Standing:
    """How the account stands now. Raises the DeliveryError tree when Meta cannot be asked."""
    return await standing(
        http,
        base=addresses.base(account.channel),
        token=account.token,
        external_id=account.external_id,
        named_by=_NAMED_BY[account.channel],
        needed=_NEEDED[account.channel],
    )
