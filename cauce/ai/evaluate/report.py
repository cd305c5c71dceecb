"""The outcome of an evaluation, and its one JSON object."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cauce.ai.evaluate.metrics import (
    ClassFigures,
    Outcome,
    accuracy,
    calibration_error,
    class_figures,
    confusion,
    macro_f1,
    percentile,
)

_DIGITS = 4
# Yes-or-no tasks show their labels as the truth values the gold file has.
_TRUTHS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Report:
    task: str
    rows: int
    accuracy: float
    macro_f1: float
    per_class: Mapping[str, ClassFigures]
    per_language: Mapping[str, Mapping[str, float]]
    confusion: Mapping[str, Mapping[str, int]]
    p50_ms: float
    p95_ms: float
    misses: tuple[Mapping[str, Any], ...]
    calibration_error: float | None = None
    figures: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def build_report(
    task: str,
    outcomes: Sequence[Outcome],
    figures: Mapping[str, Any],
    problems: Sequence[str],
) -> Report:
    """All common figures of a task, with its own beside them."""
    times = [outcome.milliseconds for outcome in outcomes]
    return Report(
        task=task,
        rows=len(outcomes),
        accuracy=accuracy(outcomes),
        macro_f1=macro_f1(outcomes),
        per_class=class_figures(outcomes),
        per_language=_per_language(outcomes),
        confusion=confusion(outcomes),
        p50_ms=percentile(times, 0.50),
        p95_ms=percentile(times, 0.95),
        misses=tuple(
            {"id": o.id, "gold": _shown(o.accepted[0]), "predicted": _shown(o.predicted)}
            for o in outcomes
            if not o.right
        ),
        calibration_error=calibration_error(outcomes),
        figures=figures,
        problems=tuple(problems),
    )


def _per_language(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    languages = sorted({outcome.lang for outcome in outcomes})
    groups = {lang: [o for o in outcomes if o.lang == lang] for lang in languages}
    return {
        lang: {"rows": len(own), "accuracy": accuracy(own), "macro_f1": macro_f1(own)}
        for lang, own in groups.items()
    }


def _shown(label: str) -> Any:
    return _TRUTHS.get(label, label)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, Mapping):
        return {key: _rounded(inner) for key, inner in value.items()}
    return value


def as_json(report: Report) -> dict[str, Any]:
    """The report as one object, ready for `json.dumps`."""
    per_class = {
        label: {"precision": f.precision, "recall": f.recall, "f1": f.f1, "support": f.support}
        for label, f in report.per_class.items()
    }
    shown: dict[str, Any] = {
        "task": report.task,
        "rows": report.rows,
        "accuracy": report.accuracy,
        "macro_f1": report.macro_f1,
        "per_class": per_class,
        "per_language": report.per_language,
        "confusion": report.confusion,
        "calibration_error": report.calibration_error,
        "p50_ms": report.p50_ms,
        "p95_ms": report.p95_ms,
        **report.figures,
    }
    rounded: dict[str, Any] = _rounded(shown)
    rounded["misses"] = list(report.misses)
    if report.problems:
        rounded["problems"] = list(report.problems)
    return rounded
