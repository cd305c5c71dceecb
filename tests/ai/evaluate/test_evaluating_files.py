"""Files of known answers, measured from the first line to the report."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from cauce.ai.evaluate import TASKS, Engine, Report, as_json, evaluate_file, render
from cauce.core.reading import Budget, Entities, Injection, ItemMention, Mood, Reading

Write = Callable[..., Path]


def reading(**changes: Any) -> Reading:
    mood = changes.pop("mood", Mood("neutral", 0.0, 0.9))
    known = {"language": "es", "intent": "general_inquiry", "intent_confidence": 0.9}
    return Reading(**{**known, **changes}, mood=mood)


def engine_of(by_text: Mapping[str, Reading], **parts: Any) -> Engine:
    return Engine(read=lambda text, _context=None: by_text.get(text, reading()), **parts)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(*rows: Any) -> Path:
        path = tmp_path / "gold.jsonl"
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        path.write_text("\n".join(lines), "utf-8")
        return path

    return _write


def test_an_accepted_alternative_counts_as_right(write: Write) -> None:
    path = write(
        {"id": 1, "text": "a", "lang": "es", "primary": "complaint", "alt": ["general_inquiry"]},
        {"id": 2, "text": "b", "lang": "en", "primary": "complaint"},
    )
    report = evaluate_file("intent", path, engine_of({}))
    assert report.accuracy == 0.5
    assert report.misses == ({"id": "2", "gold": "complaint", "predicted": "general_inquiry"},)
    assert set(report.per_language) == {"es", "en"}


def test_entities_are_scored_field_by_field(write: Write) -> None:
    found = Entities(items=(ItemMention("laptops", 10),), quantity=10, budget=Budget(500))  # type: ignore[arg-type]
    wanted = {"products": ["laptop"], "quantity": 10, "budget": {"amount": 600}, "city": "Colón"}
    path = write({"id": 1, "text": "a", "primary": "general_inquiry", "entities": wanted})
    report = evaluate_file("intent", path, engine_of({"a": reading(entities=found)}))
    assert report.figures["entities"] == {
        "budget": 0.0,
        "city": 0.0,
        "products": 1.0,
        "quantity": 1.0,
    }


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{not json", "line 2: is not JSON"),
        ("[1]", "line 2: is not an object"),
        ('{"id": 2, "primary": "spam"}', "line 2: `text` is missing"),
        ('{"text": "x"}', "line 2: `primary` is missing; it must be one of the intents"),
        ('{"text": "x", "primary": "sales"}', 'line 2: `primary` is "sales"'),
        ('{"text": "x", "primary": "spam", "alt": "spam"}', "line 2: `alt` must be a list"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_measured(
    write: Write, line: str, said: str
) -> None:
    path = write({"id": 1, "text": "a", "primary": "general_inquiry"}, line)
    report = evaluate_file("intent", path, engine_of({}))
    assert report.rows == 1
    assert report.problems[0].startswith(said)


def test_a_file_that_is_not_there_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    report = evaluate_file("intent", tmp_path / "none.jsonl", engine_of({}))
    assert report.rows == 0
    assert "cannot be read" in report.problems[0]


def test_an_unknown_task_names_the_known_ones(tmp_path: Path) -> None:
    problem = evaluate_file("mood", tmp_path / "x", engine_of({})).problems[0]
    assert all(task.name in problem for task in TASKS)


def test_sentiment_scores_are_held_against_their_range(write: Write) -> None:
    path = write(
        {"text": "a", "sentiment": "neutral", "score_min": -0.2, "score_max": 0.2},
        {"text": "b", "sentiment": "negative", "score_min": -1, "score_max": -0.5},
    )
    report = evaluate_file("sentiment", path, engine_of({}))
    assert report.figures["score_in_range"] == 0.5


def test_closing_wrongly_is_a_rate_of_the_open_cases(write: Write) -> None:
    closes = reading(closure="confirmed", closure_confidence=0.9)
    path = write(
        {"text": "a", "should_close": False},
        {"text": "b", "should_close": False},
        {"text": "c", "should_close": True},
    )
    report = evaluate_file("closure", path, engine_of({"a": closes, "c": closes}))
    assert report.figures["false_close_rate"] == 0.5
    assert as_json(report)["misses"] == [{"id": "1", "gold": False, "predicted": True}]


def test_objections_and_signals_are_sets_in_either_spelling(write: Write) -> None:
    said = reading(objections=("price",), buying_signals=("delivery", "comparison"))
    path = write(
        {"text": "a", "objections": [{"type": "price"}], "buying_signals": ["delivery"]},
        {"text": "b", "objections": [], "buying_signals": []},
    )
    report = evaluate_file("sales", path, engine_of({"a": said}))
    assert report.figures["objections_micro_f1"] == 1.0
    assert report.figures["signals_micro_f1"] == pytest.approx(2 / 3)


def test_attacks_missed_and_customers_accused_are_told_apart(write: Write) -> None:
    caught = reading(injection=Injection("role_override", 0.9))
    path = write(
        {"text": "a", "attack": "role_override"},
        {"text": "b", "attack": True},
        {"text": "a", "attack": None},
        {"text": "c", "attack": False},
    )
    report = evaluate_file("injection", path, engine_of({"a": caught}))
    assert report.figures["recall"] == 0.5
    assert report.figures["false_alarm_rate"] == 0.5
    assert report.figures["kind_accuracy"] == 1.0


def test_opting_out_has_three_answers(write: Write) -> None:
    path = write({"text": "a", "opt_out": "partial"}, {"text": "b", "opt_out": False})
    report = evaluate_file("optout", path, engine_of({"a": reading(opt_out="yes")}))
    assert as_json(report)["misses"] == [{"id": "1", "gold": "partial", "predicted": True}]


def test_leads_and_escalations_are_judged_by_the_flows_given(write: Write) -> None:
    engine = engine_of(
        {},
        score_lead=lambda _reading, metadata: (metadata["points"], "hot", ["urgency"]),
        escalates=lambda _reading, history, _text: "failed_attempts" if len(history) > 1 else None,
    )
    path = write(
        {"text": "a", "category": "hot", "score_min": 80, "sender_metadata": {"points": 90}}
    )
    assert evaluate_file("leads", path, engine).figures["score_in_range"] == 1.0
    path = write(
        {"text": "a", "should_escalate": True, "reason": "failed_attempts", "history": [{}, {}]},
        {"text": "b", "should_escalate": True},
        {"text": "c", "should_escalate": False},
    )
    report = evaluate_file("escalation", path, engine)
    assert report.figures["escalation_recall"] == 0.5
    assert report.accuracy == pytest.approx(2 / 3)


@pytest.mark.parametrize("task", ["leads", "escalation", "dialogue"])
def test_a_missing_part_is_said_not_guessed(write: Write, task: str) -> None:
    report = evaluate_file(task, write({"text": "a"}), engine_of({}))
    assert report.rows == 0
    assert "the engine has no way" in report.problems[0]


class Parrot:
    """Answers every turn alike."""

    def reply(self, text: str) -> tuple[str, str, Reading]:
        return f"La nevera cuesta $1,200.00 ({text})", "answer", reading(intent="pricing_question")


def test_dialogues_count_right_turns_and_inventions(write: Write, tmp_path: Path) -> None:
    right = {"intent": "pricing_question", "must_contain_any": ["1200"], "action": "answer"}
    turns = [
        {"customer": "cuánto?", "expect": right},
        {"customer": "y gratis?", "expect": {"must_not_contain": ["GRATIS"]}},
    ]
    path = write({"id": "d1", "lang": "es", "turns": turns})
    engine = engine_of({}, converse=lambda _business: Parrot())
    report = evaluate_file("dialogue", path, engine, tmp_path / "shop.json")
    assert report.figures["turns_right"] == 1
    assert report.figures["inventions"] == 1
    assert report.misses[0]["id"] == "d1/2"


def test_the_report_is_one_json_object_and_can_be_drawn(write: Write) -> None:
    path = write({"id": 1, "text": "a", "lang": "es", "primary": "spam"})
    report: Report = evaluate_file("intent", path, engine_of({}))
    shown = json.loads(json.dumps(as_json(report)))
    common = {"task", "rows", "accuracy", "macro_f1", "per_class", "per_language", "misses"}
    assert common | {"p50_ms", "p95_ms", "entities", "coverage", "confusion"} <= shown.keys()
    console = Console(width=120, record=True)
    with console.capture() as captured:
        console.print(render(report, misses=True))
    assert "general_inquiry" in captured.get()
