"""Connecting an account, checking it again, and telling a person before it is lost."""

from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.channels.connecting import (
    CONNECTABLE,
    INSTAGRAM_FIELDS,
    PAGE_FIELDS,
    TEMPLATE_FIELDS,
    Account,
    Standing,
    greet,
    stop_listening,
)
from cauce.engine import accounts
from cauce.engine.house import House
from cauce.engine.inspection import LACKS, OTHERS, Found, look
from cauce.errors import (
    BadInput,
    DeliveryError,
    NotFound,
    OutcomeUnknown,
    Throttled,
    Unauthorised,
    Unreachable,
)
from cauce.knowledge.wording import Wording
from cauce.store.models import ChannelAccount
from cauce.store.queries import accounts as queries
from cauce.store.queries.audit import note

__all__ = [
    "CONNECTABLE",
    "INSTAGRAM_FIELDS",
    "PAGE_FIELDS",
    "TEMPLATE_FIELDS",
    "UNKNOWN",
    "check_all",
    "connect",
    "disconnect",
    "look",
    "recheck",
    "say_hello",
]

UNKNOWN: Final = (
    "Meta does not show this account to this token any more (code {code}). "
    "Look whether it still exists, and connect it again with a new token."
)
# Says nothing about the account: the platform is away, or we asked too often.
_AWAY: Final = (Unreachable, Throttled, OutcomeUnknown)
_LONGEST: Final = 4096


async def connect(
    house: House,
    user_id: str | None,
    channel: str,
    external_id: str,
    token: str,
    waba_id: str = "",
) -> ChannelAccount:
    """Connects an account, or gives it a new token, once Meta says that both belong together; from
    then on Meta tells us what customers write there.

    Raises BadInput for a channel that cannot be connected or what Meta refuses. Killed before it is
    stored, Meta tells of an account we do not speak for yet; connecting it again mends that.
    """
    account = _account(channel, external_id.strip(), token.strip(), waba_id.strip())
    try:
        found = await look(house, account, None)
    except DeliveryError as error:
        # What it says names no field: it may be the id, the token, or Meta itself.
        raise BadInput(_refusal(error), "token") from error
    told = _checked(account, found)
    now = house.clock.now()
    async with house.store.writing() as session:
        settings = {"waba_id": told.waba_id, "page_id": told.page_id}
        row = await accounts.keep(
            session,
            house.keys,
            house.vault,
            channel,
            told.external_id,
            found.renewed or account.token,
            {name: one for name, one in settings.items() if one}
            | ({accounts.PLAYED: True} if accounts.plays_here(house.addresses) else {}),
        )
        _write(row, found, now)
        after = {"channel": channel, "external_id": told.external_id}
        note(session, user_id, "channel.connected", row.id, after=after)
        await _tell(session, house, row, found, now)
        await accounts.settle(session, now, accounts.cause_of(channel))
    return row


async def disconnect(house: House, user_id: str | None, account_id: str) -> None:
    """Forgets the token, and asks Meta to tell us no more; what was said stays. Raises NotFound."""
    row = await _row(house, account_id)
    if not await _shared(house, row):
        try:
            account = accounts.opened(house, row)
            await stop_listening(house.http, account, house.addresses)
        except DeliveryError:
            # A dead token cannot say so, and nothing of ours depends on it.
            pass
    async with house.store.writing() as session:
        gone = await session.get(ChannelAccount, account_id, with_for_update=True)
        if gone is None:
            raise NotFound("There is no such connection.")
        note(session, user_id, "channel.disconnected", gone.id, before={"name": gone.name})
        await session.delete(gone)
        await accounts.settle(session, house.clock.now(), accounts.cause_of(gone.id))


async def check_all(house: House) -> int:
    """Asks how every connected account stands, and tells a person before one is lost; how many
    need attention."""
    async with house.store.reading() as session:
        found = await queries.connected(session)
    ids = [row.id for row in found if accounts.usable(house, row)]
    return sum([await _still_there(house, account_id) for account_id in ids])


async def recheck(house: House, account_id: str) -> bool:
    """Whether the account needs attention now. Raises NotFound."""
    row = await _row(house, account_id)
    try:
        found = await look(house, accounts.opened(house, row), row.expires_at)
    except _AWAY:
        return row.status == "attention"
    except Unauthorised as error:
        found = Found(problem=accounts.problem_of(error), expires_at=row.expires_at)
    except DeliveryError as error:
        problem = Wording(UNKNOWN, code=error.code or "?")
        found = Found(problem=problem, expires_at=row.expires_at)
    return await _noted(house, row, found)


