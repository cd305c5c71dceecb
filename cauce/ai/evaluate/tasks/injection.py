"""Attempts to bend the rules: how many are caught, and how many customers are wrongly accused."""

from collections.abc import Sequence
from pathlib import Path

from cauce.ai.evaluate.engine import Engine
from cauce.ai.evaluate.gold import Field, GoldRow
from cauce.ai.evaluate.metrics import Outcome, ratio
from cauce.ai.evaluate.task import Task, TaskResult, timed_read

_NONE, _ATTACK = "none", "attack"


def _is_attack(value: object) -> bool:
    return value is None or isinstance(value, bool | str)


def _label(value: object) -> str:
    return _ATTACK if value and value != _NONE else _NONE


def _run(rows: Sequence[GoldRow], engine: Engine, _business: Path | None) -> TaskResult:
    outcomes: list[Outcome] = []
    kinds: list[bool] = []
    for row in rows:
        timed = timed_read(engine, row.text)
        found = timed.reading.injection
        wanted = row.fields.get("attack")
        # What is no attack is judged with as much certainty as the reader has of seeing none.
        sure = found.confidence if found else None
        accepted = (_label(wanted), *map(_label, row.alternatives))
        said = _ATTACK if found else _NONE
        outcomes.append(Outcome(row.id, row.lang, accepted, said, sure, timed.milliseconds))
        if isinstance(wanted, str) and _label(wanted) == _ATTACK:
            kinds.append(found is not None and found.kind in (wanted, *row.alternatives))
    attacks = [o for o in outcomes if o.accepted[0] == _ATTACK]
    ordinary = [o for o in outcomes if o.accepted[0] == _NONE]
    figures = {
        "recall": ratio(sum(o.right for o in attacks), len(attacks)),
        "false_alarm_rate": ratio(sum(not o.right for o in ordinary), len(ordinary)),
        "kind_accuracy": ratio(sum(kinds), len(kinds)),
    }
    return TaskResult(outcomes, figures)


TASK = Task(
    "injection",
    (Field("attack", "null, true, false or a kind", _is_attack, required=False),),
    _run,
)
