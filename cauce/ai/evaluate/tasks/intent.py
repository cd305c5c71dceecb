"""Primary intent, the secondary ones, and each entity."""

from collections.abc import Sequence
from pathlib import Path

from cauce.ai.evaluate.engine import Engine
from cauce.ai.evaluate.entities import EntityTally
from cauce.ai.evaluate.gold import Field, GoldRow, a_list, an_object, one_of
from cauce.ai.evaluate.metrics import Outcome, SetTally
from cauce.ai.evaluate.task import Task, TaskResult, acting_figures, timed_read
from cauce.core.labels import INTENTS


def _run(rows: Sequence[GoldRow], engine: Engine, _business: Path | None) -> TaskResult:
    outcomes: list[Outcome] = []
    secondary = SetTally()
    entities = EntityTally()
    for row in rows:
        timed = timed_read(engine, row.text)
        reading = timed.reading
        accepted = (row.get("primary"), *map(str, row.alternatives))
        outcomes.append(
            Outcome(
                row.id,
                row.lang,
                accepted,
                reading.intent,
                reading.intent_confidence,
                timed.milliseconds,
            )
        )
        wanted = frozenset(row.get("secondary", ()))
        secondary.add(frozenset(reading.secondary), wanted)
        entities.add(row.get("entities", {}), reading.entities)
    figures = {
        "secondary_micro_f1": secondary.micro_f1,
        "entities": entities.accuracies(),
        **acting_figures(outcomes, engine),
    }
    return TaskResult(outcomes, figures)


TASK = Task(
    "intent",
    (
        Field("primary", "one of the intents", one_of(INTENTS)),
        Field("secondary", "a list", a_list, required=False),
        Field("entities", "an object", an_object, required=False),
    ),
    _run,
)
