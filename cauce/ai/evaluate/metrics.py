"""The figures: accuracy, precision and recall per class, F1, calibration, percentiles."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_BINS = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """One prediction beside what was accepted for it; the first accepted label is the gold one."""

    id: str
    lang: str
    accepted: tuple[str, ...]
    predicted: str
    confidence: float | None = None
    milliseconds: float = 0.0

    @property
    def right(self) -> bool:
        return self.predicted in self.accepted

    @property
    def gold(self) -> str:
        """The label the prediction is held against: an accepted alternative counts as the gold."""
        return self.predicted if self.right else self.accepted[0]


@dataclass(frozen=True, slots=True)
class ClassFigures:
    precision: float
    recall: float
    f1: float
    support: int


def ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def f1_of(right: float, said: float, wanted: float) -> float:
    return ratio(2 * right, said + wanted)


def accuracy(outcomes: Sequence[Outcome]) -> float:
    return ratio(sum(outcome.right for outcome in outcomes), len(outcomes))


def class_figures(outcomes: Sequence[Outcome]) -> dict[str, ClassFigures]:
    """Figures of every label that is wanted or predicted."""
    wanted = Counter(outcome.gold for outcome in outcomes)
    said = Counter(outcome.predicted for outcome in outcomes)
    right = Counter(outcome.predicted for outcome in outcomes if outcome.right)
    return {
        label: ClassFigures(
            precision=ratio(right[label], said[label]),
            recall=ratio(right[label], wanted[label]),
            f1=f1_of(right[label], said[label], wanted[label]),
            support=wanted[label],
        )
        for label in sorted(wanted.keys() | said.keys())
    }


def macro_f1(outcomes: Sequence[Outcome]) -> float:
    """The mean F1 of the labels that occur in the gold file."""
    figures = [figure.f1 for figure in class_figures(outcomes).values() if figure.support]
    return ratio(sum(figures), len(figures))


def confusion(outcomes: Sequence[Outcome]) -> dict[str, dict[str, int]]:
    """Gold label, predicted label, count."""
    table: dict[str, dict[str, int]] = {}
    for outcome in outcomes:
        row = table.setdefault(outcome.gold, {})
        row[outcome.predicted] = row.get(outcome.predicted, 0) + 1
    return table


def calibration_error(outcomes: Sequence[Outcome]) -> float | None:
    """How far stated confidence is from the share that was right, over ten bands."""
    sure = [outcome for outcome in outcomes if outcome.confidence is not None]
    if not sure:
        return None
    bands: dict[int, list[Outcome]] = {}
    for outcome in sure:
        bands.setdefault(min(_BINS - 1, int((outcome.confidence or 0.0) * _BINS)), []).append(
            outcome
        )
    total = 0.0
    for band in bands.values():
        stated = sum(outcome.confidence or 0.0 for outcome in band) / len(band)
        total += abs(stated - accuracy(band)) * len(band)
    return total / len(sure)


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(slots=True)
class SetTally:
    """Right, said and wanted over answers that are sets of labels."""

    right: int = 0
    said: int = 0
    wanted: int = 0

    def add(self, said: frozenset[str], wanted: frozenset[str]) -> None:
        self.right += len(said & wanted)
        self.said += len(said)
        self.wanted += len(wanted)

    @property
    def micro_f1(self) -> float:
        """One when nothing was wanted and nothing was said."""
        return f1_of(self.right, self.said, self.wanted) if self.said + self.wanted else 1.0
