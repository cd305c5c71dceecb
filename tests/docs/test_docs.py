"""The documents speak of what is there: tables, commands, settings, addresses, files and links."""

import ast
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from starlette.routing import BaseRoute, Match
from typer.testing import CliRunner

from cauce.__main__ import cli
from cauce.app import create_app
from cauce.channels.connecting import CONNECTABLE
from cauce.command import docs
from cauce.core.clock import FixedClock
from cauce.core.keys import Keys
from cauce.engine.metrics import REGISTRY
from cauce.flows import FLOWS
from cauce.settings import Settings
from cauce.store.session import Store
from tests.docs.documents import (
    DOCUMENTS,
    README,
    ROOT,
    between,
    blocks,
    commands,
    first_cells,
    links,
    name_of,
    pieces_of_code,
    section,
)
from tests.houses import ScriptedMind, house_of

# Flows whose names are everyday words are left to the reader.
PLANNED = {flow.name for flow in FLOWS if not flow.built and "_" in flow.name}
PLANNED |= {
    flow.titles["en"].lower() for flow in FLOWS if not flow.built and " " in flow.titles["en"]
}
PROMISES = re.compile(
    r"\b((?<!as )soon|roadmap|not yet|will (?:be|have|support)|in the future|todo:|tbd)\b", re.I
)
# What others have, and a reader might expect here.
ABSENT = (
    "redis",
    "docker",
    "tiktok",
    "slack",
    "opentelemetry",
    "splink",
    "kubernetes",
)
each = pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)


@pytest.fixture(scope="module")
def text() -> str:
    return README.read_text("utf-8")


def without_tables(path: Path) -> str:
    """A document without the catalogue of flows, where what is planned has its place."""
    return re.sub(r"<!-- flows:begin.*flows:end -->", "", path.read_text("utf-8"), flags=re.DOTALL)


def test_the_tables_of_the_readme_are_up_to_date(text: str) -> None:
    assert text == docs.readme(text, FLOWS, cli), "run python -m cauce.command.docs"


def test_the_example_of_the_settings_is_up_to_date() -> None:
    written = (ROOT / ".env.example").read_text("utf-8")
    assert written == docs.env_example(), "run python -m cauce.command.docs"


def test_the_example_of_the_settings_holds_the_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"CAUCE_{name.upper()}", raising=False)
    lines = docs.env_example().splitlines()
    chosen = [line.removeprefix("# ") for line in lines if line.startswith("# CAUCE_")]
    file = tmp_path / ".env"
    file.write_text("\n".join(chosen), "utf-8")
    assert len(chosen) == len(Settings.model_fields)
    assert Settings(_env_file=file) == Settings(_env_file=None)


def test_a_table_without_its_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="flows:begin"):
        docs.with_table("nothing here <!-- flows:end -->", "flows", "| |")


def test_every_flow_of_the_catalogue_is_listed_and_says_whether_it_is_built(text: str) -> None:
    rows = between(text, "flows").strip().splitlines()[2:]
    assert len(rows) == 22
    states = [row.rstrip("| ").rsplit("|")[-1].strip() for row in rows]
    assert states == ["built" if flow.built else "planned" for flow in FLOWS]


SHOWN = sorted({words for path in DOCUMENTS for words in commands(path.read_text("utf-8"))})


@pytest.mark.parametrize("words", SHOWN, ids=" ".join)
def test_a_command_that_is_shown_exists(words: tuple[str, ...]) -> None:
    if words in ((), ("COMMAND", "--help"), ("…",)):
        return
    path = words[:2] if words[0] == "user" else words[:1]
    told = CliRunner().invoke(cli, [*path, "--help"], env={"COLUMNS": "200", "NO_COLOR": "1"})
    assert told.exit_code == 0, told.output
    for option in (word for word in words if word.startswith("--")):
        assert option in told.output


@each
def test_a_make_target_that_is_shown_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    shown = {
        piece.split()[1]
        for piece in pieces_of_code(path.read_text("utf-8"))
        if re.match(r"make [a-z]+", piece)
    }
    assert shown <= targets


@each
def test_a_setting_that_is_named_exists(path: Path) -> None:
    named = set(re.findall(r"\bCAUCE_[A-Z0-9_]+", path.read_text("utf-8")))
    assert named <= {f"CAUCE_{name.upper()}" for name in Settings.model_fields}


@each
def test_a_link_leads_to_a_file(path: Path) -> None:
    broken = [
        link
        for link in links(path.read_text("utf-8"))
        if "pictures/" not in link and not (path.parent / link).exists()
    ]
    assert broken == []


