"""Remembering: the dialogue's memory, and what the customer said of themselves on their record."""

from cauce.core.actions import Remember
from cauce.core.remembering import memory_to_json
from cauce.engine.scene import Scene


def remember(scene: Scene, action: Remember) -> None:
    """Keeps the memory; fills gaps of the contact, and never replaces what is known already."""
    memory, contact = action.memory, scene.contact
    scene.conversation.memory = memory_to_json(memory)
    contact.name = contact.name or memory.customer_name
    contact.city = contact.city or memory.city
    email, phone = memory.notes.get("email"), memory.notes.get("phone")
    if email is not None and email not in contact.emails:
        contact.emails = [*contact.emails, email]
    if phone is not None and phone not in contact.phones:
        contact.phones = [*contact.phones, phone]
