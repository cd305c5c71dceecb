"""Whether the customer's answer closes the case; closing wrongly is the costly mistake."""

from collections.abc import Sequence
from pathlib import Path

from cauce.ai.evaluate.engine import Engine
from cauce.ai.evaluate.gold import Field, GoldRow, a_text, a_truth
from cauce.ai.evaluate.metrics import Outcome, ratio
from cauce.ai.evaluate.task import Task, TaskResult, timed_read
from cauce.core.reading import ReadingContext


def _label(closes: bool) -> str:
    return "true" if closes else "false"


def _run(rows: Sequence[GoldRow], engine: Engine, _business: Path | None) -> TaskResult:
    outcomes: list[Outcome] = []
    for row in rows:
        context = ReadingContext(last_agent_message=row.get("last_agent_message"))
        timed = timed_read(engine, row.text, context)
        accepted = (_label(row.get("should_close")), *(_label(bool(a)) for a in row.alternatives))
        predicted = _label(timed.reading.closure == "confirmed")
        sure = timed.reading.closure_confidence
        outcomes.append(Outcome(row.id, row.lang, accepted, predicted, sure, timed.milliseconds))
    open_rows = [outcome for outcome in outcomes if outcome.accepted[0] == "false"]
    wrongly = sum(outcome.predicted == "true" and not outcome.right for outcome in open_rows)
    return TaskResult(outcomes, {"false_close_rate": ratio(wrongly, len(open_rows))})


TASK = Task(
    "closure",
    (
        Field("should_close", "true or false", a_truth),
        Field("last_agent_message", "a string", a_text, required=False),
    ),
    _run,
)
