"""What a task is: the gold fields it needs and how it turns rows into outcomes and figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cauce.ai.evaluate.engine import Engine
from cauce.ai.evaluate.gold import Field, GoldRow
from cauce.ai.evaluate.metrics import Outcome
from cauce.core.labels import LANGUAGES, Language
from cauce.core.reading import Reading, ReadingContext


@dataclass(frozen=True, slots=True)
class TaskResult:
    outcomes: Sequence[Outcome]
    figures: Mapping[str, Any] = field(default_factory=dict)


Run = Callable[[Sequence[GoldRow], Engine, Path | None], TaskResult]
Missing = Callable[[Engine, Path | None], str | None]


def nothing_missing(_engine: Engine, _business: Path | None) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Task:
    name: str
    fields: tuple[Field, ...]
    run: Run
    missing: Missing = nothing_missing
    needs_text: bool = True


@dataclass(frozen=True, slots=True)
class Timed:
    reading: Reading
    milliseconds: float


def timed_read(engine: Engine, text: str, context: ReadingContext | None = None) -> Timed:
    """Read once, with the time it took as the caller sees it."""
    started = engine.timer()
    reading = engine.read(text, context)
    return Timed(reading, (engine.timer() - started) * 1000)


def hint(row: GoldRow) -> Language | None:
    """The language of the conversation is not known when a message is measured by itself."""
    return next((name for name in LANGUAGES if name == row.get("language_hint")), None)


def acting_figures(outcomes: Sequence[Outcome], engine: Engine) -> dict[str, float]:
    """How much is sure enough to act on, and how much of that is right."""
    acted = [o for o in outcomes if (o.confidence or 0.0) >= engine.acting_confidence]
    right = sum(outcome.right for outcome in acted)
    return {
        "acting_confidence": engine.acting_confidence,
        "coverage": len(acted) / len(outcomes) if outcomes else 0.0,
        "precision_when_acting": right / len(acted) if acted else 0.0,
    }
