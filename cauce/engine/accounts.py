"""The numbers, pages and accounts Cauce speaks through: kept, opened, cut off."""

from datetime import datetime
from typing import Any, Final, cast
from urllib.parse import urlsplit

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.channels.connecting import Account, Addresses, Outlet, outlet_of
from cauce.core.actions import RaiseAlert, Severity
from cauce.core.events import Channel
from cauce.core.keys import Keys
from cauce.engine.announcing import raise_alert
from cauce.engine.house import House
from cauce.errors import DeliveryError, Misconfigured, Unauthorised
from cauce.knowledge.wording import Wording
from cauce.store.models import Alert, ChannelAccount
from cauce.store.queries import accounts as queries
from cauce.store.queries.live import tell
from cauce.store.vault import Vault

LOCKED: Final = (
    "The stored token cannot be opened: CAUCE_SECRET is not the one it was stored with. "
    "Paste the token again."
)
REFUSED: Final = "Meta refuses the token (code {code}). Make a new one and connect it again."
STOPPED: Final = "Meta stopped this account (code {code}). Read there what it says, and settle it."
# Marks an account that a sandbox plays: its token must never reach the real platform.
PLAYED: Final = "played"
# What the token decides; anything else somebody chose for the account stays.
_CHOSEN: Final = frozenset({"waba_id", "page_id", PLAYED})
_HERE: Final = frozenset({"127.0.0.1", "localhost", "::1"})


async def keep(
    session: AsyncSession,
    keys: Keys,
    vault: Vault,
    channel: str,
    external_id: str,
    token: str,
    settings: dict[str, Any],
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
    kept = {name: one for name, one in (row.settings or {}).items() if name not in _CHOSEN}
    row.token, row.settings = vault.seal(token, _about(row.id)), kept | settings
    row.status, row.problem, row.standing = "connected", None, {}
    return row


async def way_out(
    house: House, session: AsyncSession, channel: str, external_id: str
) -> Outlet | None:
    """The way out for a conversation that came in by this account; None while there is none.

    An account that was cut off is still tried: only the platform knows that it is well again.
    Raises Unauthorised when its token cannot be opened.
    """
    if channel in house.outlets:
        return house.outlets[channel]
    account = await account_of(house, session, channel, external_id)
    return None if account is None else outlet_of(house.http, account, house.addresses)


async def account_of(
    house: House, session: AsyncSession, channel: str, external_id: str
) -> Account | None:
    """The account a conversation came in by, with its token; None while there is none. Raises
    Unauthorised when its token cannot be opened."""
    row = await queries.speaking_for(session, channel, external_id)
    return None if row is None or not usable(house, row) else opened(house, row)


def usable(house: House, row: ChannelAccount) -> bool:
    """Not one that is off, nor one of a sandbox where the real platform would be spoken to."""
    return row.status != "off" and (not row.settings.get(PLAYED) or plays_here(house.addresses))


def plays_here(addresses: Addresses) -> bool:
    """Whether a sandbox on this machine stands in for Meta."""
    return urlsplit(addresses.facebook).hostname in _HERE


def opened(house: House, row: ChannelAccount) -> Account:
    """With its token. Raises Unauthorised when that cannot be opened."""
    try:
        token = house.vault.open(row.token, _about(row.id))
    except Misconfigured as error:
        raise Unauthorised(LOCKED) from error
    return Account(
        cast("Channel", row.channel),
        row.external_id,
        token,
        waba_id=str(row.settings.get("waba_id", "")),
        page_id=str(row.settings.get("page_id", "")),
    )


def sealed(house: House, row: ChannelAccount, token: str) -> str:
    return house.vault.seal(token, _about(row.id))


async def cut_off(
    session: AsyncSession, channel: str, external_id: str, error: DeliveryError
) -> RaiseAlert:
    """The platform refused us while a message was leaving: what people should be told, once for
    the account, however many messages it stops."""
    row = await queries.speaking_for(session, channel, external_id)
    problem = problem_of(error)
    if row is None:
        return lost(cause_of(channel), channel, channel, problem)
    blame(row, problem)
    return lost(cause_of(row.id), row.channel, row.name, problem)


def problem_of(error: DeliveryError) -> Wording:
    """What a person has to do about it, with the platform's own code."""
    if error.code is None:
        return Wording(error.message)
    return Wording(STOPPED if error.remedy == "account" else REFUSED, code=error.code)


def blame(row: ChannelAccount, problem: Wording) -> None:
    """The account needs attention, and why."""
    row.status, row.problem = "attention", str(problem)
    told = {"sentence": problem.sentence, "figures": dict(problem.figures)}
    row.standing = {**row.standing, "problem": told}


def cause_of(account_id: str) -> str:
    """One open alert for an account, whatever shows it; for a channel while it has none."""
    return f"channel:{account_id}"


def lost(
    cause: str, channel: str, name: str, problem: Wording, severity: Severity = "critical"
) -> RaiseAlert:
    figures = {key: str(value) for key, value in problem.figures.items()}
    return RaiseAlert(
        type="channel_disconnected",
        severity=severity,
        message=f"{channel} {name}: {problem}",
        cause=cause,
        data={"channel": channel, "account": name, "sentence": problem.sentence, **figures},
    )


async def raise_or_change(
    session: AsyncSession, house: House, now: datetime, alert: RaiseAlert
) -> None:
    """Tells people; an alert that is open for the account already says from now on what is so now.

    One that got worse after somebody had looked at it asks to be looked at again.
    """
    if await raise_alert(session, house.keys, now, alert) is not None:
        return
    changed = await session.scalar(
        update(Alert)
        .where(Alert.cause == alert.cause, Alert.status != "resolved")
        .where(Alert.message != alert.message)
        .values(
            message=alert.message,
            severity=alert.severity,
            data=dict(alert.data),
            status="active",
            updated_at=now,
        )
        .returning(Alert.id)
    )
    if changed is not None:
        await tell(session, "alert.changed", alert=changed)


async def settle(session: AsyncSession, now: datetime, *causes: str) -> None:
    """It is well again: nobody has to look any more."""
    settled = await session.scalars(
        update(Alert)
        .where(Alert.cause.in_(causes), Alert.status != "resolved")
        .values(status="resolved", resolved_at=now, updated_at=now)
        .returning(Alert.id)
    )
    for alert_id in settled.all():
        await tell(session, "alert.changed", alert=alert_id)


def addresses_of(house: House) -> Addresses:
    """Where Meta is, by the settings."""
    return house.addresses


def _about(account_id: str) -> str:
    return f"{account_id}.token"
