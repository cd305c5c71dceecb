"""Writing down what was decided and done: every action is judged, kept, and done at most once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from structlog.contextvars import bound_contextvars

from cauce.core.actions import Action, Said
from cauce.core.decisions import Ask, Decision, Go, Stop, Verdict, Wait
from cauce.core.keys import idempotency_key
from cauce.engine import queue
from cauce.engine.announcing import announce_if_asked
from cauce.engine.perform import perform
from cauce.engine.scene import Decided, Scene
from cauce.engine.words import as_json
from cauce.policy.gate import Judgement
from cauce.store.models import ActionRow, Approval, DecisionRow
from cauce.store.queries.live import tell

# The verdict of a decision is the weightiest of its actions'.
_WEIGHT = {"none": 0, "go": 1, "stop": 2, "wait": 3, "ask": 4}
_STATUS = {"go": "done", "wait": "waiting", "ask": "asked", "stop": "stopped"}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a decision came from. `key` is the start of its actions' idempotency keys."""

    turn_id: str
    key: str
    autonomy: str
    message_id: str | None = None
    error: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


def name_of(verdict: Verdict) -> str:
    """The word a verdict is stored as."""
    match verdict:
        case Go():
            return "go"
        case Wait():
            return "wait"
        case Ask():
            return "ask"
        case Stop():
            return "stop"


def decision_row(
    scene: Scene, decision: Decision, origin: Origin, judged: tuple[Judgement, ...]
) -> DecisionRow:
    """The decision as it is kept, with the weightiest verdict of its actions."""
    verdicts = ["none", *(name_of(judgement.verdict) for judgement in judged)]
    verdict = max(verdicts, key=_WEIGHT.__getitem__)
    scene.decided.append(Decided(scene.flow, scene.decision_id, verdict))
    return DecisionRow(
        id=scene.decision_id,
        flow=scene.flow,
        contact_id=scene.contact.id,
        conversation_id=scene.conversation.id,
        message_id=origin.message_id,
        turn_id=origin.turn_id,
        because=[reason.as_json() for reason in decision.because],
        saw={**decision.saw, **origin.extra},
        confidence=decision.confidence,
        decided_by=decision.decided_by,
        verdict=verdict,
        autonomy=origin.autonomy,
        milliseconds=round(decision.milliseconds, 3),
        tokens=decision.tokens,
        cost=decision.cost,
        prompt_version=decision.prompt_version,
        error=origin.error,
    )


async def record(
    scene: Scene,
    flow: str,
    decision: Decision,
    judged: tuple[Judgement, ...],
    origin: Origin,
) -> None:
    """Stores decision and actions; does those the gate let through, and files the others."""
    scene.flow = flow
    scene.decision_id = scene.keys.new(DecisionRow.prefix)
    scene.session.add(decision_row(scene, decision, origin, judged))
    asked: list[tuple[Action, ActionRow]] = []
    for number, (action, judgement) in enumerate(zip(decision.actions, judged, strict=True)):
        key = idempotency_key(origin.key, flow, number)
        verdict = name_of(judgement.verdict)
        row = ActionRow(
            id=scene.keys.new(ActionRow.prefix),
            decision_id=scene.decision_id,
            conversation_id=scene.conversation.id,
            kind=type(action).__name__,
            payload=as_json(action),
            verdict=verdict,
            reason=reason_of(judgement.verdict),
            status=_STATUS[verdict],
            key=key,
        )
        scene.session.add(row)
        if isinstance(judgement.verdict, Go):
            with bound_contextvars(flow=flow, decision=scene.decision_id, action=row.kind):
                row.result = await perform(scene, action, key)
            row.performed_at = scene.now
        elif isinstance(judgement.verdict, Ask):
            asked.append((action, row))
        elif isinstance(judgement.verdict, Wait):
            await wait_for_it(scene, row, judgement.verdict)
    if asked:
        await ask_for_it(scene, asked)


async def ask_for_it(scene: Scene, asked: Sequence[tuple[Action, ActionRow]]) -> None:
    """One question for the whole decision: an order and the words about it are one yes."""
    texts = [action.text for action, _ in asked if isinstance(action, Said)]
    approval = Approval(
        id=scene.keys.new(Approval.prefix),
        action_id=asked[0][1].id,
        decision_id=scene.decision_id,
        conversation_id=scene.conversation.id,
        contact_id=scene.contact.id,
        flow=scene.flow,
        draft=texts[0] if texts else "",
    )
    scene.session.add(approval)
    await tell(
        scene.session,
        "approval.asked",
        approval=approval.id,
        conversation=scene.conversation.id,
    )
    told = {
        "approval_id": approval.id,
        "decision_id": approval.decision_id,
        "conversation_id": approval.conversation_id,
        "contact_id": approval.contact_id,
        "flow": approval.flow,
        "draft": approval.draft,
    }
    await announce_if_asked(scene.session, scene.keys, scene.now, "approval.asked", told)


async def wait_for_it(scene: Scene, row: ActionRow, verdict: Wait) -> None:
    """Judged again when the time has come."""
    await queue.run_at(
        scene.session,
        scene.keys,
        scene.now,
        verdict.until,
        "act",
        {"action_id": row.id},
        key=f"act:{row.id}",
    )


def reason_of(verdict: Verdict) -> dict[str, object]:
    match verdict:
        case Go():
            return {}
        case Wait(_, reason) | Ask(reason) | Stop(reason):
            return reason.as_json()
