"""The way out of each channel: who speaks for the business there, and how that stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Protocol

import httpx

from cauce.channels import _graph
from cauce.channels._following import INSTAGRAM_FIELDS, PAGE_FIELDS, follow, unfollow
from cauce.channels._standing import (
    Standing,
    of_instagram,
    of_instagram_by_page,
    of_number,
    of_page,
    renewed,
)
from cauce.channels.instagram.client import InstagramClient
from cauce.channels.messenger.client import MessengerClient
from cauce.channels.whatsapp._template_news import FIELDS as TEMPLATE_FIELDS
from cauce.channels.whatsapp.client import WhatsAppClient
from cauce.channels.whatsapp.templates import Listed, listed
from cauce.core.actions import SendMessage
from cauce.core.delivery import Cards, OutFile, OutTemplate, Sent
from cauce.core.events import Channel

__all__ = [
    "CONNECTABLE",
    "INSTAGRAM_FIELDS",
    "PAGE_FIELDS",
    "TEMPLATE_FIELDS",
    "Account",
    "Addresses",
    "App",
    "Listed",
    "Outlet",
    "Standing",
    "check",
    "greet",
    "listen",
    "outlet_of",
    "owns_secret",
    "renew",
    "stop_listening",
    "templates_of",
]


class Outlet(Protocol):
    """The way out to one channel. Raises the DeliveryError tree.

    `key` is repeated in the platform's news of the message. `attend` shows the customer that
    `message_id` of theirs was read, and that somebody types.
    """

    async def send_message(self, to: str, message: SendMessage, key: str) -> Sent: ...

    async def send_cards(self, to: str, cards: Cards, key: str) -> Sent: ...

    async def send_file(self, to: str, file: OutFile, key: str) -> Sent: ...

    async def send_template(self, to: str, template: OutTemplate, key: str) -> Sent: ...

    async def attend(self, to: str, message_id: str, *, typing: bool = True) -> None: ...


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where Meta is; a sandbox that plays it is somewhere else."""

    facebook: str = _graph.FACEBOOK
    instagram: str = _graph.INSTAGRAM
    version: str = _graph.DEFAULT_VERSION

    def base(self, channel: Channel, page_id: str = "") -> str:
        """An Instagram account that its page speaks for is spoken to where the page is."""
        host = self.instagram if channel == "instagram" and not page_id else self.facebook
        return f"{host.rstrip('/')}/{self.version}"


@dataclass(frozen=True, slots=True)
class Account:
    """A number, page or account with the token that lets us speak for it.

    `waba_id` is the WhatsApp Business account of a number, `page_id` the page that speaks for an
    Instagram account.
    """

    channel: Channel
    external_id: str
    token: str = field(repr=False)
    waba_id: str = ""
    page_id: str = ""


@dataclass(frozen=True, slots=True)
class App:
    """Our application at Meta. With id and secret it may ask what a token is worth."""

    id: str = ""
    secret: str = field(default="", repr=False)

    @property
    def token(self) -> str:
        return f"{self.id}|{self.secret}" if self.id and self.secret else ""


_Client = Callable[[httpx.AsyncClient, str, str, str], Outlet]
_CLIENTS: Final[Mapping[Channel, _Client]] = {
    "whatsapp": WhatsAppClient,
    "messenger": MessengerClient,
    "instagram": InstagramClient,
}
# How tokens of Facebook begin; those of Instagram's own login begin otherwise.
_OF_FACEBOOK: Final = "EAA"
CONNECTABLE: Final[tuple[Channel, ...]] = tuple(_CLIENTS)


def outlet_of(
    http: httpx.AsyncClient, account: Account, addresses: Addresses, *, as_person: bool = False
) -> Outlet:
    """The way out for this account; `as_person` for what a person answers late."""
    base = addresses.base(account.channel, account.page_id)
    speaker = account.page_id or account.external_id
    client = _CLIENTS[account.channel](http, account.token, speaker, base)
    if as_person and isinstance(client, MessengerClient | InstagramClient):
        return replace(client, as_person=True)
    return client


async def check(
    http: httpx.AsyncClient, account: Account, addresses: Addresses, app: App
) -> Standing:
    """How the account stands now, as Meta tells; it may be another one than was meant.

    Raises the DeliveryError tree when Meta cannot be asked, or does not know it.
    """
    base, token = addresses.base(account.channel, account.page_id), account.token
    if account.channel == "whatsapp":
        return await of_number(http, base, token, account.external_id, account.waba_id, app.token)
    if account.channel == "messenger":
        return await of_page(http, base, token, app.token)
    if account.page_id or token.startswith(_OF_FACEBOOK):
        facebook = addresses.base("messenger")
        return await of_instagram_by_page(http, facebook, token, app.token)
    return await of_instagram(http, base, token)


async def listen(http: httpx.AsyncClient, account: Account, addresses: Addresses, app: App) -> bool:
    """Sees to it that Meta tells us what happens there; False where it is not known whom to ask.

    Raises the DeliveryError tree.
    """
    node, fields = _told_of(account, addresses)
    if node:
        await follow(http, node, account.token, fields, app.id)
    return bool(node)


async def stop_listening(http: httpx.AsyncClient, account: Account, addresses: Addresses) -> None:
    """Raises the DeliveryError tree."""
    node, _ = _told_of(account, addresses)
    if node:
        await unfollow(http, node, account.token)


async def renew(
    http: httpx.AsyncClient, account: Account, addresses: Addresses, now: datetime
) -> tuple[str, datetime]:
    """A longer life for a token of Instagram's own login; the token and its end. Raises the
    DeliveryError tree."""
    return await renewed(http, addresses.instagram.rstrip("/"), account.token, now)


async def owns_secret(http: httpx.AsyncClient, app: App, addresses: Addresses) -> None:
    """Raises Rejected or Unauthorised when the secret is not the application's, and the rest of
    the DeliveryError tree when Meta cannot be asked."""
    base = addresses.base("messenger")
    await _graph.get(http, f"{base}/{app.id}", app.token, {"fields": "id"})


async def greet(http: httpx.AsyncClient, account: Account, addresses: Addresses, to: str) -> str:
    """The template every WhatsApp account comes with, to a number; what Meta calls the message.

    Raises the DeliveryError tree.
    """
    body = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": to,
        "type": "template",
        "template": {"name": "hello_world", "language": {"code": "en_US"}},
    }
    speaker = WhatsAppClient(
        http, account.token, account.external_id, addresses.base(account.channel)
    )
    return (await speaker.send_body(body)).provider_id


async def templates_of(
    http: httpx.AsyncClient, account: Account, addresses: Addresses
) -> tuple[Listed, ...]:
    """The templates of a number's business account. Raises the DeliveryError tree."""
    base = addresses.base(account.channel)
    return await listed(http, base, account.token, account.waba_id)


def _told_of(account: Account, addresses: Addresses) -> tuple[str, tuple[str, ...]]:
    """What has to be followed so that webhook calls come, and which of its fields."""
    base = addresses.base(account.channel, account.page_id)
    if account.channel == "whatsapp":
        return (f"{base}/{account.waba_id}" if account.waba_id else "", ())
    if account.channel == "messenger" or account.page_id:
        return f"{base}/{account.page_id or account.external_id}", PAGE_FIELDS
    return f"{base}/me", INSTAGRAM_FIELDS
