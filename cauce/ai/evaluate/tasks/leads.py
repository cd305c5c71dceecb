"""How warm a lead is: the category, whether the score is in range, the signals behind it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cauce.ai.evaluate.engine import Engine
from cauce.ai.evaluate.gold import Field, GoldRow, a_list, a_number, an_object, one_of
from cauce.ai.evaluate.metrics import Outcome, SetTally, ratio
from cauce.ai.evaluate.task import Task, TaskResult, timed_read
from cauce.core.reading import ReadingContext

_CATEGORIES = ("hot", "warm", "cold")


def _missing(engine: Engine, _business: Path | None) -> str | None:
    return None if engine.score_lead else "the engine has no way to score leads"


def _context(metadata: Mapping[str, Any]) -> ReadingContext:
    """A title is often all there is in the name a channel shows; the reader judges what it is."""
    times = metadata.get("previous_interactions")
    return ReadingContext(
        role=metadata.get("role") or metadata.get("title") or metadata.get("name"),
        company=metadata.get("company"),
        previous_interactions=times if isinstance(times, int) else 0,
    )


def _run(rows: Sequence[GoldRow], engine: Engine, _business: Path | None) -> TaskResult:
    outcomes: list[Outcome] = []
    in_range: list[bool] = []
    signals = SetTally()
    for row in rows:
        if engine.score_lead is None:
            break
        metadata = row.get("sender_metadata", {})
        timed = timed_read(engine, row.text, _context(metadata))
        score, category, said = engine.score_lead(timed.reading, metadata)
        accepted = (row.get("category"), *map(str, row.alternatives))
        outcomes.append(
            Outcome(row.id, row.lang, accepted, category, milliseconds=timed.milliseconds)
        )
        if row.get("score_min") is not None or row.get("score_max") is not None:
            in_range.append(row.get("score_min", 0) <= score <= row.get("score_max", 100))
        wanted = frozenset(map(str, row.get("signals", ()))) - {"none"}
        signals.add(frozenset(said) - {"none"}, wanted)
    figures = {
        "score_in_range": ratio(sum(in_range), len(in_range)),
        "signals_micro_f1": signals.micro_f1,
    }
    return TaskResult(outcomes, figures)


TASK = Task(
    "leads",
    (
        Field("category", "hot, warm or cold", one_of(_CATEGORIES)),
        Field("sender_metadata", "an object", an_object, required=False),
        Field("score_min", "a number", a_number, required=False),
        Field("score_max", "a number", a_number, required=False),
        Field("signals", "a list", a_list, required=False),
    ),
    _run,
    _missing,
)
