"""Measuring from the command line, with the real reader on tiny files."""

import json
import re
from pathlib import Path

from tests.command.console import Run

DOCS = Path(__file__).parents[2] / "docs"
GOLD = (
    '{"id": "a", "lang": "es", "text": "Buenas tardes", "primary": "general_inquiry"}\n'
    '{"id": "b", "lang": "es", "text": "¿Cuánto cuesta la licuadora?", "primary": "spam"}\n'
)


def gold(content: str) -> str:
    Path("gold.jsonl").write_text(content, "utf-8")
    return "gold.jsonl"


def test_the_figures_of_a_file_come_as_one_json_object(run: Run, trained: Path) -> None:
    told = run("evaluate", "intent", gold(GOLD), "--json")
    found = json.loads(told.out)
    assert told.status == 0
    assert (found["task"], found["rows"], found["accuracy"]) == ("intent", 2, 0.5)
    assert [miss["id"] for miss in found["misses"]] == ["b"]


def test_a_person_gets_a_table_and_the_misses_when_they_ask(run: Run, trained: Path) -> None:
    told = run("evaluate", "intent", gold(GOLD), "--misses")
    assert "intent: 2 rows · accuracy 50.0%" in told.out
    assert "Misses (1)" in told.out
    assert "Misses" not in run("evaluate", "intent", gold(GOLD)).out


def test_it_needs_no_database_and_leaves_none_behind(run: Run, trained: Path) -> None:
    assert run("evaluate", "intent", gold(GOLD)).status == 0
    assert not (trained / "postgres").exists()


def test_a_line_that_is_wrong_is_named(run: Run, trained: Path) -> None:
    told = run("evaluate", "intent", gold(GOLD + '{"text": "hola", "primary": "love"}\n'))
    assert 'line 3: `primary` is "love"' in told.out


def test_a_task_nobody_knows_is_refused_with_those_there_are(run: Run, trained: Path) -> None:
    told = run("evaluate", "mood", gold(GOLD))
    assert told.status == 1
    assert "There is no task mood. Choose one of: intent, sentiment" in told.errors


def test_a_lead_is_scored_by_the_rules_of_the_flow(run: Run, trained: Path) -> None:
    row = {
        "text": "Necesito 500 laptops para mañana, mi presupuesto es $500K",
        "sender_metadata": {"name": "Rosa", "role": "CEO", "company": "Istmo Tech"},
        "category": "hot",
        "score_min": 80,
    }
    found = json.loads(run("evaluate", "leads", gold(json.dumps(row)), "--json").out)
    assert (found["accuracy"], found["score_in_range"]) == (1.0, 1.0)


def test_the_documented_dialogue_goes_well_with_the_documented_business(
    run: Run, trained: Path
) -> None:
    business = re.findall(
        r"```json\n(.*?)```", (DOCS / "business-file.md").read_text("utf-8"), re.S
    )
    Path("shop.json").write_text(business[0], "utf-8")
    talk = (DOCS / "quality.md").read_text("utf-8").partition("### dialogue")[2]
    file = gold(talk.partition("```jsonl\n")[2].partition("```")[0])
    told = run("evaluate", "dialogue", file, "--business", "shop.json", "--json")
    found = json.loads(told.out)
    assert (found["turns"], found["turns_right"], found["inventions"]) == (1, 1, 0)
