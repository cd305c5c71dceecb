"""Stored messages as the widget gets them: cards and orders looked up as they are now."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.channels.webchat.render import PlacedOrder, Stored, StoredFile, render
from cauce.core.business import Knowledge
from cauce.core.labels import Language
from cauce.core.money import Money
from cauce.engine.files import links
from cauce.engine.house import House
from cauce.store.models import File, Message, Order, OrderItem
from cauce.store.queries import chat, files

_PAYMENT_PAGE: Final = re.compile(r"/pay/([A-Za-z0-9_-]{4,128})")
Rows = Sequence[tuple[Message, str | None]]


async def shown(
    house: House, session: AsyncSession, rows: Rows, knowledge: Knowledge, language: Language
) -> list[dict[str, Any]]:
    """The messages, ready for the widget, in the order given."""
    tokens = {message.id: _payment_token(message) for message, _ in rows}
    orders = await chat.orders_of(
        session,
        {message.conversation_id for message, _ in rows},
        {token for token in tokens.values() if token is not None},
    )
    wanted = {sku for message, _ in rows for sku in _skus(message.extra)}
    wanted |= {item.sku for _, items in orders.values() for item in items}
    products = {one.sku: one for one in knowledge.products if one.sku in wanted} if wanted else {}
    attached = await files.of_messages(session, [one for one, _ in rows if one.direction == "out"])
    names = {sku: product.name_in(language) for sku, product in products.items()}
    return [
        render(
            replace(
                stored(message, agent),
                files=tuple(_stored_file(house, one) for one in attached.get(message.id, ())),
            ),
            products,
            language,
            _placed(orders.get(tokens[message.id] or ""), names),
        )
        for message, agent in rows
    ]


def stored(message: Message, agent: str | None) -> Stored:
    return Stored(
        id=message.id,
        conversation=message.conversation_id,
        sequence=message.sequence,
        sender=message.sender,
        kind=message.kind,
        text=message.content,
        at=message.created_at,
        status=message.status,
        agent=agent if message.sender == "agent" else None,
        provider_id=message.provider_id,
        extra=message.extra,
    )


def _stored_file(house: House, file: File) -> StoredFile:
    link = links.for_customer(house, file.id)
    return StoredFile(file.name or file.id, file.type or "", link)


def _skus(extra: dict[str, Any]) -> list[str]:
    lines = (extra.get("summary") or {}).get("lines") or ()
    return [*extra.get("cards", ()), *(line["sku"] for line in lines)]


def _payment_token(message: Message) -> str | None:
    """The order a message of ours speaks of, by the payment page it links to."""
    found = _PAYMENT_PAGE.search(message.content) if message.direction == "out" else None
    return found.group(1) if found else None


def _placed(
    found: tuple[Order, list[OrderItem]] | None, names: Mapping[str, str]
) -> PlacedOrder | None:
    """What the catalogue no longer has keeps the name it was sold under."""
    if found is None:
        return None
    order, items = found
    lines = tuple(
        (
            names.get(item.sku, item.name),
            item.quantity,
            Money.of_minor(item.price_minor * item.quantity, order.currency),
        )
        for item in items
    )
    return PlacedOrder(
        number=order.number,
        status=order.status,
        lines=lines,
        discount=Money.of_minor(order.discount_minor, order.currency),
        shipping=Money.of_minor(order.shipping_minor, order.currency),
        total=Money.of_minor(order.total_minor, order.currency),
        link=f"/pay/{order.token}",
        ships=order.delivery == "ship",
    )
