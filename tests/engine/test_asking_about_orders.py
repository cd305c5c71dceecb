"""An order or price a person says yes to, and an action whose time has come, are judged again."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from cauce.core.clock import FixedClock
from cauce.core.decisions import Wait
from cauce.core.dialogue import Source
from cauce.core.reasons import because
from cauce.engine import approvals, chores
from cauce.engine.autonomy import set_autonomy
from cauce.engine.house import House
from cauce.errors import Conflict, FactsChanged
from cauce.store.models import (
    ActionRow,
    Approval,
    DecisionRow,
    Message,
    Order,
    Product,
    Timer,
    User,
)
from tests.engine.answered import fresh
from tests.engine.test_orders import PLACED, change, ordering, stock
from tests.houses import QUESTION, ScriptedMind, answers, rows, says, talk


@pytest.fixture
async def big_order(house: House, mind: ScriptedMind) -> Approval:
    """An order over the limit of what the chatbot may take alone."""
    await set_autonomy(house, None, "chatbot", "act", limit_minor=10_000)
    mind.drafts = ordering()
    await talk(house)
    [approval] = await rows(house.store, Approval)
    assert isinstance(approval, Approval)
    return approval


async def test_an_order_and_its_message_are_one_yes(
    house: House, big_order: Approval, agent: User
) -> None:
    before = await stock(house.store)
    conversation = big_order.conversation_id or ""
    assert big_order.draft == PLACED
    assert await answers(house.store, conversation) == []
    assert await rows(house.store, Order) == []
    await approvals.approve(house, agent.id, big_order.id)
    assert await answers(house.store, conversation) == [PLACED]
    assert len(await rows(house.store, Order)) == 1
    assert await stock(house.store) == before - 1


async def test_an_order_and_its_message_are_one_no(
    house: House, big_order: Approval, agent: User
) -> None:
    await approvals.reject(house, agent.id, big_order.id, None)
    assert await rows(house.store, Order) == []
    assert await answers(house.store, big_order.conversation_id or "") == []


async def test_an_order_that_no_longer_holds_is_not_taken(
    house: House, big_order: Approval, agent: User
) -> None:
    await change(house, price_minor=61_000)
    with pytest.raises(FactsChanged):
        await approvals.approve(house, agent.id, big_order.id)
    assert await rows(house.store, Order) == []
    assert await answers(house.store, big_order.conversation_id or "") == []
    assert (await fresh(house, big_order)).status == "waiting"


async def test_a_price_that_changed_since_the_draft_is_not_said(
    house: House, mind: ScriptedMind, agent: User
) -> None:
    [product] = await rows(house.store, Product, Product.sku == "LAP-HP-15")
    words = f"La {product.name} cuesta ${product.price_minor / 100:.2f}."
    await set_autonomy(house, None, "chatbot", "ask")
    mind.drafts = lambda brief: says(words, brief, sources=(Source("product", product.id),))
    conversation, _ = await talk(house)
    [approval] = await rows(house.store, Approval)
    assert approval.draft == words
    await change(house, price_minor=61_000)
    with pytest.raises(Conflict):
        await approvals.approve(house, agent.id, approval.id)
    assert await answers(house.store, conversation) == []


async def test_an_action_that_waited_is_judged_again_when_its_time_has_come(
    house: House, clock: FixedClock
) -> None:
    await set_autonomy(house, None, "chatbot", "shadow")
    conversation, _ = await talk(house, QUESTION)
    [row] = await rows(house.store, ActionRow, ActionRow.kind == "SendMessage")
    await postpone(house, row)
    await chores.act_when_due(house, row.id)
    [row] = await rows(house.store, ActionRow, ActionRow.kind == "SendMessage")
    assert row.status == "stopped"
    await postpone(house, row)
    await set_autonomy(house, None, "chatbot", "act")
    await chores.act_when_due(house, row.id)
    await chores.act_when_due(house, row.id)
    assert len(await answers(house.store, conversation)) == 1
    [decision] = await rows(house.store, DecisionRow, DecisionRow.flow == "chatbot")
    [message] = await rows(house.store, Message, Message.sender == "bot")
    assert message.decision_id == decision.id


async def test_an_action_that_has_to_be_asked_by_now_is_asked(house: House, agent: User) -> None:
    await set_autonomy(house, None, "chatbot", "shadow")
    conversation, _ = await talk(house)
    [row] = await rows(house.store, ActionRow, ActionRow.kind == "SendMessage")
    await postpone(house, row)
    await set_autonomy(house, None, "chatbot", "ask")
    await chores.act_when_due(house, row.id)
    [approval] = await rows(house.store, Approval)
    await approvals.approve(house, agent.id, approval.id)
    assert len(await answers(house.store, conversation)) == 1


async def postpone(house: House, row: ActionRow) -> None:
    """As a gate that said `Wait` leaves it."""
    verdict = Wait(house.clock.now() + timedelta(hours=9), because("it is a time of rest"))
    async with house.store.writing() as session:
        await session.execute(
            update(ActionRow)
            .where(ActionRow.id == row.id)
            .values(status="waiting", verdict="wait", reason=verdict.reason.as_json())
        )
    assert await rows(house.store, Timer) == []
