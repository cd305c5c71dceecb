"""Who is who: identities of one person are brought together, or apart, and it can be undone."""

from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.phones import canonical, variants
from cauce.engine.contacts import tell_changed
from cauce.engine.house import House
from cauce.errors import Conflict, NotFound
from cauce.store.models import Consent, Contact, ContactIdentity, IdentityMove
from cauce.store.queries import moving
from cauce.store.queries.audit import note

_ALONE = "This is the only way to reach them: there is nothing to take apart."
# What a contact gets from the one who turns out to be the same person, where it has none itself.
_FILLED = ("name", "company", "industry", "address", "city", "language", "time_zone", "owner_id")


async def link(house: House, actor: str | None, contact_id: str, identity_id: str) -> IdentityMove:
    """This identity is that contact's. Raises NotFound, and Conflict when it is already."""
    async with house.store.writing() as session:
        return await _moved(session, house, actor, "linked", identity_id, contact_id)


async def unlink(
    house: House, actor: str | None, contact_id: str, identity_id: str
) -> IdentityMove:
    """Somebody else after all: a contact of its own, with its own conversations.

    Raises NotFound, and Conflict when it is their only identity.
    """
    async with house.store.writing() as session:
        identity = await _identity(session, identity_id)
        if identity.contact_id != contact_id:
            raise NotFound("There is no such identity.")
        if await _count(session, contact_id) < 2:
            raise Conflict(_ALONE)
        other = Contact(name=identity.display_name, emails=[], phones=[])
        session.add(other)
        await session.flush()
        await _keep_refusals(session, contact_id, other.id)
        return await _moved(session, house, actor, "unlinked", identity_id, other.id)


async def undo(house: House, actor: str | None, contact_id: str, move_id: str) -> IdentityMove:
    """As it was before, seen from one of the two contacts.

    Raises NotFound, and Conflict when that can no longer be.
    """
    async with house.store.writing() as session:
        move = await session.get(IdentityMove, move_id, with_for_update=True)
        ends = () if move is None else (move.from_contact_id, move.to_contact_id)
        if move is None or move.kind == "united" or contact_id not in ends:
            raise NotFound("There is nothing to undo.")
        await moving.lock(session, move.identity_id)
        identity = await _identity(session, move.identity_id)
        if move.undone_at is not None or identity.contact_id != move.to_contact_id:
            raise Conflict("Something else was done since. Look at how it stands now.")
        before = await _contact(session, move.from_contact_id, merged=True)
        after = await _contact(session, move.to_contact_id)
        await moving.with_conversations(session, identity.id, before.id)
        await moving.back(session, move.moved, after.id, before.id)
        _give_back(after, before, move.given)
        before.merged_into = before.merged_at = None
        move.undone_at = house.clock.now()
        await session.flush()
        if move.kind == "unlinked" and await _count(session, after.id) == 0:
            await moving.everything(session, after.id, before.id)
            after.merged_into, after.merged_at = before.id, house.clock.now()
        note(session, actor, "identity.move_undone", move.id)
        await tell_changed(session, house, before.id)
        await tell_changed(session, house, after.id)
    return move


async def unite(house: House, identity_id: str, other_id: str) -> None:
    """The platform says that two identities are one person: only one of them goes on."""
    async with house.store.writing() as session:
        for one in sorted((identity_id, other_id)):
            await moving.lock(session, one)
        kept = await session.get(ContactIdentity, identity_id)
        other = await session.get(ContactIdentity, other_id)
        if kept is None or other is None or kept.channel != other.channel:
            return
        if kept.contact_id != other.contact_id:
            await _moved(session, house, None, "united", other.id, kept.contact_id)
        await moving.unite_threads(session, other.id, kept.id)


