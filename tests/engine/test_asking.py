"""What a flow may not do alone waits for one yes or no, and is judged again when it comes."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text, update

from cauce.core.clock import FixedClock
from cauce.core.decisions import Wait
from cauce.core.dialogue import Memory, Source
from cauce.core.reasons import because
from cauce.engine import approvals, attend, chores
from cauce.engine.autonomy import set_autonomy
from cauce.engine.house import House
from cauce.errors import BadInput, Conflict, FactsChanged, NotFound
from cauce.store.models import (
    ActionRow,
    Approval,
    AuditEntry,
    Conversation,
    DecisionRow,
    Message,
    Order,
    Product,
    Timer,
    User,
)
from cauce.store.session import Store
from tests.engine.test_orders import PLACED, change, ordering, stock
from tests.houses import (
    QUESTION,
    ScriptedMind,
    answers,
    rows,
    said,
    says,
    talk,
    thread,
    until,
)

DRAFT = "Sí, enviamos a todo el país."


@pytest.fixture
async def waiting(house: House, mind: ScriptedMind) -> Approval:
    """A draft that waits for a person."""
    await set_autonomy(house, None, "chatbot", "ask")
    mind.drafts = lambda brief: says(DRAFT, brief, memory=Memory(greeted=True))
    await talk(house)
    [approval] = await rows(house.store, Approval)
    assert isinstance(approval, Approval)
    return approval


async def fresh(house: House, approval: Approval) -> Approval:
    [found] = await rows(house.store, Approval, Approval.id == approval.id)
    assert isinstance(found, Approval)
    return found


async def test_what_is_asked_is_shown_and_not_sent(house: House, waiting: Approval) -> None:
    assert (waiting.draft, waiting.status, waiting.flow) == (DRAFT, "waiting", "chatbot")
    assert await answers(house.store, waiting.conversation_id or "") == []


async def test_a_yes_sends_it_as_it_was_shown(house: House, waiting: Approval, agent: User) -> None:
    await approvals.approve(house, agent.id, waiting.id)
    conversation = waiting.conversation_id or ""
    assert await answers(house.store, conversation) == [DRAFT]
    answered = await fresh(house, waiting)
    assert (answered.status, answered.answered_by, answered.edited) == ("approved", agent.id, False)
    statuses = {one.kind: one.status for one in await rows(house.store, ActionRow)}
    assert (statuses["SendMessage"], statuses["Remember"]) == ("done", "done")
    assert (await thread(house.store, conversation)).memory["greeted"] is True
    [entry] = await rows(house.store, AuditEntry, AuditEntry.action == "approval.approved")
    assert (entry.actor, entry.before) == (agent.id, {"draft": DRAFT})


async def test_an_edited_yes_is_the_persons_own_word_and_keeps_the_draft(
    house: House, waiting: Approval, agent: User
) -> None:
    words = "Sí, claro que enviamos."
    assert await approvals.approve(house, agent.id, waiting.id, words) == ()
    conversation = waiting.conversation_id or ""
    assert (await said(house.store, conversation))[-1] == ("agent", words)
    [message] = await rows(house.store, Message, Message.content == words)
    assert (message.agent_id, message.decision_id) == (agent.id, waiting.decision_id)
    answered = await fresh(house, waiting)
    assert (answered.draft, answered.sent, answered.edited) == (DRAFT, words, True)
    assert answered.answered_by == agent.id
    [sent] = await rows(house.store, ActionRow, ActionRow.kind == "SendMessage")
    assert sent.payload["text"] == words
    found = await thread(house.store, conversation)
    assert (found.bot_silenced, found.bot_handled) == (False, False)
    [entry] = await rows(house.store, AuditEntry, AuditEntry.action == "approval.approved")
    assert (entry.before, entry.after) == (
        {"draft": DRAFT},
        {"text": words, "not_in_records": []},
    )


async def test_a_yes_without_a_change_stays_the_machines_word(
    house: House, waiting: Approval, agent: User
) -> None:
    await approvals.approve(house, agent.id, waiting.id, DRAFT)
    assert (await said(house.store, waiting.conversation_id or ""))[-1] == ("bot", DRAFT)
    assert (await fresh(house, waiting)).sent is None


async def test_figures_no_record_holds_are_told_before_they_are_sent(
    house: House, waiting: Approval, agent: User
) -> None:
    words = "La envío por $77.30 y llega en 9 días."
    doubts = await approvals.approve(house, agent.id, waiting.id, words)
    assert doubts == ("$77.30", "9 días")
    assert (await fresh(house, waiting)).status == "waiting"
    conversation = waiting.conversation_id or ""
    assert await said(house.store, conversation) == [("customer", QUESTION)]
    again = await approvals.approve(house, agent.id, waiting.id, words, accepted=("$77.30",))
    assert again == doubts
    assert not await approvals.approve(house, agent.id, waiting.id, words, accepted=doubts)
    assert (await said(house.store, conversation))[-1] == ("agent", words)
    [entry] = await rows(house.store, AuditEntry, AuditEntry.action == "approval.approved")
    assert entry.after["not_in_records"] == ["$77.30", "9 días"]


async def test_what_any_record_says_may_be_said_without_a_warning(
    house: House, waiting: Approval, agent: User
) -> None:
    [product] = await rows(house.store, Product, Product.sku == "LAP-HP-15")
    words = f"La {product.name} cuesta ${product.price_minor / 100:.2f}."
    assert not await approvals.approve(house, agent.id, waiting.id, words)
    assert (await said(house.store, waiting.conversation_id or ""))[-1] == ("agent", words)


@pytest.mark.parametrize("words", ["  ", "x" * 5000])
async def test_an_edit_must_be_something_that_can_be_sent(
    house: House, waiting: Approval, agent: User, words: str
) -> None:
    with pytest.raises(BadInput):
        await approvals.approve(house, agent.id, waiting.id, words)
    assert (await fresh(house, waiting)).status == "waiting"


async def test_a_no_sends_nothing(house: House, waiting: Approval, agent: User) -> None:
    await approvals.reject(house, agent.id, waiting.id, "not like this")
    conversation = waiting.conversation_id or ""
    assert await answers(house.store, conversation) == []
    assert (await fresh(house, waiting)).note == "not like this"
    statuses = {one.kind: one.status for one in await rows(house.store, ActionRow)}
    assert (statuses["SendMessage"], statuses["Remember"]) == ("rejected", "rejected")
    assert (await thread(house.store, conversation)).memory == {}
    with pytest.raises(Conflict):
        await approvals.approve(house, agent.id, waiting.id)
    with pytest.raises(NotFound):
        await approvals.reject(house, agent.id, "appr_unknown", None)


async def test_a_draft_is_out_of_date_once_the_customer_says_more(
    house: House, waiting: Approval, agent: User
) -> None:
    await talk(house, "Mejor a Colón.")
    assert (await fresh(house, waiting)).status == "expired"
    with pytest.raises(Conflict):
        await approvals.approve(house, agent.id, waiting.id)
    assert len(await rows(house.store, Approval, Approval.status == "waiting")) == 1
    old = await rows(house.store, ActionRow, ActionRow.decision_id == waiting.decision_id)
    assert {row.status for row in old if row.verdict == "ask"} == {"stopped"}
    assert {row.reason.get("sentence") for row in old if row.status == "stopped"} == {
        "the customer wrote more before anyone answered"
    }


async def test_a_person_who_answers_themselves_makes_the_draft_needless(
    house: House, waiting: Approval, agent: User
) -> None:
    conversation = waiting.conversation_id or ""
    await attend.reply(house, agent.id, conversation, "Sí, claro.", "k")
    assert (await fresh(house, waiting)).status == "expired"
    with pytest.raises(Conflict):
        await approvals.approve(house, agent.id, waiting.id)
    assert await answers(house.store, conversation) == []


async def test_a_yes_that_comes_too_late_for_the_flow_does_nothing(
    house: House, waiting: Approval, agent: User
) -> None:
    await set_autonomy(house, agent.id, "chatbot", "off")
    with pytest.raises(Conflict, match="switched off"):
        await approvals.approve(house, agent.id, waiting.id)
    assert await answers(house.store, waiting.conversation_id or "") == []
    assert (await fresh(house, waiting)).status == "expired"


async def test_two_people_who_click_at_once_send_one_message(
    house: House, waiting: Approval, agent: User
) -> None:
    outcomes = await asyncio.gather(
        *(approvals.approve(house, agent.id, waiting.id) for _ in range(5)),
        return_exceptions=True,
    )
    assert sum(one == () for one in outcomes) == 1
    assert sum(isinstance(one, Conflict) for one in outcomes) == 4
    assert await answers(house.store, waiting.conversation_id or "") == [DRAFT]


async def test_a_yes_waits_for_the_turn_that_has_the_conversation(
    house: House, waiting: Approval, agent: User
) -> None:
    """Whoever took the draft first and the conversation second would lock up with a turn."""
    store = house.store
    async with store.writing() as turn:
        await turn.get_one(Conversation, waiting.conversation_id, with_for_update=True)
        answering = asyncio.create_task(approvals.approve(house, agent.id, waiting.id))
        await until(lambda: somebody_waits(store))
        await turn.execute(
            text("SELECT id FROM approvals WHERE id = :id FOR UPDATE NOWAIT"), {"id": waiting.id}
        )
    await answering
    assert await answers(store, waiting.conversation_id or "") == [DRAFT]


async def somebody_waits(store: Store) -> bool:
    async with store.reading() as session:
        found = await session.scalar(
            text("""SELECT count(*) FROM pg_stat_activity
                     WHERE datname = current_database() AND wait_event_type = 'Lock'""")
        )
    return bool(found)


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
