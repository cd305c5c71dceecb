"""Orders and figures are held against the rows as they are at the moment of the commit."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from cauce.core.clock import FixedClock
from cauce.core.dialogue import Brief, Draft, OrderDraft, OrderLine, Source
from cauce.core.pricing import price_order
from cauce.engine.house import House
from cauce.engine.turn.rescue import PERSON_COMES
from cauce.engine.turn.taking import take_turn
from cauce.store.models import (
    ActionRow,
    Case,
    Contact,
    DecisionRow,
    Lead,
    Order,
    OrderItem,
    Product,
)
from cauce.store.session import Store
from tests.houses import ScriptedMind, answers, house_of, rows, says, talk, thread, write

SKU = "LAP-HP-15"
PLACED = "Listo, su pedido está tomado."


def order_of(brief: Brief, quantity: int = 1) -> OrderDraft:
    """An order at the prices the machine knows at this moment."""
    profile = brief.knowledge.profile
    lines = (OrderLine(SKU, quantity),)
    priced = price_order(
        lines,
        {one.sku: one for one in brief.knowledge.products},
        profile,
        delivery="pickup",
        city=None,
        day=brief.now.astimezone(ZoneInfo(profile.time_zone)).date(),
    )
    return OrderDraft(lines, "pickup", None, priced.shipping, priced.total)


def ordering(quantity: int = 1) -> Callable[[Brief], Draft]:
    """Places what the customer said yes to, whatever it costs by now."""
    agreed: list[OrderDraft] = []

    def draft(brief: Brief) -> Draft:
        agreed.append(order_of(brief, quantity))
        return says(PLACED, brief, order=agreed[0], reserved=brief.reserved)

    return draft


async def change(house: House, **values: object) -> None:
    async with house.store.writing() as session:
        await session.execute(update(Product).where(Product.sku == SKU).values(**values))


async def stock(store: Store) -> int:
    [product] = await rows(store, Product, Product.sku == SKU)
    return int(product.stock)


async def test_an_order_takes_the_goods_out_of_stock_once(house: House, mind: ScriptedMind) -> None:
    before = await stock(house.store)
    mind.drafts = ordering(2)
    conversation, outcome = await talk(house)
    await take_turn(house, conversation)
    assert outcome == "answered"
    assert await stock(house.store) == before - 2
    [order] = await rows(house.store, Order)
    [item] = await rows(house.store, OrderItem)
    [product] = await rows(house.store, Product, Product.sku == SKU)
    assert (item.sku, item.quantity, item.price_minor) == (SKU, 2, product.price_minor)
    assert (order.total_minor, order.status) == (2 * product.price_minor, "awaiting_payment")
    assert await answers(house.store, conversation) == [PLACED]
    [contact] = await rows(house.store, Contact)
    [lead] = await rows(house.store, Lead)
    assert (contact.lifecycle, lead.status) == ("customer", "converted")


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        (("calle 3ra, casa 24", None), "calle 3ra, casa 24"),
        ((None, "Vía España"), "Vía España"),
        ((None, None), None),
    ],
)
async def test_an_order_keeps_where_it_is_handed_over(
    house: House, mind: ScriptedMind, where: tuple[str | None, str | None], kept: str | None
) -> None:
    address, branch = where
    mind.drafts = lambda brief: says(
        PLACED,
        brief,
        order=replace(order_of(brief), address=address, branch=branch),
        reserved=brief.reserved,
    )
    await talk(house)
    [order] = await rows(house.store, Order)
    assert order.address == kept


async def test_two_customers_who_race_for_the_last_one_do_not_both_get_it(
    store: Store, clock: FixedClock
) -> None:
    minds = [ScriptedMind(drafts=ordering()) for _ in range(2)]
    houses = [house_of(store, clock, mind) for mind in minds]
    for round_ in range(5):
        await change(houses[0], stock=1)
        landed = [
            await write(one, external_id=f"visitor_{round_}_{number}")
            for number, one in enumerate(houses)
        ]
        await asyncio.gather(
            *(
                take_turn(one, where.conversation_id)
                for one, where in zip(houses, landed, strict=True)
            )
        )
        assert await stock(store) == 0
        assert len(await rows(store, Order)) == round_ + 1
        told = [await answers(store, where.conversation_id) for where in landed]
        assert sorted(told) == sorted([[PLACED], [PERSON_COMES["es"]]])


async def test_a_price_that_changed_meanwhile_is_thought_over_once(
    house: House, mind: ScriptedMind
) -> None:
    mind.drafts = lambda brief: says(PLACED, brief, order=order_of(brief), reserved=brief.reserved)
    mind.meanwhile = lambda: change(house, price_minor=61_000)
    conversation, outcome = await talk(house)
    assert outcome == "answered"
    assert len(mind.briefs) == 2
    [order] = await rows(house.store, Order)
    assert order.total_minor == 61_000
    assert await answers(house.store, conversation) == [PLACED]
    assert len(await rows(house.store, DecisionRow, DecisionRow.flow == "chatbot")) == 1


async def test_an_order_that_can_not_be_kept_goes_to_a_person(
    house: House, mind: ScriptedMind
) -> None:
    before = await stock(house.store)
    mind.drafts = ordering()
    mind.meanwhile = lambda: change(house, price_minor=61_000)
    conversation, outcome = await talk(house)
    assert outcome == "answered"
    assert await rows(house.store, Order) == []
    assert await stock(house.store) == before
    assert await answers(house.store, conversation) == [PERSON_COMES["es"]]
    found = await thread(house.store, conversation)
    assert (found.status, found.bot_silenced, found.unhandled) == ("waiting_agent", True, 0)
    assert len(await rows(house.store, Case)) == 1
    [chatbot] = await rows(house.store, DecisionRow, DecisionRow.flow == "chatbot")
    assert "the order costs" in (chatbot.error or "")


async def test_more_than_there_is_can_not_be_ordered(house: House, mind: ScriptedMind) -> None:
    await change(house, stock=1)
    mind.drafts = ordering(2)
    conversation, _ = await talk(house)
    assert await rows(house.store, Order) == []
    assert await stock(house.store) == 1
    assert (await thread(house.store, conversation)).status == "waiting_agent"


@pytest.mark.parametrize("tells", [True, False])
async def test_a_price_that_is_no_longer_true_is_not_said(
    house: House, mind: ScriptedMind, tells: bool
) -> None:
    [product] = await rows(house.store, Product, Product.sku == SKU)
    words = f"La {product.name} cuesta ${product.price_minor / 100:.2f}."
    mind.drafts = lambda brief: says(words, brief, sources=(Source("product", product.id),))
    if not tells:
        mind.meanwhile = lambda: change(house, price_minor=61_000)
    conversation, outcome = await talk(house)
    assert outcome == "answered"
    assert await answers(house.store, conversation) == [words if tells else PERSON_COMES["es"]]
    said = await rows(house.store, ActionRow, ActionRow.kind == "SendMessage")
    assert said[0].status == ("done" if tells else "stopped")
    assert (await thread(house.store, conversation)).bot_silenced is not tells
