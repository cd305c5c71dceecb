"""Decisions that wait for a person: a yes does them as they were shown, a no drops them."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.decisions import Ask, Stop
from cauce.engine.attend import LONGEST_REPLY
from cauce.engine.house import House
from cauce.engine.reconsider import asked, reconsider
from cauce.engine.second_look import doubtful
from cauce.engine.turn.looking import look
from cauce.errors import BadInput, Conflict, NotFound
from cauce.policy.gate import Judgement
from cauce.store.models import Approval, Conversation, DecisionRow
from cauce.store.queries import turns
from cauce.store.queries.audit import note
from cauce.store.queries.live import tell


async def approve(
    house: House,
    user_id: str,
    approval_id: str,
    text: str | None = None,
    *,
    accepted: Collection[str] | None = (),
) -> tuple[str, ...]:
    """Does what was asked, judged once more as things are now; `text` is the edited message.

    Edited, it is the person's own word and goes out in their name. What it claims and no record
    holds is returned instead, with nothing done, unless it is among what they `accepted` (None:
    whatever it is). Raises NotFound, Conflict when it was answered already or may not go any more
    (it says why), and FactsChanged when an order no longer holds.
    """
    _can_be_sent(text)
    async with house.store.writing() as session:
        approval, decision, thread = await _waiting(session, approval_id)
        edited = text if text is not None and text != approval.draft else None
        rows = await asked(session, decision.id, "asked")
        looked = None if thread is None else await look(session, house, thread)
        doubts: tuple[str, ...] = ()
        if edited is not None and looked is not None:
            doubts = doubtful(looked, edited, rows)
        if accepted is not None and not set(doubts) <= set(accepted):
            return doubts
        words = {"text": edited, "author": user_id if edited is not None else None}
        judged = await reconsider(
            session, house, decision, rows, approved=True, looked=looked, **words
        )
        refused = _refusal(judged)
        _approved(session, house, approval, user_id, edited, refused, doubts)
        await tell(session, "approval.answered", approval=approval.id)
    if refused is not None:
        raise Conflict(f"This can no longer be done: {refused}.")
    return ()


def _approved(
    session: AsyncSession,
    house: House,
    approval: Approval,
    user_id: str,
    edited: str | None,
    refused: str | None,
    doubts: Sequence[str],
) -> None:
    approval.status = "expired" if refused else "approved"
    approval.edited = edited is not None
    approval.sent = None if refused else edited
    after = {"text": edited, "not_in_records": list(doubts)} if edited else None
    _answered(session, house, approval, user_id, after=after)


def _refusal(judged: Iterable[Judgement]) -> str | None:
    """Why it may not go any more; what must wait goes by itself when its time comes."""
    said = [one.verdict.reason for one in judged if isinstance(one.verdict, Stop | Ask)]
    return str(said[-1]) if said else None


def _can_be_sent(text: str | None) -> None:
    if text is not None and not text.strip():
        raise BadInput("The message is empty. Reject it if nothing should be sent.", "text")
    if text is not None and len(text) > LONGEST_REPLY:
        raise BadInput(f"Keep it under {LONGEST_REPLY} characters.", "text")


async def reject(house: House, user_id: str, approval_id: str, why: str | None = None) -> None:
    """Drops what was asked. Raises NotFound, and Conflict when it was answered already."""
    async with house.store.writing() as session:
        approval, decision, thread = await _waiting(session, approval_id)
        for row in await asked(session, decision.id, "asked"):
            row.status = "rejected"
        approval.status = "rejected"
        approval.note = why
        _answered(session, house, approval, user_id, after={"note": why} if why else None)
        _leave_to_people(house, thread)
        await tell(session, "approval.answered", approval=approval.id)


def _leave_to_people(house: House, thread: Conversation | None) -> None:
    """The customer still waits for an answer: the conversation shows among those who need us."""
    if thread is not None and thread.status == "active" and not thread.bot_silenced:
        thread.status = "waiting_agent"
        thread.waiting_since = house.clock.now()


async def _waiting(
    session: AsyncSession, approval_id: str
) -> tuple[Approval, DecisionRow, Conversation | None]:
    approval = await session.get(Approval, approval_id)
    if approval is None:
        raise NotFound("There is no such approval.")
    # The conversation first, as everywhere: a turn holds it when it drops drafts out of date.
    thread = await turns.conversation(session, approval.conversation_id or "")
    await session.refresh(approval, with_for_update=True)
    if approval.status != "waiting":
        raise Conflict("This was answered already, or the conversation has moved on.")
    decision = await session.get_one(DecisionRow, approval.decision_id)
    return approval, decision, thread


def _answered(
    session: AsyncSession,
    house: House,
    approval: Approval,
    user_id: str,
    after: dict[str, Any] | None,
) -> None:
    approval.answered_by = user_id
    approval.answered_at = house.clock.now()
    before = {"draft": approval.draft}
    note(session, user_id, f"approval.{approval.status}", approval.id, before=before, after=after)
