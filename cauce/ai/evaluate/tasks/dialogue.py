"""Whole conversations with the bot of a business, each turn held against what is expected."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cauce.ai.evaluate.engine import Conversation, Engine
from cauce.ai.evaluate.gold import Field, GoldRow
from cauce.ai.evaluate.metrics import Outcome
from cauce.ai.evaluate.saying import appears, appears_verbatim
from cauce.ai.evaluate.task import Task, TaskResult

_RIGHT = "right"


def _missing(engine: Engine, business: Path | None) -> str | None:
    if engine.converse is None:
        return "the engine has no way to hold a conversation"
    return None if business else "a dialogue needs a business to talk to: --business FILE"


def _are_turns(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            isinstance(turn, dict)
            and isinstance(turn.get("customer"), str)
            and isinstance(turn.get("expect") or {}, dict)
            for turn in value
        )
    )


def _run(rows: Sequence[GoldRow], engine: Engine, business: Path | None) -> TaskResult:
    outcomes: list[Outcome] = []
    inventions = 0
    whole = 0
    if engine.converse is None or business is None:
        return TaskResult(())
    for row in rows:
        conversation = engine.converse(business)
        own: list[Outcome] = []
        for number, turn in enumerate(row.get("turns"), start=1):
            outcome, invented = _turn(row, number, turn, conversation, engine)
            own.append(outcome)
            inventions += invented
        outcomes.extend(own)
        whole += all(outcome.right for outcome in own)
    figures = {
        "turns": len(outcomes),
        "turns_right": sum(outcome.right for outcome in outcomes),
        "dialogues": len(rows),
        "dialogues_right": whole,
        "inventions": inventions,
    }
    return TaskResult(outcomes, figures)


def _turn(
    row: GoldRow, number: int, turn: Mapping[str, Any], conversation: Conversation, engine: Engine
) -> tuple[Outcome, bool]:
    expected = turn.get("expect") or {}
    started = engine.timer()
    reply, action, reading = conversation.reply(turn["customer"])
    milliseconds = (engine.timer() - started) * 1000
    invented = any(appears_verbatim(str(w), reply) for w in expected.get("must_not_contain") or ())
    faults: list[str] = []
    intents = (expected.get("intent"), *(expected.get("alt_intents") or ()))
    if expected.get("intent") and reading.intent not in intents:
        faults.append(f"intent {reading.intent}")
    wanted = expected.get("must_contain_any") or ()
    if wanted and not any(appears(str(phrase), reply) for phrase in wanted):
        faults.append("says none of what it must")
    if invented:
        faults.append("says what it must not")
    actions = expected.get("action")
    if actions and action not in (actions if isinstance(actions, list) else (actions,)):
        faults.append(f"action {action}")
    predicted = "; ".join(faults) or _RIGHT
    return (
        Outcome(f"{row.id}/{number}", row.lang, (_RIGHT,), predicted, milliseconds=milliseconds),
        invented,
    )


TASK = Task(
    "dialogue",
    (Field("turns", "a list of {customer, expect}", _are_turns),),
    _run,
    _missing,
    needs_text=False,
)
