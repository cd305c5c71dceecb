"""Orders seen from their payment page."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.models import Contact, Conversation, Order


async def order_by_token(session: AsyncSession, token: str) -> Order | None:
    return await session.scalar(select(Order).where(Order.token == token))


async def language_of(session: AsyncSession, order: Order) -> str | None:
    """The language the customer ordered in, else the one we know them by."""
    return await session.scalar(
        select(func.coalesce(Conversation.language, Contact.language))
        .select_from(Contact)
        .outerjoin(Conversation, Conversation.id == order.conversation_id)
        .where(Contact.id == order.contact_id)
    )
