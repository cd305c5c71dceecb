"""Whether a person must take over, and for which reason."""

from collections.abc import Sequence
from pathlib import Path

from cauce.ai.evaluate.engine import Engine
from cauce.ai.evaluate.gold import Field, GoldRow, a_list, a_truth
from cauce.ai.evaluate.metrics import Outcome, ratio
from cauce.ai.evaluate.task import Task, TaskResult, timed_read

_NONE = "none"


def _missing(engine: Engine, _business: Path | None) -> str | None:
    return None if engine.escalates else "the engine has no way to decide escalations"


def _run(rows: Sequence[GoldRow], engine: Engine, _business: Path | None) -> TaskResult:
    outcomes: list[Outcome] = []
    wanted_said: list[tuple[bool, bool]] = []
    for row in rows:
        if engine.escalates is None:
            break
        timed = timed_read(engine, row.text)
        said = engine.escalates(timed.reading, row.get("history", ()), row.text) or _NONE
        should = row.get("should_escalate")
        # A row that only says "escalate" accepts any reason.
        gold = (row.get("reason") or said if said != _NONE else "any") if should else _NONE
        if should and row.get("reason"):
            gold = row.get("reason")
        accepted = (str(gold), *(str(other or _NONE) for other in row.alternatives))
        outcomes.append(Outcome(row.id, row.lang, accepted, said, milliseconds=timed.milliseconds))
        wanted_said.append((should, said != _NONE))
    handed = [said for should, said in wanted_said if should]
    kept = [said for should, said in wanted_said if not should]
    figures = {
        "should_escalate_accuracy": ratio(sum(a == b for a, b in wanted_said), len(wanted_said)),
        "escalation_recall": ratio(sum(handed), len(handed)),
        "false_escalation_rate": ratio(sum(kept), len(kept)),
    }
    return TaskResult(outcomes, figures)


TASK = Task(
    "escalation",
    (
        Field("should_escalate", "true or false", a_truth),
        Field("history", "a list", a_list, required=False),
    ),
    _run,
    _missing,
)
