"""The report as a person reads it in a terminal."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from cauce.ai.evaluate.report import Report

_MISSES_SHOWN = 40


def render(report: Report, *, misses: bool = False) -> RenderableType:
    """Headline, figures per class and language, the confusion matrix; misses when asked for."""
    parts: list[RenderableType] = [_headline(report)]
    parts.extend(Text(problem, style="yellow") for problem in report.problems)
    if report.rows:
        parts += [_classes(report), _languages(report), _confusion(report)]
    if misses and report.misses:
        parts.append(_misses(report))
    return Group(*parts)


def _headline(report: Report) -> Text:
    line = (
        f"{report.task}: {report.rows} rows · accuracy {report.accuracy:.1%} · "
        f"macro-F1 {report.macro_f1:.3f} · p50 {report.p50_ms:.1f} ms · p95 {report.p95_ms:.1f} ms"
    )
    if report.calibration_error is not None:
        line += f" · calibration error {report.calibration_error:.3f}"
    for name, value in report.figures.items():
        shown = f"{value:.3f}" if isinstance(value, float) else str(value)
        line += f"\n  {name.replace('_', ' ')}: {shown}"
    return Text(line)


def _classes(report: Report) -> Table:
    table = Table(title="Per class")
    for column in ("class", "precision", "recall", "F1", "rows"):
        table.add_column(column, justify="left" if column == "class" else "right")
    for label, figure in report.per_class.items():
        cells = (f"{figure.precision:.3f}", f"{figure.recall:.3f}", f"{figure.f1:.3f}")
        table.add_row(label, *cells, str(figure.support))
    return table


def _languages(report: Report) -> Table:
    table = Table(title="Per language")
    for column in ("language", "rows", "accuracy", "macro-F1"):
        table.add_column(column, justify="left" if column == "language" else "right")
    for language, own in report.per_language.items():
        table.add_row(
            language, f"{own['rows']:.0f}", f"{own['accuracy']:.3f}", f"{own['macro_f1']:.3f}"
        )
    return table


def _confusion(report: Report) -> Table:
    predicted = sorted({label for row in report.confusion.values() for label in row})
    table = Table(title="Confusion: gold down, predicted across")
    table.add_column("")
    for label in predicted:
        table.add_column(label[:9], justify="right")
    for label, row in sorted(report.confusion.items()):
        table.add_row(label, *(str(row.get(other, "")) for other in predicted))
    return table


def _misses(report: Report) -> Table:
    table = Table(title=f"Misses ({len(report.misses)})")
    for column in ("id", "gold", "predicted"):
        table.add_column(column)
    for miss in report.misses[:_MISSES_SHOWN]:
        table.add_row(str(miss["id"]), str(miss["gold"]), str(miss["predicted"]))
    return table
