"""What templates there are and how they stand, as the platform lists them and tells of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.channels.connecting import Listed, templates_of
from cauce.core.templates import Button, Template
from cauce.engine import accounts
from cauce.engine.house import House
from cauce.engine.templates.standing import tell_changes
from cauce.errors import BadInput, DeliveryError, NotFound
from cauce.knowledge.wording import Wording
from cauce.store.models import ChannelAccount, MessageTemplate
from cauce.store.queries import accounts as account_queries
from cauce.store.queries import templates as queries
from cauce.store.queries.audit import note

_log = structlog.get_logger()

TRAITS: Final = ("status", "quality", "category")
NO_BUSINESS: Final = (
    "Meta does not say which WhatsApp Business account this number belongs to. Connect the number "
    "again with the account's ID."
)
NO_ANSWER: Final = "Meta did not list the templates (code {code}). Try again in a while."


def template_of(row: MessageTemplate) -> Template:
    """The row as rules know it."""
    return Template(
        id=row.id,
        name=row.name,
        language=row.language,
        category=row.category,
        status=row.status,
        body=row.body,
        header_format=row.header_format,
        header=row.header,
        footer=row.footer,
        buttons=tuple(Button(**one) for one in row.buttons),
        named=row.named,
        quality=row.quality,
        examples=row.examples,
    )


async def sync(house: House, user_id: str | None, account_id: str) -> int:
    """Brings in the templates of a number's business account; how many there are.

    Raises NotFound, and BadInput where nobody can be asked, with what to do. Killed before the
    commit, nothing has changed; it may be done again at will.
    """
    async with house.store.reading() as session:
        row = await session.get(ChannelAccount, account_id)
    if row is None:
        raise NotFound("There is no such connection.")
    if row.channel != "whatsapp":
        raise BadInput("Only WhatsApp has templates.", "account_id")
    if not row.settings.get("waba_id"):
        raise BadInput(NO_BUSINESS, "account_id")
    try:
        found = await _brought_in(house, row, user_id)
    except DeliveryError as error:
        raise BadInput(Wording(NO_ANSWER, code=error.code or "?"), "account_id") from error
    return found


async def sync_all(house: House) -> int:
    """Every business account's templates as they are now, so that no missed news lasts; how many
    accounts were asked."""
    async with house.store.reading() as session:
        rows = await account_queries.connected(session)
    mine = {
        str(row.settings["waba_id"]): row
        for row in rows
        if row.channel == "whatsapp" and row.settings.get("waba_id") and accounts.usable(house, row)
    }
    for row in mine.values():
        try:
            await _brought_in(house, row, None)
        except DeliveryError as error:
            # How the account stands is told by its own check.
            _log.warning("templates.not_listed", account=row.id, why=str(error))
    return len(mine)


async def _brought_in(house: House, row: ChannelAccount, user_id: str | None) -> int:
    asked_at = house.clock.now()
    found = await templates_of(house.http, accounts.opened(house, row), house.addresses)
    waba_id = str(row.settings["waba_id"])
    async with house.store.writing() as session:
        await queries.lock_list(session, waba_id)
        kept = await queries.of_business(session, waba_id, lock=True)
        await _take_in(session, house, waba_id, kept, found, asked_at)
        if user_id is not None:
            note(session, user_id, "templates.synced", row.id, after={"templates": len(found)})
    return len(found)


async def _take_in(
    session: AsyncSession,
    house: House,
    waba_id: str,
    kept: Sequence[MessageTemplate],
    found: Sequence[Listed],
    asked_at: datetime,
) -> None:
    now = house.clock.now()
    by_name = {(row.name, row.language): row for row in kept}
    for one in found:
        row = by_name.pop((one.name, one.language), None)
        if row is None:
            session.add(_written(MessageTemplate(waba_id=waba_id, told_at={}), one, asked_at, now))
            continue
        before = {trait: getattr(row, trait) for trait in TRAITS}
        _written(row, one, asked_at, now)
        await tell_changes(session, house, row, before)
    for row in by_name.values():
        if row.status != queries.DELETED and not _told_since(row, "status", asked_at):
            before = {trait: getattr(row, trait) for trait in TRAITS}
            row.status, row.reason = queries.DELETED, None
            await tell_changes(session, house, row, before)


def _written(row: MessageTemplate, one: Listed, asked_at: datetime, now: datetime) -> Any:
    """What was told after the list was asked for is newer than the list."""
    another = row.provider_id not in (None, one.provider_id)
    for trait in TRAITS:
        if another or not _told_since(row, trait, asked_at):
            setattr(row, trait, getattr(one, trait))
            if trait == "status":
                row.reason = one.reason
    for name in ("provider_id", "name", "language", "named", "body"):
        setattr(row, name, getattr(one, name))
    row.header_format, row.header, row.footer = one.header_format, one.header, one.footer
    row.buttons = [dict(button) for button in one.buttons]
    row.examples = dict(one.examples)
    row.synced_at = now
    return row


def _told_since(row: MessageTemplate, trait: str, moment: datetime) -> bool:
    told = (row.told_at or {}).get(trait)
    return told is not None and datetime.fromisoformat(told) > moment


async def hear(house: House, news: dict[str, Any]) -> str:
    """Applies what the platform tells of one template; what became of it.

    Of one we do not know yet the list is brought in, which says it as well. News that are older
    than what we know change nothing, so it does not matter how often or in which order they come.
    """
    at = datetime.fromisoformat(news["at"])
    async with house.store.writing() as session:
        row = await queries.told_of(session, news["business"], news["provider_id"])
        if row is not None:
            return await _heard(session, house, row, news, at)
        speaker = await queries.speaks_for(session, news["business"])
    if speaker is None or not accounts.usable(house, speaker):
        return "nobodys"
    await sync(house, None, speaker.id)
    return "listed"


async def _heard(
    session: AsyncSession, house: House, row: MessageTemplate, news: dict[str, Any], at: datetime
) -> str:
    trait = news["trait"]
    known = (row.told_at or {}).get(trait)
    if known is not None and datetime.fromisoformat(known) > at:
        return "old"
    before = {one: getattr(row, one) for one in TRAITS}
    if trait in TRAITS:
        setattr(row, trait, news["value"])
    if trait == "status":
        row.reason = news["reason"]
    row.told_at = {**(row.told_at or {}), trait: at.isoformat()}
    coming = news["value"] if trait == "coming_category" else None
    await tell_changes(session, house, row, before, coming=coming)
    return "applied"
