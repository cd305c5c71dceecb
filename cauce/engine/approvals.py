"""Decisions that wait for a person: a yes does them as they were shown, a no drops them."""

from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.decisions import Ask, Stop, Wait
from cauce.engine.attend import LONGEST_REPLY
from cauce.engine.house import House
from cauce.engine.reconsider import asked, reconsider
from cauce.errors import BadInput, Conflict, NotFound
from cauce.store.models import Approval, AuditEntry, DecisionRow
from cauce.store.queries import turns
from cauce.store.queries.live import tell


async def approve(house: House, user_id: str, approval_id: str, text: str | None = None) -> None:
    """Does what was asked, judged once more as things are now; `text` is the edited message.

    Raises NotFound, Conflict when it was answered already or may not go any more (it says why),
    and FactsChanged when an order no longer holds.
    """
    if text is not None and not text.strip():
        raise BadInput("The message is empty. Reject it if nothing should be sent.", "text")
    if text is not None and len(text) > LONGEST_REPLY:
        raise BadInput(f"Keep it under {LONGEST_REPLY} characters.", "text")
    refused: str | None = None
    async with house.store.writing() as session:
        approval, decision = await _waiting(session, approval_id)
        edited = text if text is not None and text != approval.draft else None
        rows = await asked(session, decision.id, "asked")
        judged = await reconsider(session, house, decision, rows, approved=True, text=edited)
        for judgement in judged:
            if isinstance(judgement.verdict, Stop | Wait | Ask):
                refused = str(judgement.verdict.reason)
        approval.status = "expired" if refused else "approved"
        approval.edited = edited is not None
        _answered(session, house, approval, user_id, after={"text": edited} if edited else None)
        await tell(session, "approval.answered", approval=approval.id)
    if refused is not None:
        raise Conflict(f"This can no longer be done: {refused}.")


async def reject(house: House, user_id: str, approval_id: str, note: str | None = None) -> None:
    """Drops what was asked. Raises NotFound, and Conflict when it was answered already."""
    async with house.store.writing() as session:
        approval, decision = await _waiting(session, approval_id)
        for row in await asked(session, decision.id, "asked"):
            row.status = "rejected"
        approval.status = "rejected"
        approval.note = note
        _answered(session, house, approval, user_id, after={"note": note} if note else None)
        await _leave_to_people(session, house, approval)
        await tell(session, "approval.answered", approval=approval.id)


async def _leave_to_people(session: AsyncSession, house: House, approval: Approval) -> None:
    """The customer still waits for an answer: the conversation shows among those who need us."""
    thread = await turns.conversation(session, approval.conversation_id or "")
    if thread is not None and thread.status == "active" and not thread.bot_silenced:
        thread.status = "waiting_agent"
        thread.waiting_since = house.clock.now()


async def _waiting(session: AsyncSession, approval_id: str) -> tuple[Approval, DecisionRow]:
    approval = await session.get(Approval, approval_id)
    if approval is None:
        raise NotFound("There is no such approval.")
    # The conversation first, as everywhere: a turn holds it when it drops drafts out of date.
    await turns.conversation(session, approval.conversation_id or "")
    await session.refresh(approval, with_for_update=True)
    if approval.status != "waiting":
        raise Conflict("This was answered already, or the conversation has moved on.")
    decision = await session.get_one(DecisionRow, approval.decision_id)
    return approval, decision


def _answered(
    session: AsyncSession,
    house: House,
    approval: Approval,
    user_id: str,
    after: dict[str, str] | None,
) -> None:
    approval.answered_by = user_id
    approval.answered_at = house.clock.now()
    session.add(
        AuditEntry(
            actor=user_id,
            action=f"approval.{approval.status}",
            subject=approval.id,
            before={"draft": approval.draft},
            after=after,
        )
    )
