"""What holds the buyer back and what shows they are about to buy; both are sets of labels."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cauce.ai.evaluate.engine import Engine
from cauce.ai.evaluate.gold import Field, GoldRow, a_list
from cauce.ai.evaluate.metrics import Outcome, SetTally
from cauce.ai.evaluate.task import Task, TaskResult, timed_read


def _labels(items: Sequence[Any]) -> frozenset[str]:
    """Items are names, or objects with a `type`."""
    return frozenset(str(i.get("type", "")) if isinstance(i, dict) else str(i) for i in items)


def _shown(objections: frozenset[str], signals: frozenset[str]) -> str:
    return "+".join((*sorted(objections), *sorted(signals))) or "none"


def _run(rows: Sequence[GoldRow], engine: Engine, _business: Path | None) -> TaskResult:
    outcomes: list[Outcome] = []
    objections, signals = SetTally(), SetTally()
    each: dict[str, SetTally] = {}
    for row in rows:
        timed = timed_read(engine, row.text)
        said_o = frozenset[str](timed.reading.objections)
        said_s = frozenset[str](timed.reading.buying_signals)
        gold_o, gold_s = _labels(row.get("objections", ())), _labels(row.get("buying_signals", ()))
        objections.add(said_o, gold_o)
        signals.add(said_s, gold_s)
        for label in said_o | said_s | gold_o | gold_s:
            one = frozenset((label,))
            each.setdefault(label, SetTally()).add((said_o | said_s) & one, (gold_o | gold_s) & one)
        accepted, predicted = (_shown(gold_o, gold_s),), _shown(said_o, said_s)
        outcomes.append(
            Outcome(row.id, row.lang, accepted, predicted, milliseconds=timed.milliseconds)
        )
    figures = {
        "objections_micro_f1": objections.micro_f1,
        "signals_micro_f1": signals.micro_f1,
        "per_label_f1": {label: tally.micro_f1 for label, tally in sorted(each.items())},
    }
    return TaskResult(outcomes, figures)


TASK = Task(
    "sales",
    (
        Field("objections", "a list", a_list, required=False),
        Field("buying_signals", "a list", a_list, required=False),
    ),
    _run,
)
