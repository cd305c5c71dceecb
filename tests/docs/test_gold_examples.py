"""The tiny gold files of docs/quality.md go through the real loader, and each task has one."""

from pathlib import Path

import pytest

from cauce.ai.evaluate import TASKS
from cauce.ai.evaluate.gold import load_gold
from cauce.ai.evaluate.task import Task
from tests.docs.documents import ROOT, blocks, first_cells, section

QUALITY = (ROOT / "docs" / "quality.md").read_text("utf-8")
# What every row may carry, besides the fields of its task.
COMMON = {"id", "lang", "text", "alt"}
# Read by a task without being checked by the loader.
LOOSE = {"escalation": {"reason"}}


def example(task: Task) -> str:
    found = blocks(section(QUALITY, f"### {task.name}"), "jsonl")
    assert len(found) == 1, task.name
    return found[0]


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_the_example_of_a_task_is_understood_without_a_complaint(
    task: Task, tmp_path: Path
) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(example(task), "utf-8")
    gold = load_gold(path, task.fields, needs_text=task.needs_text)
    assert gold.problems == ()
    assert gold.rows
    known = COMMON | {field.name for field in task.fields} | LOOSE.get(task.name, set())
    assert {name for row in gold.rows for name in row.fields} <= known


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_the_example_shows_every_field_of_its_task(task: Task, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(example(task), "utf-8")
    rows = load_gold(path, task.fields, needs_text=task.needs_text).rows
    assert {field.name for field in task.fields} <= {name for row in rows for name in row.fields}


def test_every_task_has_its_line_in_the_table_of_figures() -> None:
    assert first_cells(section(QUALITY, "## Figures")) == [task.name for task in TASKS]
