"""Public comments: the type, whether it belongs in private, whether it deserves an answer."""

from collections.abc import Sequence
from pathlib import Path

from cauce.ai.evaluate.engine import Engine
from cauce.ai.evaluate.gold import Field, GoldRow, a_truth, one_of
from cauce.ai.evaluate.metrics import Outcome, ratio
from cauce.ai.evaluate.task import Task, TaskResult, timed_read
from cauce.core.labels import COMMENT_TYPES

_ANSWERED = ("question", "complaint", "praise")


def _run(rows: Sequence[GoldRow], engine: Engine, _business: Path | None) -> TaskResult:
    outcomes: list[Outcome] = []
    private: list[bool] = []
    replied: list[bool] = []
    for row in rows:
        timed = timed_read(engine, row.text)
        said = timed.reading.comment
        accepted = (row.get("type"), *map(str, row.alternatives))
        outcomes.append(Outcome(row.id, row.lang, accepted, said, milliseconds=timed.milliseconds))
        if row.get("needs_dm") is not None:
            private.append(timed.reading.comment_needs_dm == row.get("needs_dm"))
        if row.get("should_reply") is not None:
            replied.append((said in _ANSWERED) == row.get("should_reply"))
    figures = {
        "needs_dm_accuracy": ratio(sum(private), len(private)),
        "should_reply_accuracy": ratio(sum(replied), len(replied)),
    }
    return TaskResult(outcomes, figures)


TASK = Task(
    "comments",
    (
        Field("type", "question, complaint, praise, spam or neutral", one_of(COMMENT_TYPES)),
        Field("needs_dm", "true or false", a_truth, required=False),
        Field("should_reply", "true or false", a_truth, required=False),
    ),
    _run,
)
