"""`cauce evaluate`: measures the configured engine on labelled examples, with no server running."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import typer
from rich.console import Console

from cauce.ai.consult import Consult
from cauce.ai.embedded.mind import EmbeddedMind
from cauce.ai.embedded.reader import EmbeddedReader
from cauce.ai.evaluate import TASKS, Engine, as_json, evaluate_file, render
from cauce.command import configured
from cauce.core.dialogue import Said
from cauce.core.reading import Reading, ReadingContext
from cauce.errors import BadInput
from cauce.flows.chatbot.decide import decide as decide_answer
from cauce.flows.chatbot.observe import observe as observe_draft
from cauce.flows.escalation.decide import decide as decide_escalation
from cauce.flows.escalation.grounds import escalates
from cauce.flows.escalation.observe import observe as observe_escalation
from cauce.flows.lead_scoring.scoring import Sender, score_lead
from cauce.knowledge.business_file import BusinessFile
from cauce.knowledge.rehearsal import Rehearsal
from cauce.knowledge.snapshot import from_file

out = Console()
errors = Console(stderr=True)

# Rehearsals stand still at a Tuesday morning, so the same file gives the same figures tomorrow.
_MORNING = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)


def evaluate(task: str, source: Path, business: Path | None, *, json: bool, misses: bool) -> None:
    """Prints the figures as a table, or as one JSON object."""
    names = [one.name for one in TASKS]
    if task not in names:
        raise BadInput(f"There is no task {task}. Choose one of: {', '.join(names)}.", "task")
    with errors.status(f"Measuring {task}…"):
        report = evaluate_file(task, source, _engine(), business)
    if json:
        out.print_json(orjson.dumps(as_json(report)).decode())
    else:
        out.print(render(report, misses=misses))
    if not report.rows:
        raise typer.Exit(1)


def _engine() -> Engine:
    reader = EmbeddedReader.load(configured.settings().data_dir / "models")
    consult = Consult([EmbeddedMind(reader)])
    loop = asyncio.Runner()

    def read(text: str, context: ReadingContext | None = None, /) -> Reading:
        return loop.run(consult.read(text, context))

    return Engine(
        read=read,
        score_lead=_score,
        escalates=_escalates,
        converse=lambda file: _rehearse(consult, file),
    )


def _score(reading: Reading, metadata: Mapping[str, Any]) -> tuple[int, str, Sequence[str]]:
    known = {name: metadata.get(name) for name in ("name", "phone", "role", "company", "source")}
    times = metadata.get("previous_interactions")
    lead = score_lead(
        reading, Sender(**known, previous_interactions=times if isinstance(times, int) else 0)
    )
    return lead.score, lead.category, lead.signals


def _escalates(reading: Reading, history: Sequence[Mapping[str, Any]], text: str) -> str | None:
    said = [
        Said(
            id=f"said_{number}",
            sequence=number,
            sender="customer" if turn.get("sender", turn.get("role")) == "customer" else "bot",
            text=str(turn.get("text", turn.get("content", ""))),
            at=_MORNING,
        )
        for number, turn in enumerate(history, 1)
    ]
    return escalates(reading, said, text)


def _rehearse(consult: Consult, file: Path) -> Rehearsal:
    business = BusinessFile.model_validate_json(file.read_bytes())
    return Rehearsal(
        from_file(business),
        consult,
        lambda turn: decide_escalation(observe_escalation(turn)),
        lambda turn: decide_answer(observe_draft(turn)),
        _MORNING,
    )
