"""What a flow may not say alone waits as a draft for one yes or no of a person."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select, text

from cauce.core.dialogue import Memory
from cauce.engine import approvals, attend, reconsider
from cauce.engine.autonomy import set_autonomy
from cauce.engine.house import House
from cauce.engine.turn.looking import look
from cauce.errors import BadInput, Conflict, NotFound
from cauce.store.models import ActionRow, Approval, AuditEntry, Conversation, Message, Product, User
from cauce.store.queries import decisions
from cauce.store.session import Store
from tests.engine.answered import fresh
from tests.houses import QUESTION, ScriptedMind, answers, rows, said, says, talk, thread, until

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


async def test_a_second_message_makes_one_draft_that_answers_both(
    house: House, mind: ScriptedMind, waiting: Approval, agent: User
) -> None:
    await talk(house, "¿Y cuánto cuesta a Colón?")
    assert mind.read_texts[-1] == f"{QUESTION}\n¿Y cuánto cuesta a Colón?"
    brief = mind.briefs[-1]
    assert brief.text == mind.read_texts[-1]
    assert [one.text for one in brief.history] == []
    [draft] = await rows(house.store, Approval, Approval.status == "waiting")
    async with house.store.reading() as session:
        [card] = (await decisions.waiting(session)).items
    assert [one.content for one in card.asked_with] == [QUESTION, "¿Y cuánto cuesta a Colón?"]
    await approvals.approve(house, agent.id, draft.id)
    assert await answers(house.store, waiting.conversation_id or "") == [DRAFT]


async def test_what_was_answered_is_not_answered_again(
    house: House, mind: ScriptedMind, waiting: Approval, agent: User
) -> None:
    await approvals.approve(house, agent.id, waiting.id)
    await talk(house, "¿Y a Colón?")
    assert mind.read_texts[-1] == "¿Y a Colón?"
    async with house.store.reading() as session:
        [card] = (await decisions.waiting(session)).items
    assert [one.content for one in card.asked_with] == ["¿Y a Colón?"]


async def test_a_draft_that_leaves_while_the_next_one_is_thought_out_is_not_said_twice(
    house: House, mind: ScriptedMind, waiting: Approval, agent: User
) -> None:
    """A yes comes while the turn drafts: what it answers has been answered by then."""
    mind.meanwhile = lambda: approvals.approve(house, agent.id, waiting.id)
    _, outcome = await talk(house, "¿Y a Colón?")
    assert outcome == "answered"
    assert mind.read_texts[-2:] == [f"{QUESTION}\n¿Y a Colón?", "¿Y a Colón?"]
    assert await answers(house.store, waiting.conversation_id or "") == [DRAFT]
    assert (await fresh(house, waiting)).status == "approved"


async def test_a_message_taken_back_is_not_answered_with_the_next_one(
    house: House, mind: ScriptedMind, waiting: Approval
) -> None:
    async with house.store.writing() as session:
        [first] = await session.scalars(select(Message).where(Message.direction == "in"))
        first.content, first.extra = "", {"withdrawn": "2026-03-10T15:00:00+00:00"}
    await talk(house, "¿Y a Colón?")
    assert mind.read_texts[-1] == "¿Y a Colón?"


async def test_an_edited_answer_is_looked_up_once(
    house: House, waiting: Approval, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[str] = []

    async def counted(*given: Any) -> Any:
        looks.append("look")
        return await look(*given)

    for module in (approvals, reconsider):
        monkeypatch.setattr(module, "look", counted)
    await approvals.approve(house, agent.id, waiting.id, "Con gusto.", accepted=None)
    assert looks == ["look"]


async def test_what_cauce_changes_by_itself_is_written_down_under_its_own_name(
    house: House,
) -> None:
    await set_autonomy(house, None, "chatbot", "ask")
    [noted] = await rows(house.store, AuditEntry, AuditEntry.action == "flow.autonomy")
    assert noted.actor == "cauce"


async def test_after_a_no_the_next_draft_takes_them_off_those_who_need_us(
    house: House, waiting: Approval, agent: User
) -> None:
    await approvals.reject(house, agent.id, waiting.id)
    conversation = waiting.conversation_id or ""
    assert (await thread(house.store, conversation)).status == "waiting_agent"
    await talk(house, "¿Y a Colón?")
    found = await thread(house.store, conversation)
    assert (found.status, found.waiting_since) == ("active", None)
