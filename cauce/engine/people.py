"""What a person of the house corrects about a contact."""

from collections.abc import Mapping
from typing import Any

import phonenumbers

from cauce.core.labels import LANGUAGES
from cauce.engine import contacts
from cauce.engine.house import House
from cauce.errors import BadInput, NotFound
from cauce.store.models import Contact

FIELDS = ("name", "company", "city", "address", "language", "email", "phone")
_PLAIN = ("name", "company", "city", "address")
_LONGEST = 200


async def edit(house: House, user_id: str, contact_id: str, fields: Mapping[str, str]) -> None:
    """Writes the fields given; an empty one is emptied.

    Raises BadInput for what cannot be, and Conflict for an e-mail or phone that is somebody's.
    """
    async with house.store.reading() as session:
        contact = await session.get(Contact, contact_id)
        knowledge = await house.knowledge.current(session)
    if contact is None or contact.erased_at is not None:
        raise NotFound("This contact no longer exists.")
    told: dict[str, Any] = {
        name: fields[name][:_LONGEST].strip() or None for name in _PLAIN if name in fields
    }
    if "language" in fields:
        told["language"] = fields["language"] if fields["language"] in LANGUAGES else None
    if "email" in fields:
        told["emails"] = _replaced(contact.emails, _email(fields["email"]))
    if "phone" in fields:
        phone = _phone(fields["phone"], knowledge.profile.country)
        told["phones"] = _replaced(contact.phones, phone)
    await contacts.change(house, user_id, contact_id, told)


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
