"""Accounts: the numbers, pages and accounts Cauce speaks through. Tokens go in and never out."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import Field, SecretStr

from cauce.api.caller import SECURED, Looks, Runs
from cauce.api.listing import Listed
from cauce.api.once import OnceRoute
from cauce.api.words import Id, Shown, Told
from cauce.engine import connections, human_agent
from cauce.engine.window import HUMAN_AGENT
from cauce.errors import NotFound
from cauce.store.models import ChannelAccount
from cauce.store.queries import accounts as queries

ROUTER = APIRouter(
    prefix="/api/v1/accounts", tags=["accounts"], route_class=OnceRoute, dependencies=SECURED
)
Connectable = Literal["whatsapp", "messenger", "instagram"]
Number = Annotated[str, Field(max_length=40, pattern=r"^[0-9]*$")]


class AccountShown(Shown):
    """A connected account. `missing` are permissions its token lacks (null: Meta does not say),
    `listening` whether Meta tells us what customers write (null: not known), `expires_at` when its
    token ends (null: never, or not known). `problem` says why it needs attention. `human_agent`:
    the platform approved it to answer by people for seven days (Messenger and Instagram)."""

    id: Annotated[str, Field(examples=["acct_01k9…"])]
    channel: Connectable
    external_id: Annotated[str, Field(examples=["106540352242922"])]
    name: Annotated[str, Field(examples=["+507 6000-0001 · Electro Istmo"])]
    status: Literal["connected", "attention", "off"]
    problem: str | None
    missing: list[str] | None
    listening: bool | None
    checked_at: datetime | None
    expires_at: datetime | None
    human_agent: bool
    created_at: datetime
    updated_at: datetime


class AccountTold(Told):
    """`external_id` is the platform's id of the number, page or account; an Instagram account may
    leave it empty. `waba_id` is the WhatsApp Business account of a number."""

    channel: Annotated[Connectable, Field(examples=["whatsapp"])]
    external_id: Annotated[Number, Field(examples=["106540352242922"])] = ""
    token: Annotated[SecretStr, Field(min_length=1, max_length=4096, examples=["EAAG…"])]
    waba_id: Annotated[Number, Field(examples=["102290129340398"])] = ""


class AccountChange(Told):
    """Only what is given changes."""

    human_agent: Annotated[bool | None, Field(examples=[True])] = None


class TestTold(Told):
    to: Annotated[str, Field(max_length=24, examples=["+50761234567"])]


class TestSent(Shown):
    """The platform took it; `provider_id` is what it calls the message."""

    provider_id: Annotated[str, Field(examples=["wamid.HBgL…"])]


@ROUTER.get("", summary="List connected accounts")
async def listed(caller: Looks) -> Listed[AccountShown]:
    async with caller.house.store.reading() as session:
        found = await queries.connected(session)
    return Listed(items=[_shown(row) for row in found])


@ROUTER.post("", status_code=201, summary="Connect an account, or give it a new token")
async def connected(caller: Runs, told: AccountTold) -> AccountShown:
    """Meta is asked first whether token and account belong together, and then to tell us what
    customers write there. 422 says what it refuses."""
    row = await connections.connect(
        caller.house,
        caller.actor,
        told.channel,
        told.external_id,
        told.token.get_secret_value(),
        told.waba_id,
    )
    return _shown(row)


@ROUTER.get("/{account_id}", summary="One account")
async def one(caller: Looks, account_id: Id) -> AccountShown:
    async with caller.house.store.reading() as session:
        row = await session.get(ChannelAccount, account_id)
    if row is None:
        raise NotFound("There is no such connection.")
    return _shown(row)


@ROUTER.patch("/{account_id}", summary="Change what an account may do")
async def changed(caller: Runs, account_id: Id, told: AccountChange) -> AccountShown:
    """The platform refuses late answers of people where it has not approved the account."""
    if told.human_agent is not None:
        await human_agent.allow(caller.house, caller.actor, account_id, allowed=told.human_agent)
    return await one(caller, account_id)


@ROUTER.post("/{account_id}/check", summary="Ask how it stands now")
async def checked(caller: Runs, account_id: Id) -> AccountShown:
    """While the platform cannot be asked, what was known before stays."""
    await connections.recheck(caller.house, account_id)
    return await one(caller, account_id)


@ROUTER.post("/{account_id}/test", status_code=202, summary="Send the sample message of WhatsApp")
async def tested(caller: Runs, account_id: Id, told: TestTold) -> TestSent:
    """To a number of one's own. On the other channels the customer always writes first."""
    sent = await connections.say_hello(caller.house, caller.actor, account_id, told.to)
    return TestSent(provider_id=sent)


@ROUTER.delete("/{account_id}", status_code=204, summary="Disconnect an account")
async def disconnected(caller: Runs, account_id: Id) -> None:
    """Its token is forgotten; the conversations stay."""
    await connections.disconnect(caller.house, caller.actor, account_id)


def _shown(row: ChannelAccount) -> AccountShown:
    standing: dict[str, Any] = row.standing
    granted, needed = standing.get("granted"), standing.get("needed", [])
    return AccountShown(
        id=row.id,
        channel=row.channel,
        external_id=row.external_id,
        name=row.name,
        status=row.status,
        problem=row.problem,
        missing=None if granted is None else [name for name in needed if name not in granted],
        listening=standing.get("listening"),
        checked_at=row.checked_at,
        expires_at=row.expires_at,
        human_agent=row.settings.get(HUMAN_AGENT) is True,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
