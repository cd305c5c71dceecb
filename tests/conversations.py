"""A conversation of the website as the database keeps it, without a turn being taken."""

from cauce.core.clock import Clock
from cauce.store.models import Contact, ContactIdentity, Conversation, Message
from cauce.store.session import Store


async def conversation(store: Store, clock: Clock, *said: str, **who: object) -> Conversation:
    """A website conversation in which a customer said this; `who` is what is known of them."""
    now = clock.now()
    async with store.writing() as session:
        contact = Contact(**({"name": "Berta", "emails": [], "phones": []} | who))
        session.add(contact)
        await session.flush()
        identity = ContactIdentity(contact_id=contact.id, channel="webchat", external_id=contact.id)
        session.add(identity)
        await session.flush()
        thread = Conversation(
            contact_id=contact.id,
            identity_id=identity.id,
            channel="webchat",
            started_at=now,
            last_message_at=now,
            last_inbound_at=now,
            message_count=len(said),
            preview=said[-1] if said else "",
        )
        session.add(thread)
        await session.flush()
        for number, text in enumerate(said, 1):
            session.add(
                Message(
                    conversation_id=thread.id,
                    contact_id=contact.id,
                    channel="webchat",
                    sequence=number,
                    direction="in",
                    sender="customer",
                    content=text,
                    status="delivered",
                    handled=True,
                )
            )
    return thread
