"""The numbers, pages and accounts Cauce speaks through: connected, checked, cut off."""

from datetime import timedelta
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.channels.connecting import (
    CONNECTABLE,
    Account,
    Addresses,
    Outlet,
    check,
    outlet_of,
)
from cauce.core.actions import RaiseAlert
from cauce.core.events import Channel
from cauce.core.keys import Keys
from cauce.engine.announcing import raise_alert
from cauce.engine.house import House
from cauce.errors import BadInput, DeliveryError, NotFound, Unauthorised
from cauce.store.models import ChannelAccount
from cauce.store.queries import accounts as queries
from cauce.store.queries.audit import note
from cauce.store.vault import Vault

# A token that ends within this time is told of while there is time to renew it.
WARN_BEFORE = timedelta(days=7)
_LONGEST = 4096


async def connect(
    house: House, user_id: str | None, channel: str, external_id: str, token: str
) -> ChannelAccount:
    """Connects an account, or gives it a new token, once Meta says that both belong together.

    Raises BadInput for a channel that cannot be connected or what Meta refuses.
    """
    if channel not in CONNECTABLE:
        raise BadInput("This channel cannot be connected.", "channel")
    external_id, token = external_id.strip(), token.strip()
    if not external_id.isdigit():
        raise BadInput("The id is a number: copy it from the platform's page.", "external_id")
    if not token or len(token) > _LONGEST or not token.isascii():
        raise BadInput("Paste the access token as the platform shows it.", "token")
    account = Account(channel, external_id, token)
    try:
        told = await check(house.http, account, _addresses(house))
    except DeliveryError as error:
        raise BadInput(str(error), "token") from error
    if not told.valid:
        raise BadInput("This token has ended. Make a new one.", "token")
    if told.missing:
        raise BadInput(f"The token lacks permissions: {', '.join(told.missing)}.", "token")
    async with house.store.writing() as session:
        row = await keep(session, house.keys, house.vault, channel, external_id, token)
        row.name, row.expires_at = told.name, told.expires_at
        row.checked_at = house.clock.now()
        after = {"channel": channel, "external_id": external_id}
        note(session, user_id, "channel.connected", row.id, after=after)
    return row


async def keep(
    session: AsyncSession, keys: Keys, vault: Vault, channel: str, external_id: str, token: str
) -> ChannelAccount:
    """The account with this token, as one that is well; nobody is asked."""
    row = await queries.by_external(session, channel, external_id)
    if row is None:
        row = ChannelAccount(
            id=keys.new(ChannelAccount.prefix),
            channel=channel,
            external_id=external_id,
            name=external_id,
        )
        session.add(row)
    row.token = vault.seal(token, _about(row))
    row.status, row.problem = "connected", None
    return row


async def disconnect(house: House, user_id: str, account_id: str) -> None:
    """Forgets the token; what was said stays. Raises NotFound."""
    async with house.store.writing() as session:
        row = await session.get(ChannelAccount, account_id)
        if row is None:
            raise NotFound("There is no such connection.")
        note(session, user_id, "channel.disconnected", row.id, before={"name": row.name})
        await session.delete(row)


async def way_out(
    house: House, session: AsyncSession, channel: str, external_id: str
) -> Outlet | None:
    """The way out for a conversation that came in by this account; None while there is none.

    An account that was cut off is still tried: only the platform knows that it is well again.
    """
    if channel in house.outlets:
        return house.outlets[channel]
    row = await queries.speaking_for(session, channel, external_id)
    if row is None or row.status == "off":
        return None
    return outlet_of(house.http, _opened(house, row), _addresses(house))


async def check_all(house: House) -> int:
    """Asks how every connected account stands, and tells a person before one is lost; how many
    need attention."""
    async with house.store.reading() as session:
        ids = [row.id for row in await queries.connected(session) if row.status != "off"]
    return sum([await recheck(house, account_id) for account_id in ids])


async def recheck(house: House, account_id: str) -> bool:
    """Whether the account needs attention now. Raises NotFound."""
    async with house.store.reading() as session:
        row = await session.get(ChannelAccount, account_id)
        if row is None:
            raise NotFound("There is no such connection.")
    try:
        told = await check(house.http, _opened(house, row), _addresses(house))
    except Unauthorised as error:
        return await _noted(house, account_id, {"problem": str(error)})
    except DeliveryError:
        # Meta is away: that says nothing about the account.
        return row.status == "attention"
    problem = None
    if not told.valid:
        problem = "The token has ended: make a new one and connect again."
    elif told.missing:
        problem = f"Permissions were taken away: {', '.join(told.missing)}."
    elif told.expires_at is not None and told.expires_at - house.clock.now() < WARN_BEFORE:
        problem = f"The token ends on {told.expires_at:%Y-%m-%d}: renew it before."
    news = {"problem": problem, "name": told.name, "expires_at": told.expires_at}
    return await _noted(house, account_id, news)


async def cut_off(session: AsyncSession, channel: str, external_id: str, why: str) -> None:
    """The platform refused our token while a message was leaving."""
    row = await queries.speaking_for(session, channel, external_id)
    if row is not None:
        row.status, row.problem = "attention", why


async def _noted(house: House, account_id: str, news: dict[str, Any]) -> bool:
    now = house.clock.now()
    async with house.store.writing() as session:
        row = await session.get(ChannelAccount, account_id, with_for_update=True)
        if row is None:
            return False
        for field, value in news.items():
            setattr(row, field, value)
        row.checked_at = now
        row.status = "attention" if row.problem else "connected"
        if row.problem:
            alert = RaiseAlert(
                type="channel_disconnected",
                severity="high",
                message=f"{row.channel} {row.name}: {row.problem}",
                cause=f"channel:{row.id}",
            )
            await raise_alert(session, house.keys, now, alert)
        return row.problem is not None


def _opened(house: House, row: ChannelAccount) -> Account:
    token = house.vault.open(row.token, _about(row))
    return Account(cast("Channel", row.channel), row.external_id, token)


def _addresses(house: House) -> Addresses:
    settings = house.settings
    return Addresses(
        settings.meta_graph_url, settings.meta_instagram_url, settings.meta_graph_version
    )


def _about(row: ChannelAccount) -> str:
    return f"{row.id}.token"
