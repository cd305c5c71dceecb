"""Taking an order: at the prices the customer said yes to, or not at all."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from cauce.core.actions import TakeOrder
from cauce.core.dialogue import OrderDraft
from cauce.core.pricing import Pricing, price_order
from cauce.engine.announcing import announce_if_asked
from cauce.engine.scene import Scene
from cauce.errors import FactsChanged
from cauce.policy.paying import kept_until
from cauce.store.models import Order, OrderItem, Product
from cauce.store.queries.live import tell


async def take(scene: Scene, action: TakeOrder) -> dict[str, Any]:
    """Creates the order, takes the goods out of stock, and the lead has become a customer.

    Raises FactsChanged when price, discount, delivery or stock are not what was agreed.
    """
    draft = action.order
    rows = await _locked_products(scene, draft)
    pricing = _priced_now(scene, draft)
    if pricing.total != draft.total:
        raise FactsChanged(f"the order costs {pricing.total} now, not {draft.total}")
    for line in draft.lines:
        row = rows[line.sku]
        if row.stock is not None:
            if row.stock < line.quantity:
                raise FactsChanged(f"{row.sku}: {row.stock} left, {line.quantity} wanted")
            row.stock -= line.quantity
    order = _order(scene, action, pricing)
    scene.session.add(order)
    await scene.session.flush()
    for priced in pricing.lines:
        scene.session.add(
            OrderItem(
                order_id=order.id,
                product_id=rows[priced.product.sku].id,
                sku=priced.product.sku,
                name=priced.product.name,
                quantity=priced.quantity,
                price_minor=priced.product.price.minor,
            )
        )
    scene.contact.lifecycle = "customer"
    if scene.lead is not None:
        scene.lead.status = "converted"
        scene.lead.converted_at = scene.now
    await tell(scene.session, "order.placed", order=order.id, conversation=scene.conversation.id)
    await announce_if_asked(
        scene.session, scene.keys, scene.now, "order.placed", _told(scene, order, pricing)
    )
    return {"order_id": order.id, "number": order.number}


def _told(scene: Scene, order: Order, pricing: Pricing) -> dict[str, Any]:
    return {
        "order_id": order.id,
        "number": order.number,
        "contact_id": order.contact_id,
        "conversation_id": scene.conversation.id,
        "total": str(pricing.total.amount),
        "currency": order.currency,
        "items": [
            {"sku": line.product.sku, "name": line.product.name, "quantity": line.quantity}
            for line in pricing.lines
        ],
    }


async def _locked_products(scene: Scene, draft: OrderDraft) -> dict[str, Product]:
    skus = sorted({line.sku for line in draft.lines})
    found = await scene.session.scalars(
        select(Product)
        .where(Product.sku.in_(skus), Product.archived_at.is_(None))
        .order_by(Product.sku)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    rows = {row.sku: row for row in found}
    for sku in skus:
        known = scene.knowledge.product(sku)
        if sku not in rows or known is None:
            raise FactsChanged(f"{sku} is not sold any more")
        if rows[sku].price_minor != known.price.minor:
            raise FactsChanged(f"the price of {sku} has just changed")
    return rows


def _priced_now(scene: Scene, draft: OrderDraft) -> Pricing:
    today: date = scene.now.astimezone(ZoneInfo(scene.knowledge.profile.time_zone)).date()
    return price_order(
        draft.lines,
        {product.sku: product for product in scene.knowledge.products},
        scene.knowledge.profile,
        delivery=draft.delivery,
        city=draft.city,
        day=today,
        code=draft.code,
    )


def _order(scene: Scene, action: TakeOrder, pricing: Pricing) -> Order:
    draft = action.order
    return Order(
        id=action.order_id,
        number=action.number,
        token=action.payment_link.rsplit("/", 1)[-1],
        contact_id=scene.contact.id,
        conversation_id=scene.conversation.id,
        source=scene.conversation.channel,
        status="awaiting_payment",
        subtotal_minor=pricing.goods.minor,
        discount_minor=pricing.discount.minor,
        shipping_minor=pricing.shipping.minor,
        total_minor=pricing.total.minor,
        currency=pricing.total.currency,
        delivery=draft.delivery,
        city=draft.city,
        # Where it is handed over: a door in town, or the branch that keeps it.
        address=draft.address or draft.branch,
        customer_name=draft.customer_name,
        payment_method=draft.payment,
        placed_at=scene.now,
        pay_by=kept_until(scene.knowledge.profile.payment_methods, draft.payment, scene.now),
    )
