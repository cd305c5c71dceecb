"""What a page calls a person: their name, how they can be reached, or a code of their own."""

from cauce.core.people import code_of
from cauce.store.models import Contact
from cauce.store.queries.inbox import Line
from cauce.web.i18n import Words


def called(
    words: Words,
    contact_id: str,
    name: str | None = None,
    phone: str | None = None,
    email: str | None = None,
) -> str:
    """`Visitante 4F2K` for somebody of whom nothing is known; the code never changes."""
    return name or phone or email or words("contact.visitor", code=code_of(contact_id))


def person(words: Words, contact: Contact) -> str:
    phone = contact.phones[-1] if contact.phones else None
    email = contact.emails[-1] if contact.emails else None
    return called(words, contact.id, contact.name, phone, email)


def person_of_line(words: Words, line: Line) -> str:
    return called(words, line.contact_id, line.name, line.phone, line.email)
