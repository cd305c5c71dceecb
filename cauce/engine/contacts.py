"""Contacts as other programs keep them: added, changed, their wishes noted, erased on demand."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.phones import variants
from cauce.engine.house import House
from cauce.engine.webhooks import announce
from cauce.errors import Conflict, NotFound
from cauce.store.models import Consent, Contact
from cauce.store.queries import erasing
from cauce.store.queries.audit import note
from cauce.store.queries.live import tell

_FIELDS = (
    "name",
    "emails",
    "phones",
    "company",
    "industry",
    "address",
    "city",
    "language",
    "interests",
)


async def add(house: House, user_id: str | None, told: Mapping[str, Any]) -> Contact:
    """A new contact. Raises Conflict when an e-mail or phone is somebody's already."""
    async with house.store.writing() as session:
        await _nobody_elses(session, told, None)
        row = Contact(**told)
        session.add(row)
        await session.flush()
        await session.refresh(row)
        note(session, user_id, "contact.added", row.id, after=dict(told))
        await tell_changed(session, house, row.id)
    return row


async def change(
    house: House, user_id: str | None, contact_id: str, told: Mapping[str, Any]
) -> Contact:
    """Writes the fields that are told. Raises NotFound and Conflict."""
    async with house.store.writing() as session:
        row = await _contact(session, contact_id)
        await _nobody_elses(session, told, contact_id)
        before = {name: getattr(row, name) for name in _FIELDS}
        for name, value in told.items():
            setattr(row, name, value)
        after = {name: getattr(row, name) for name in _FIELDS}
        if before != after:
            note(session, user_id, "contact.changed", row.id, before=before, after=after)
            await tell_changed(session, house, row.id)
    return row


async def note_consent(
    house: House,
    user_id: str | None,
    contact_id: str,
    *,
    scope: Literal["all", "marketing"],
    granted: bool,
    evidence: str,
    channel: str | None = None,
) -> Consent:
    """Writes the wish down; the newest of a scope counts."""
    async with house.store.writing() as session:
        await _contact(session, contact_id)
        row = Consent(
            contact_id=contact_id,
            scope=scope,
            granted=granted,
            evidence=evidence,
            channel=channel,
        )
        session.add(row)
        await session.flush()
        note(
            session,
            user_id,
            "consent.noted",
            contact_id,
            after={"scope": scope, "granted": granted},
        )
        await tell_changed(session, house, contact_id)
    return row


async def erase(house: House, user_id: str | None, contact_id: str) -> None:
    """Takes away everything that says who they are and what they wrote; it cannot be undone."""
    async with house.store.writing() as session:
        row = await _contact(session, contact_id)
        row.erased_at = house.clock.now()
        await session.flush()
        await erasing.erase(session, contact_id)
        note(session, user_id, "contact.erased", contact_id)
        await tell_changed(session, house, contact_id)


async def tell_changed(session: AsyncSession, house: House, contact_id: str) -> None:
    """Open pages and other programs hear of it; they ask for the rest if they may."""
    await tell(session, "contact.changed", contact=contact_id)
    now = house.clock.now()
    await announce(session, house.keys, now, "contact.changed", {"contact_id": contact_id})


async def _contact(session: AsyncSession, contact_id: str) -> Contact:
    row = await session.get(Contact, contact_id, with_for_update=True)
    if row is None or row.erased_at is not None:
        raise NotFound("There is no such contact.")
    return row


async def _nobody_elses(
    session: AsyncSession, told: Mapping[str, Any], contact_id: str | None
) -> None:
    emails: Sequence[str] = told.get("emails") or ()
    phones = [one for phone in told.get("phones") or () for one in variants(phone)]
    same: list[ColumnElement[bool]] = []
    if emails:
        same.append(Contact.emails.overlap(list(emails)))
    if phones:
        same.append(Contact.phones.overlap(phones))
    if not same:
        return
    other = await session.scalar(
        select(Contact.id)
        .where(
            or_(*same),
            Contact.erased_at.is_(None),
            Contact.merged_into.is_(None),
            Contact.id != (contact_id or ""),
        )
        .limit(1)
    )
    if other is not None:
        raise Conflict(f"Another contact has this e-mail or phone already: {other}.")
