"""Orders seen from their payment page, and marking one as paid."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.store.models import Contact, Conversation, Order, OrderItem, Payment
from cauce.store.queries.live import tell

DEMO = "demo"


async def order_by_token(
    session: AsyncSession, token: str, *, locked: bool = False
) -> Order | None:
    wanted = select(Order).where(Order.token == token)
    return await session.scalar(wanted.with_for_update() if locked else wanted)


async def items(session: AsyncSession, order_id: str) -> Sequence[OrderItem]:
    found = await session.scalars(
        select(OrderItem).where(OrderItem.order_id == order_id).order_by(OrderItem.id)
    )
    return found.all()


async def language_of(session: AsyncSession, order: Order) -> str | None:
    """The language the customer ordered in, else the one we know them by."""
    return await session.scalar(
        select(func.coalesce(Conversation.language, Contact.language))
        .select_from(Contact)
        .outerjoin(Conversation, Conversation.id == order.conversation_id)
        .where(Contact.id == order.contact_id)
    )


async def mark_paid_in_demo(session: AsyncSession, order: Order, now: datetime) -> bool:
    """Writes the payment down; False when the order was not waiting for one any more."""
    if order.status != "awaiting_payment":
        return False
    order.status = "paid"
    order.paid_at = now
    session.add(
        Payment(
            order_id=order.id,
            provider=DEMO,
            reference=order.number,
            amount_minor=order.total_minor,
            currency=order.currency,
            paid_at=now,
        )
    )
    await tell(session, "order.paid", order=order.id, conversation=order.conversation_id)
    return True
