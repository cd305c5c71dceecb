"""What the channels call people, which identities may be one person, and what was put together."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.phones import variants
from cauce.store.models import Contact, ContactIdentity, IdentityMove, IdentityName
from cauce.store.queries import words

_MOST = 12
Candidate = tuple[ContactIdentity, Contact]


async def names_of(session: AsyncSession, contact_id: str) -> dict[str, list[str]]:
    """All names by identity; of a telephone only the form everybody reads, and its user ids."""
    found = await session.execute(
        select(IdentityName.identity_id, IdentityName.name)
        .join(ContactIdentity, ContactIdentity.id == IdentityName.identity_id)
        .where(ContactIdentity.contact_id == contact_id)
        .order_by(IdentityName.created_at, IdentityName.name)
    )
    names: dict[str, list[str]] = {}
    for identity_id, name in found:
        names.setdefault(identity_id, []).append(name)
    return names


async def moves_of(session: AsyncSession, contact_id: str) -> Sequence[IdentityMove]:
    """What can still be undone for this contact, newest first."""
    found = await session.scalars(
        select(IdentityMove)
        .join(ContactIdentity, ContactIdentity.id == IdentityMove.identity_id)
        .where(
            or_(
                IdentityMove.to_contact_id == contact_id,
                IdentityMove.from_contact_id == contact_id,
            ),
            IdentityMove.kind != "united",
            IdentityMove.undone_at.is_(None),
            ContactIdentity.contact_id == IdentityMove.to_contact_id,
        )
        .order_by(IdentityMove.id.desc())
        .limit(_MOST)
    )
    return found.all()


async def candidates(
    session: AsyncSession, contact: Contact, search: str = ""
) -> Sequence[Candidate]:
    """Identities of others that may be this person: what is searched for, else who has one of
    their telephones or e-mails."""
    wanted = (
        select(ContactIdentity, Contact)
        .join(Contact, Contact.id == ContactIdentity.contact_id)
        .where(
            Contact.id != contact.id,
            Contact.merged_into.is_(None),
            Contact.erased_at.is_(None),
        )
        .order_by(ContactIdentity.last_inbound_at.desc().nulls_last(), ContactIdentity.id)
        .limit(_MOST)
    )
    if search.strip():
        name = search.strip().removeprefix("@")
        called = or_(
            func.lower(ContactIdentity.username) == name.lower(),
            ContactIdentity.external_id == name,
            words.in_person(search),
        )
        return [(one, who) for one, who in await session.execute(wanted.where(called))]
    phones = [form for phone in contact.phones for form in variants(phone)]
    if not phones and not contact.emails:
        return []
    same = or_(Contact.phones.overlap(phones), Contact.emails.overlap(contact.emails))
    return [(one, who) for one, who in await session.execute(wanted.where(same))]
