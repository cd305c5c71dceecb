"""Measuring from the command line, with the real reader on tiny files."""

import asyncio
import json
import re
from decimal import Decimal
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from cauce.core.clock import SystemClock
from cauce.core.keys import Keys
from cauce.engine.minds import key_of
from cauce.store.models import LanguageModel, ModelRequest, Setting
from cauce.store.session import Store
from cauce.store.vault import Vault
from tests.command.console import Run
from tests.sandbox.serving import served

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


async def set_up_a_model(url: str, address: str) -> None:
    clock = SystemClock()
    store = Store(url, clock, Keys(clock), pool_size=1)
    async with store.writing() as session:
        session.add(Setting(name="models", value={"mark": "mark_1", "sure_reading": None}))
        session.add(
            LanguageModel(
                id="lm_1",
                name="gpt",
                vendor="openai",
                model="gpt-6.1-terra",
                key=Vault("s3cret").seal("sk-test", key_of("lm_1")),
                base_url=f"{address}/openai/v1",
                place=1,
                seconds=6.0,
                attempts=1,
                price_in=Decimal(1),
                price_out=Decimal(4),
                most_tokens=1200,
                masks=[],
            )
        )
    await store.close()


async def paid(url: str) -> int:
    clock = SystemClock()
    store = Store(url, clock, Keys(clock), pool_size=1)
    async with store.reading() as session:
        found = len(list(await session.scalars(select(ModelRequest.id))))
    await store.close()
    return found


def test_prompts_are_tried_on_the_models_that_are_set_up(
    run: Run, trained: Path, here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAUCE_SECRET", "s3cret")
    (Path("mine") / "reading").mkdir(parents=True)
    (Path("mine") / "reading" / "prompt.md").write_text("Read it as I do.", "utf-8")
    with served() as address:
        asyncio.run(set_up_a_model(here, address))
        told = run("evaluate", "intent", gold(GOLD), "--models", "--prompts", "mine")
        asked = httpx.get(f"{address}/control/models/taken").json()
    assert told.status == 0
    assert "answered without a model: 0%" in told.errors
    assert len(asked) == asyncio.run(paid(here)) == 2
    assert "Read it as I do." in json.dumps(asked[0]["body"])


def test_asking_models_where_none_is_set_up_is_refused(run: Run, trained: Path, here: str) -> None:
    told = run("evaluate", "intent", gold(GOLD), "--models")
    assert told.status == 1
    assert "No model is set up" in told.errors