async def say_hello(house: House, user_id: str | None, account_id: str, to: str) -> str:
    """Sends WhatsApp's own template to a number of one's own; what Meta calls the message.

    Raises BadInput for no number, for another channel, and with Meta's words when it is refused.
    """
    row = await _row(house, account_id)
    if row.channel != "whatsapp":
        raise BadInput("Only WhatsApp lets a business write first.", "to")
    digits = "".join(one for one in to if one.isdigit())
    if not to.isascii() or not 8 <= len(digits) <= 15:
        raise BadInput("Write the number with its country code: +507 6123 4567.", "to")
    try:
        sent = await greet(house.http, accounts.opened(house, row), house.addresses, digits)
    except DeliveryError as error:
        raise BadInput(_refusal(error), "to") from error
    async with house.store.writing() as session:
        note(session, user_id, "channel.tested", row.id, after={"message": sent})
    return sent


def _account(channel: str, external_id: str, token: str, waba_id: str) -> Account:
    if channel not in CONNECTABLE:
        raise BadInput("This channel cannot be connected.", "channel")
    # The token of an Instagram account says which one it is.
    if not (external_id.isascii() and external_id.isdigit()) and (
        external_id or channel != "instagram"
    ):
        raise BadInput("The ID is a number: copy it from Meta's page.", "external_id")
    if waba_id and not (waba_id.isascii() and waba_id.isdigit()):
        raise BadInput("The ID is a number: copy it from Meta's page.", "waba_id")
    if not token or len(token) > _LONGEST or not token.isascii() or not token.isprintable():
        raise BadInput("Paste the access token as the platform shows it.", "token")
    return Account(channel, external_id, token, waba_id=waba_id)


def _checked(account: Account, found: Found) -> Standing:
    """What Meta told, when it is the account that was meant and it may do what it must."""
    told = found.told
    if told is None or not told.valid or not told.external_id:
        raise BadInput("This token has ended. Make a new one.", "token")
    if account.external_id and told.external_id != account.external_id:
        raise BadInput(found.problem or OTHERS, "token")
    if told.missing:
        raise BadInput(found.problem or LACKS, "token")
    if not told.belongs:
        raise BadInput("This number is not one of that WhatsApp Business account.", "waba_id")
    return told


def _refusal(error: DeliveryError) -> str:
    if error.code == "190":
        return Wording(
            "Meta does not accept this token (code {code}). Copy it whole, or make a new one.",
            code=error.code,
        )
    if error.code == "100":
        return Wording(
            "Meta shows no account with this ID to this token (code {code}). Compare both.",
            code=error.code,
        )
    return error.message


async def _still_there(house: House, account_id: str) -> bool:
    """One that somebody disconnects while the others are asked needs nothing any more."""
    try:
        return await recheck(house, account_id)
    except NotFound:
        return False


async def _noted(house: House, asked: ChannelAccount, found: Found) -> bool:
    now = house.clock.now()
    async with house.store.writing() as session:
        row = await session.get(ChannelAccount, asked.id, with_for_update=True)
        if row is None:
            return False
        if row.token != asked.token:
            # Somebody connected it with another token meanwhile: this says nothing about that one.
            return row.status == "attention"
        if found.renewed is not None:
            row.token = accounts.sealed(house, row, found.renewed)
        if found.told is not None and found.told.waba_id and found.told.belongs:
            row.settings = {**row.settings, "waba_id": found.told.waba_id}
        _write(row, found, now)
        await _tell(session, house, row, found, now)
        return row.status == "attention"


def _write(row: ChannelAccount, found: Found, now: datetime) -> None:
    if found.told is not None:
        row.name = found.told.name
        row.standing = found.standing
    row.checked_at, row.expires_at = now, found.expires_at
    if found.problem is None:
        row.status, row.problem = "connected", None
        row.standing = {key: one for key, one in row.standing.items() if key != "problem"}
    else:
        accounts.blame(row, found.problem)


async def _tell(
    session: AsyncSession, house: House, row: ChannelAccount, found: Found, now: datetime
) -> None:
    cause = accounts.cause_of(row.id)
    if found.problem is None:
        await accounts.settle(session, now, cause)
        return
    alert = accounts.lost(cause, row.channel, row.name, found.problem, found.severity)
    await accounts.raise_or_change(session, house, now, alert)


async def _row(house: House, account_id: str) -> ChannelAccount:
    async with house.store.reading() as session:
        row = await session.get(ChannelAccount, account_id)
    if row is None:
        raise NotFound("There is no such connection.")
    return row


async def _shared(house: House, row: ChannelAccount) -> bool:
    """Whether Meta tells us of another account of ours by the same subscription."""
    async with house.store.reading() as session:
        others = [one for one in await queries.connected(session) if one.id != row.id]
    mine = {row.settings.get("waba_id"), row.settings.get("page_id"), row.external_id} - {None}
    return any(
        mine & {one.settings.get("waba_id"), one.settings.get("page_id"), one.external_id}
        for one in others
    )