async def _moved(
    session: AsyncSession,
    house: House,
    actor: str | None,
    kind: Literal["linked", "unlinked", "united"],
    identity_id: str,
    to_id: str,
) -> IdentityMove:
    await moving.lock(session, identity_id)
    identity = await _identity(session, identity_id)
    if identity.contact_id == to_id:
        raise Conflict("This identity is theirs already.")
    before = await _contact(session, identity.contact_id)
    after = await _contact(session, to_id)
    await moving.with_conversations(session, identity.id, after.id)
    move = IdentityMove(
        kind=kind,
        identity_id=identity.id,
        from_contact_id=before.id,
        to_contact_id=after.id,
        by=actor or "cauce",
    )
    session.add(move)
    if await _count(session, before.id) == 0:
        move.moved = await moving.everything(session, before.id, after.id)
        before.merged_into, before.merged_at = after.id, house.clock.now()
        move.given = _give(after, before)
    else:
        move.given = await _give_phone(session, after, before, identity)
    await session.flush()
    was, now = {"contact_id": before.id}, {"contact_id": after.id}
    note(session, actor, f"identity.{kind}", identity.id, before=was, after=now)
    await tell_changed(session, house, before.id)
    await tell_changed(session, house, after.id)
    return move


def _give(after: Contact, before: Contact) -> dict[str, Any]:
    """What the one contact lacks and the other has; phones and e-mails of both are kept."""
    given: dict[str, Any] = {}
    for name in _FILLED:
        if getattr(after, name) is None and getattr(before, name) is not None:
            given[name] = getattr(before, name)
            setattr(after, name, given[name])
    known = {canonical(phone) for phone in after.phones}
    phones = [phone for phone in before.phones if canonical(phone) not in known]
    emails = [email for email in before.emails if email not in after.emails]
    # The newest is last, and stays so.
    after.phones, after.emails = [*phones, *after.phones], [*emails, *after.emails]
    if before.lifecycle == "customer" != after.lifecycle:
        given["lifecycle"] = after.lifecycle = "customer"
    return given | {"phones": phones, "emails": emails}


async def _give_phone(
    session: AsyncSession, after: Contact, before: Contact, identity: ContactIdentity
) -> dict[str, Any]:
    """A telephone goes with the identity it was known by, unless another of theirs has it too."""
    if identity.phone is None:
        return {"phones": [], "taken": []}
    shapes = variants(identity.phone)
    others = await session.scalar(
        select(ContactIdentity.id)
        .where(
            ContactIdentity.contact_id == before.id,
            ContactIdentity.id != identity.id,
            ContactIdentity.phone.in_(shapes),
        )
        .limit(1)
    )
    taken = [] if others else [phone for phone in before.phones if phone in shapes]
    before.phones = [phone for phone in before.phones if phone not in taken]
    phones = [] if set(shapes) & set(after.phones) else [identity.phone]
    after.phones = [*phones, *after.phones]
    return {"phones": phones, "taken": taken}


def _give_back(after: Contact, before: Contact, given: dict[str, Any]) -> None:
    after.phones = [one for one in after.phones if one not in given.get("phones", ())]
    after.emails = [one for one in after.emails if one not in given.get("emails", ())]
    taken = [one for one in given.get("taken", ()) if one not in before.phones]
    before.phones = [*before.phones, *taken]
    for name in _FILLED:
        if name in given and getattr(after, name) == given[name]:
            setattr(after, name, None)
    if "lifecycle" in given:
        after.lifecycle = "lead"


async def _keep_refusals(session: AsyncSession, contact_id: str, other_id: str) -> None:
    """Whoever asked not to be written to is not written to because somebody took them apart."""
    newest: dict[str, Consent] = {}
    wishes = await session.scalars(
        select(Consent).where(Consent.contact_id == contact_id).order_by(Consent.id)
    )
    for one in wishes:
        newest[one.scope] = one
    for one in newest.values():
        if not one.granted:
            session.add(
                Consent(
                    contact_id=other_id,
                    scope=one.scope,
                    granted=False,
                    evidence=one.evidence,
                    channel=one.channel,
                )
            )
    await session.flush()


async def _count(session: AsyncSession, contact_id: str) -> int:
    found = await session.scalars(
        select(ContactIdentity.id).where(ContactIdentity.contact_id == contact_id)
    )
    return len(found.all())


async def _identity(session: AsyncSession, identity_id: str) -> ContactIdentity:
    row = await session.get(ContactIdentity, identity_id, populate_existing=True)
    if row is None:
        raise NotFound("There is no such identity.")
    return row


async def _contact(session: AsyncSession, contact_id: str, *, merged: bool = False) -> Contact:
    row = await session.get(Contact, contact_id, with_for_update=True)
    if row is None or row.erased_at is not None or (row.merged_into is not None and not merged):
        raise NotFound("There is no such contact.")
    return row
