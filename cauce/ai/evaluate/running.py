"""Runs one task over one file."""

from pathlib import Path

from cauce.ai.evaluate.engine import Engine
from cauce.ai.evaluate.gold import GoldFile, load_gold
from cauce.ai.evaluate.report import Report, build_report
from cauce.ai.evaluate.task import Task
from cauce.ai.evaluate.tasks import (
    closure,
    comments,
    dialogue,
    escalation,
    injection,
    intent,
    leads,
    optout,
    sales,
    sentiment,
)

TASKS: tuple[Task, ...] = (
    intent.TASK,
    sentiment.TASK,
    closure.TASK,
    sales.TASK,
    comments.TASK,
    leads.TASK,
    escalation.TASK,
    optout.TASK,
    injection.TASK,
    dialogue.TASK,
)


def evaluate_file(task: str, path: Path, engine: Engine, business: Path | None = None) -> Report:
    """Measure `engine` on the rows of `path`; bad rows are left out and named in the report."""
    chosen = next((known for known in TASKS if known.name == task), None)
    if chosen is None:
        names = ", ".join(known.name for known in TASKS)
        return build_report(task, (), {}, (f"{task!r} is not a task; the tasks are {names}",))
    missing = chosen.missing(engine, business)
    if missing:
        return build_report(task, (), {}, (missing,))
    gold: GoldFile = load_gold(path, chosen.fields, needs_text=chosen.needs_text)
    result = chosen.run(gold.rows, engine, business)
    return build_report(task, result.outcomes, result.figures, gold.problems)
