"""What a person of the house corrects about a contact."""

from collections.abc import Mapping

import phonenumbers

from cauce.core.labels import LANGUAGES
from cauce.engine.house import House
from cauce.errors import BadInput, NotFound
from cauce.store.models import Contact
from cauce.store.queries.audit import note

FIELDS = ("name", "company", "city", "address", "language", "email", "phone")
_LONGEST = 200


async def edit(house: House, user_id: str, contact_id: str, fields: Mapping[str, str]) -> None:
    """Writes the fields given; an empty one is emptied. Raises BadInput for what cannot be."""
    async with house.store.writing() as session:
        contact = await session.get(Contact, contact_id, with_for_update=True)
        if contact is None or contact.erased_at is not None:
            raise NotFound("This contact no longer exists.")
        knowledge = await house.knowledge.current(session)
        before = _shown(contact)
        for name in ("name", "company", "city", "address"):
            if name in fields:
                setattr(contact, name, fields[name][:_LONGEST].strip() or None)
        if "language" in fields:
            language = fields["language"]
            contact.language = language if language in LANGUAGES else None
        if "email" in fields:
            contact.emails = _replaced(contact.emails, _email(fields["email"]))
        if "phone" in fields:
            phone = _phone(fields["phone"], knowledge.profile.country)
            contact.phones = _replaced(contact.phones, phone)
        after = _shown(contact)
        if before != after:
            note(session, user_id, "contact.changed", contact_id, before=before, after=after)


def _shown(contact: Contact) -> dict[str, object]:
    names = ("name", "company", "city", "address", "language", "emails", "phones")
    return {name: getattr(contact, name) for name in names}


def _replaced(known: list[str], wanted: str | None) -> list[str]:
    """The newest is the last one; emptying the field takes only that one away."""
    others = [value for value in known[:-1] if value != wanted]
    return [*others, wanted] if wanted is not None else others


def _email(text: str) -> str | None:
    text = text.strip().lower()
    if not text:
        return None
    name, at, domain = text.partition("@")
    if not name or not at or "." not in domain or len(text) > 254:
        raise BadInput("Write an e-mail address, like ana@mitienda.com.", "email")
    return text


def _phone(text: str, country: str) -> str | None:
    """Any way of writing a number becomes E.164."""
    text = text.strip()
    if not text:
        return None
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise BadInput("Write the phone with its country code, like +507 6000-0101.", "phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