def test_the_pictures_are_there(text: str) -> None:
    shown = [link for link in links(text) if "pictures/" in link]
    assert len(shown) == 5
    assert [link for link in shown if not (ROOT / link).is_file()] == []


@each
def test_a_file_that_is_named_exists(path: Path) -> None:
    named = {
        piece
        for piece in pieces_of_code(path.read_text("utf-8"))
        if re.fullmatch(r"(cauce|tests|docs|benchmarks)/[\w./*-]+", piece)
    }
    assert [piece for piece in sorted(named) if not list(ROOT.glob(piece.rstrip("/")))] == []


def test_an_address_that_is_named_is_answered(clock: FixedClock, keys: Keys) -> None:
    # Nothing is opened: routes are asked, not called.
    store = Store("postgresql://nobody@nowhere/none", clock, keys)
    app = create_app(house_of(store, clock, ScriptedMind()))
    shown = {
        re.sub(r"^https?://[^/]+", "", piece)
        for path in DOCUMENTS
        for piece in (
            *pieces_of_code(path.read_text("utf-8")),
            *re.findall(r'src="([^"]+)"', "".join(blocks(path.read_text("utf-8"), "html"))),
        )
        if re.fullmatch(r"(https?://[^/\s]+)?(/[\w.{}-]+)+", piece)
    }
    assert "/demo/shop" in shown
    unknown = [
        address
        for address in shown
        if not any(_answers(app.routes, root + address) for root in ("", "/api/v1"))
    ]
    assert unknown == []


def _answers(routes: Sequence[BaseRoute], address: str) -> bool:
    scope = {"type": "http", "path": address, "method": "GET", "headers": [], "root_path": ""}
    return any(route.matches(scope)[0] is not Match.NONE for route in routes)


@each
def test_nothing_planned_is_spoken_of_as_if_it_were_there(path: Path) -> None:
    said = without_tables(path).lower()
    assert [name for name in sorted(PLANNED) if name in said] == []
    # The architecture also tells what was weighed and left out.
    absent = () if path.name == "architecture.md" else ABSENT
    assert [name for name in absent if name in said] == []


@each
def test_nothing_is_promised(path: Path) -> None:
    assert PROMISES.findall(without_tables(path)) == []


def test_every_channel_that_can_be_connected_is_explained() -> None:
    told = (ROOT / "docs" / "channels.md").read_text("utf-8").lower()
    assert [name for name in CONNECTABLE if f"| {name} " not in told] == []


def test_every_metric_is_explained_and_no_other() -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    names = [
        metric.name + ("_total" if metric.type == "counter" else "")
        for metric in REGISTRY.collect()
    ]
    assert first_cells(section(text, "### Metrics")) == names


def test_every_event_that_is_explained_is_logged_somewhere() -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    source = "".join(path.read_text("utf-8") for path in (ROOT / "cauce").rglob("*.py"))
    told = ", ".join(first_cells(section(text, "### Logs").partition("to know:\n")[2]))
    events = re.findall(r"[a-z]+\.[a-z_]+", told)
    assert len(events) > 10
    assert [event for event in events if f'"{event}"' not in source] == []


def test_the_promised_figures_are_those_that_are_held() -> None:
    tree = ast.parse((ROOT / "benchmarks" / "__main__.py").read_text("utf-8"))
    held = next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.AnnAssign)
        and node.value is not None
        and ast.unparse(node.target) == "PROMISES"
    )
    text = (ROOT / "docs" / "performance.md").read_text("utf-8")
    rows = section(text, "## What is promised").split("| --- | --- | --- |\n")[1].splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if row]
    promised = {name.strip("`"): limit for name, _, limit in cells}
    assert promised == {name: f"{sign} {limit:g}" for name, (sign, limit) in held.items()}


def test_the_licence_is_whole_and_what_is_included_is_named() -> None:
    licence = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
    vendor = ROOT / "cauce" / "web" / "static" / "vendor"
    notice = " ".join((ROOT / "NOTICE").read_text("utf-8").split())
    assert [path.name for path in vendor.iterdir() if path.name not in notice] == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_locks_hold_versions_and_hashes_and_no_addresses(lock: str) -> None:
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    assert not [line for line in lines if "://" in line or line.lstrip().startswith("--index")]
    pinned = [line for line in lines if "==" in line]
    assert len(pinned) > 20
    assert all(line.endswith("\\") for line in pinned)
