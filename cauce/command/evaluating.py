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
from cauce.ai.vendors.building import Builder
from cauce.ai.vendors.prompts import Prompts
from cauce.command import configured, database
from cauce.core.clock import SystemClock
from cauce.core.dialogue import Said
from cauce.core.keys import Keys
from cauce.core.reading import Reading, ReadingContext
from cauce.engine.books import Books
from cauce.engine.minds import Minds
from cauce.errors import BadInput, Misconfigured
from cauce.flows.chatbot.decide import decide as decide_answer
from cauce.flows.chatbot.observe import observe as observe_draft
from cauce.flows.escalation.decide import decide as decide_escalation
from cauce.flows.escalation.grounds import escalates
from cauce.flows.escalation.observe import observe as observe_escalation
from cauce.flows.lead_scoring.scoring import Sender, score_lead
from cauce.knowledge.business_file import BusinessFile
from cauce.knowledge.rehearsal import Rehearsal
from cauce.knowledge.snapshot import from_file
from cauce.policy.drafted import untrue
from cauce.settings import Settings
from cauce.store.queries import models as queries
from cauce.store.session import Store
from cauce.store.vault import Vault

out = Console()
errors = Console(stderr=True)

# Rehearsals stand still at a Tuesday morning, so the same file gives the same figures tomorrow.
_MORNING = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)


def evaluate(
    task: str,
    source: Path,
    business: Path | None,
    *,
    json: bool,
    misses: bool,
    models: bool = False,
    prompts: Path | None = None,
) -> None:
    """Prints the figures as a table, or as one JSON object."""
    names = [one.name for one in TASKS]
    if task not in names:
        raise BadInput(f"There is no task {task}. Choose one of: {', '.join(names)}.", "task")
    with errors.status(f"Measuring {task}…"), asyncio.Runner() as loop:
        consult = _consult(loop, models, prompts)
        report = evaluate_file(task, source, _engine(loop, consult), business)
    if json:
        out.print_json(orjson.dumps(as_json(report)).decode())
    else:
        out.print(render(report, misses=misses))
        _tell_who_answered(consult)
    if not report.rows:
        raise typer.Exit(1)


def _consult(loop: asyncio.Runner, models: bool, prompts: Path | None) -> Consult:
    """The house alone, or with the models that are set up here, asked with other prompts."""
    settings = configured.settings()
    embedded = EmbeddedMind(EmbeddedReader.load(settings.data_dir / "models"))
    consult = Consult([embedded], check=untrue)
    if models:
        loop.run(_employ(settings, consult, embedded, prompts))
    return consult


def _engine(loop: asyncio.Runner, consult: Consult) -> Engine:

    def read(text: str, context: ReadingContext | None = None, /) -> Reading:
        return loop.run(consult.read(text, context))

    return Engine(
        read=read,
        score_lead=_score,
        escalates=_escalates,
        converse=lambda file: _rehearse(consult, file, loop),
    )


async def _employ(
    settings: Settings, consult: Consult, embedded: EmbeddedMind, prompts: Path | None
) -> None:
    """Puts the models of the database before the house; what they cost is booked there."""
    clock = SystemClock()
    store = Store(database.open_here(settings), clock, Keys(clock), pool_size=2)
    books = Books(store, clock)
    builder = Builder(embedded.index, books, Prompts.of_folder(prompts or settings.prompts_dir))
    minds = Minds(consult, Vault(settings.secret.get_secret_value()), books, builder)
    async with store.reading() as session:
        await minds.refresh(session, "UTC")
        if not any(row.active for row in await queries.all_models(session)):
            raise Misconfigured("No model is set up. Add one in Settings → Models.")


def _tell_who_answered(consult: Consult) -> None:
    """Nothing to tell where the house answered everything."""
    for task in ("read", "draft"):
        share = consult.share_without_model(task)
        if share is not None and share < 1:
            errors.print(f"{task}: answered without a model: {share:.0%}")


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


def _rehearse(consult: Consult, file: Path, loop: asyncio.Runner) -> Rehearsal:
    business = BusinessFile.model_validate_json(file.read_bytes())
    return Rehearsal(
        from_file(business),
        consult,
        lambda turn: decide_escalation(observe_escalation(turn)),
        lambda turn: decide_answer(observe_draft(turn)),
        _MORNING,
        run=loop.run,
    )
