"""Actions that waited, for a time or for a yes: judged again as things are now, then done."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.actions import Action, SendMessage
from cauce.core.decisions import Ask, Go, Wait
from cauce.engine.house import House
from cauce.engine.perform import perform
from cauce.engine.recording import ask_for_it, name_of, reason_of, wait_for_it
from cauce.engine.scene import Scene
from cauce.engine.turn import checking
from cauce.engine.turn.looking import Looked, look
from cauce.engine.turn.storing import window_ends
from cauce.engine.words import action_from, as_json
from cauce.errors import NotFound
from cauce.policy.gate import Judgement, judge_together
from cauce.policy.situation import Situation
from cauce.store.models import ActionRow, DecisionRow
from cauce.store.queries import turns


async def reconsider(
    session: AsyncSession,
    house: House,
    decision: DecisionRow,
    rows: Sequence[ActionRow],
    *,
    approved: bool,
    text: str | None = None,
) -> tuple[Judgement, ...]:
    """Judges the decision's actions together and does those that may go; their verdicts.

    `text` takes the place of the message a person edited. Raises FactsChanged like `perform`.
    """
    thread = await turns.conversation(session, decision.conversation_id or "")
    if thread is None:
        raise NotFound("The conversation this belongs to is gone.")
    looked = await look(session, house, thread)
    actions = tuple(_action(row, text) for row in rows)
    scene = Scene(
        session=session,
        keys=house.keys,
        now=house.clock.now(),
        conversation=thread,
        contact=looked.contact,
        lead=looked.lead,
        knowledge=looked.knowledge,
        flow=decision.flow,
        decision_id=decision.id,
    )
    situation = _situation(scene, looked, decision, approved=approved)
    if text is None:
        judged = checking.judge_now(actions, situation, looked.knowledge, looked.customer)
    else:
        judged = judge_together(actions, situation)
    for row, action, judgement in zip(rows, actions, judged, strict=True):
        await _settle(scene, row, action, judgement)
    return judged


async def asked(session: AsyncSession, decision_id: str, status: str) -> Sequence[ActionRow]:
    """The actions of a decision that wait in that way, in the order they were decided."""
    found = await session.scalars(
        select(ActionRow)
        .where(ActionRow.decision_id == decision_id, ActionRow.status == status)
        .order_by(ActionRow.id)
        .with_for_update()
    )
    return found.all()


async def _settle(scene: Scene, row: ActionRow, action: Action, judgement: Judgement) -> None:
    row.verdict = name_of(judgement.verdict)
    row.payload = as_json(action)
    if isinstance(judgement.verdict, Go):
        row.result = await perform(scene, action, row.key)
        row.status = "done"
        row.performed_at = scene.now
        return
    row.reason = reason_of(judgement.verdict)
    if isinstance(judgement.verdict, Wait):
        row.status = "waiting"
        await wait_for_it(scene, row, judgement.verdict)
    elif isinstance(judgement.verdict, Ask):
        row.status = "asked"
        await ask_for_it(scene, [(action, row)])
    else:
        row.status = "stopped"


def _action(row: ActionRow, text: str | None) -> Action:
    action = action_from(row.kind, row.payload)
    if text is not None and isinstance(action, SendMessage):
        return replace(action, text=text)
    return action


def _situation(scene: Scene, looked: Looked, decision: DecisionRow, *, approved: bool) -> Situation:
    circumstances = looked.circumstances
    autonomy, limit = circumstances.autonomies[decision.flow]
    return Situation(
        now=scene.now,
        flow=decision.flow,
        autonomy=autonomy,
        limit_minor=limit,
        confidence=decision.confidence,
        silenced=scene.conversation.bot_silenced,
        owner_id=scene.conversation.owner_id,
        opted_out_at=circumstances.opted_out_at,
        customer_wrote_at=scene.conversation.last_inbound_at,
        marketing_allowed=circumstances.marketing_allowed,
        marketing_refused=circumstances.marketing_refused,
        bot_messages_lately=circumstances.bot_messages_lately,
        window_ends=window_ends(scene.conversation),
        time_zone=scene.contact.time_zone or looked.knowledge.profile.time_zone,
        approved=approved,
    )
