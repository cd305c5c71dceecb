"""A yes to what must wait for the customer's morning is carried out then, as it was given."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from cauce.core.clock import FixedClock
from cauce.core.decisions import Wait
from cauce.engine import chores
from cauce.engine.autonomy import set_autonomy
from cauce.engine.house import House
from cauce.engine.reconsider import asked, reconsider
from cauce.store.models import ActionRow, Approval, DecisionRow
from tests.houses import ScriptedMind, answers, jobs, rows, says, talk

DRAFT = "¿Le sirvió la cotización?"
EDITED = "¿Le sirvió? Sale en $999."
NIGHT = timedelta(hours=12)


@pytest.fixture
async def follow_up(house: House, mind: ScriptedMind) -> Approval:
    """A message nobody asked for, which waits for a yes."""
    await set_autonomy(house, None, "chatbot", "ask")
    mind.drafts = lambda brief: says(DRAFT, brief)
    await talk(house)
    async with house.store.writing() as session:
        await session.execute(
            text("""UPDATE actions SET payload = payload || '{"purpose": "follow_up"}'
                     WHERE kind = 'SendMessage'""")
        )
    [approval] = await rows(house.store, Approval)
    assert isinstance(approval, Approval)
    return approval


async def say_yes(house: House, approval: Approval, edited: str | None = None) -> list[type]:
    """As a person does; what the gate says of each action."""
    async with house.store.writing() as session:
        decision = await session.get_one(DecisionRow, approval.decision_id)
        waiting = await asked(session, decision.id, "asked")
        judged = await reconsider(session, house, decision, waiting, approved=True, text=edited)
        row = await session.get_one(Approval, approval.id)
        row.status, row.edited = "approved", edited is not None
    return [type(one.verdict) for one in judged]


@pytest.mark.parametrize("edited", [None, EDITED])
async def test_a_yes_at_night_is_carried_out_in_the_morning(
    house: House, clock: FixedClock, follow_up: Approval, edited: str | None
) -> None:
    clock.at += NIGHT
    assert set(await say_yes(house, follow_up, edited)) == {Wait}
    kept = await rows(house.store, ActionRow, ActionRow.decision_id == follow_up.decision_id)
    assert {row.status for row in kept} == {"waiting"}
    conversation = follow_up.conversation_id or ""
    assert await answers(house.store, conversation) == []
    clock.at += NIGHT
    for row in kept:
        await chores.act_when_due(house, row.id)
    assert await answers(house.store, conversation) == [edited or DRAFT]
    done = await rows(house.store, ActionRow, ActionRow.decision_id == follow_up.decision_id)
    assert {row.status for row in done} == {"done"}
    assert len(await rows(house.store, Approval)) == 1


async def test_what_waits_without_a_yes_is_asked_for_once(
    house: House, clock: FixedClock, follow_up: Approval
) -> None:
    async with house.store.writing() as session:
        await session.execute(text("UPDATE actions SET status = 'waiting' WHERE status = 'asked'"))
        await session.execute(text("UPDATE approvals SET status = 'expired'"))
    clock.at += 2 * NIGHT
    for row in await rows(house.store, ActionRow, ActionRow.status == "waiting"):
        await chores.act_when_due(house, row.id)
    assert await answers(house.store, follow_up.conversation_id or "") == []
    assert len(await rows(house.store, Approval, Approval.status == "waiting")) == 1
    assert ("act", "todo") not in await jobs(house.store)
