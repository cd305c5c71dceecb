"""Feeling towards the business: the label, whether the score is in range, the urgency."""

from collections.abc import Sequence
from pathlib import Path

from cauce.ai.evaluate.engine import Engine
from cauce.ai.evaluate.gold import Field, GoldRow, a_number, one_of
from cauce.ai.evaluate.metrics import Outcome, ratio
from cauce.ai.evaluate.task import Task, TaskResult, acting_figures, timed_read
from cauce.core.labels import SENTIMENTS, URGENCIES


def _run(rows: Sequence[GoldRow], engine: Engine, _business: Path | None) -> TaskResult:
    outcomes: list[Outcome] = []
    in_range: list[bool] = []
    urgent: list[bool] = []
    for row in rows:
        timed = timed_read(engine, row.text)
        mood = timed.reading.mood
        accepted = (row.get("sentiment"), *map(str, row.alternatives))
        outcomes.append(
            Outcome(row.id, row.lang, accepted, mood.label, mood.confidence, timed.milliseconds)
        )
        if row.get("score_min") is not None or row.get("score_max") is not None:
            in_range.append(row.get("score_min", -1.0) <= mood.score <= row.get("score_max", 1.0))
        if row.get("urgency"):
            urgent.append(mood.urgency == row.get("urgency"))
    figures = {
        "score_in_range": ratio(sum(in_range), len(in_range)),
        "urgency_accuracy": ratio(sum(urgent), len(urgent)),
        **acting_figures(outcomes, engine),
    }
    return TaskResult(outcomes, figures)


TASK = Task(
    "sentiment",
    (
        Field("sentiment", "positive, neutral or negative", one_of(SENTIMENTS)),
        Field("score_min", "a number", a_number, required=False),
        Field("score_max", "a number", a_number, required=False),
        Field("urgency", "low, medium, high or critical", one_of(URGENCIES), required=False),
    ),
    _run,
)
