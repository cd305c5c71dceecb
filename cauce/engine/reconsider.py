"""Actions that waited, for a time or for a yes: judged again as things are now, then done."""

from collections.abc import Sequence
from dataclasses import replace

import structlog
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
from cauce.engine.turn.situations import situation_of
from cauce.engine.words import action_from, as_json
from cauce.errors import NotFound
from cauce.policy.gate import Judgement
from cauce.store.models import ActionRow, DecisionRow
from cauce.store.queries import turns

_log = structlog.get_logger()


async def reconsider(
    session: AsyncSession,
    house: House,
    decision: DecisionRow,
    rows: Sequence[ActionRow],
    *,
    approved: bool,
    text: str | None = None,
    author: str | None = None,
    looked: Looked | None = None,
) -> tuple[Judgement, ...]:
    """Judges the decision's actions together and does those that may go; their verdicts.

    `text` takes the place of the message, in the words of its `author`. `looked` is for who has
    looked in this very transaction. Raises FactsChanged like `perform`.
    """
    thread = await turns.conversation(session, decision.conversation_id or "")
    if thread is None:
        raise NotFound("The conversation this belongs to is gone.")
    looked = looked or await look(session, house, thread)
    actions = tuple(_action(row, text) for row in rows)
    scene = _scene(session, house, looked, decision)
    scene.author = author
    judged = _judge(scene, looked, actions, decision, approved=approved, edited=text is not None)
    again = [
        (action, row)
        for row, action, judgement in zip(rows, actions, judged, strict=True)
        if not await _settle(scene, row, action, judgement)
    ]
    if again:
        await ask_for_it(scene, again)
    verdicts = [name_of(judgement.verdict) for judgement in judged]
    _log.info(
        "decision.reconsidered", conversation=thread.id, decision=decision.id, verdicts=verdicts
    )
    return judged


def _judge(
    scene: Scene,
    looked: Looked,
    actions: Sequence[Action],
    decision: DecisionRow,
    *,
    approved: bool,
    edited: bool,
) -> tuple[Judgement, ...]:
    situation = situation_of(
        scene,
        looked.circumstances,
        decision.flow,
        scene.conversation.last_inbound_at,
        confidence=decision.confidence,
        approved=approved,
    )
    return checking.judge_now(
        actions, situation, looked.knowledge, looked.customer, by_person=edited
    )


def _scene(session: AsyncSession, house: House, looked: Looked, decision: DecisionRow) -> Scene:
    return Scene(
        session=session,
        keys=house.keys,
        now=house.clock.now(),
        conversation=looked.conversation,
        contact=looked.contact,
        lead=looked.lead,
        knowledge=looked.knowledge,
        flow=decision.flow,
        decision_id=decision.id,
    )


async def asked(session: AsyncSession, decision_id: str, status: str) -> Sequence[ActionRow]:
    """The actions of a decision that wait in that way, in the order they were decided."""
    found = await session.scalars(
        select(ActionRow)
        .where(ActionRow.decision_id == decision_id, ActionRow.status == status)
        .order_by(ActionRow.id)
        .with_for_update()
    )
    return found.all()


async def _settle(scene: Scene, row: ActionRow, action: Action, judgement: Judgement) -> bool:
    """False where somebody has to be asked for it."""
    row.verdict = name_of(judgement.verdict)
    row.payload = as_json(action)
    if isinstance(judgement.verdict, Go):
        row.result = await perform(scene, action, row.key)
        row.status = "done"
        row.performed_at = scene.now
        return True
    row.reason = reason_of(judgement.verdict)
    if isinstance(judgement.verdict, Wait):
        row.status = "waiting"
        await wait_for_it(scene, row, judgement.verdict)
    elif isinstance(judgement.verdict, Ask):
        row.status = "asked"
    else:
        row.status = "stopped"
    return not isinstance(judgement.verdict, Ask)


def _action(row: ActionRow, text: str | None) -> Action:
    action = action_from(row.kind, row.payload)
    if text is not None and isinstance(action, SendMessage):
        return replace(action, text=text)
    return action
