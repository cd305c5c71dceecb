"""Whether the customer wants no more messages, fewer of them, or is talking of something else."""

from collections.abc import Sequence
from pathlib import Path

from cauce.ai.evaluate.engine import Engine
from cauce.ai.evaluate.gold import Field, GoldRow
from cauce.ai.evaluate.metrics import Outcome
from cauce.ai.evaluate.task import Task, TaskResult, timed_read

_GOLD_NAMES = {"yes": "true", "no": "false", "partial": "partial"}


def _label(value: object) -> str:
    return "partial" if value == "partial" else "true" if value is True else "false"


def _is_opt_out(value: object) -> bool:
    return isinstance(value, bool) or value == "partial"


def _run(rows: Sequence[GoldRow], engine: Engine, _business: Path | None) -> TaskResult:
    outcomes: list[Outcome] = []
    for row in rows:
        timed = timed_read(engine, row.text)
        accepted = (_label(row.fields["opt_out"]), *map(_label, row.alternatives))
        said = _GOLD_NAMES[timed.reading.opt_out]
        outcomes.append(Outcome(row.id, row.lang, accepted, said, milliseconds=timed.milliseconds))
    return TaskResult(outcomes)


TASK = Task("optout", (Field("opt_out", 'true, false or "partial"', _is_opt_out),), _run)
