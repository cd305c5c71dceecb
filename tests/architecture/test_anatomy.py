"""Every flow and every channel is built the same way, so whoever knows one knows them all."""

import ast
from pathlib import Path

import pytest

from cauce.channels import CHANNELS
from cauce.flows import FLOWS
from cauce.policy.gate import RULES
from cauce.policy.situation import Rule
from tests.architecture.sources import PACKAGE

FLOW_FOLDERS = sorted(path.parent for path in (PACKAGE / "flows").glob("*/__init__.py"))
CHANNEL_FOLDERS = sorted(path.parent for path in (PACKAGE / "channels").glob("*/__init__.py"))
# The website chat lives in our own database: storing is sending, and there is nobody to call.
WITHOUT_CLIENT = {"webchat"}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def functions(path: Path) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in tree(path).body if isinstance(node, ast.FunctionDef)}


def assigned(path: Path) -> set[str]:
    targets = []
    for node in tree(path).body:
        if isinstance(node, ast.Assign):
            targets += node.targets
        elif isinstance(node, ast.AnnAssign):
            targets.append(node.target)
    return {target.id for target in targets if isinstance(target, ast.Name)}


def test_there_is_a_folder_for_every_flow_that_is_built_and_no_other() -> None:
    built = sorted(flow.name for flow in FLOWS if flow.built)
    assert [folder.name for folder in FLOW_FOLDERS] == built


def test_there_is_a_folder_for_every_channel_and_no_other() -> None:
    assert [folder.name for folder in CHANNEL_FOLDERS] == sorted(CHANNELS)


@pytest.mark.parametrize("folder", FLOW_FOLDERS, ids=lambda folder: folder.name)
def test_a_flow_observes_and_decides_from_frozen_facts_that_carry_the_time(folder: Path) -> None:
    assert "FLOW" in assigned(folder / "__init__.py")
    assert "observe" in functions(folder / "observe.py")
    decide = functions(folder / "decide.py")["decide"]
    assert len(decide.args.args) == 1
    facts = next(
        node
        for node in tree(folder / "decide.py").body
        if isinstance(node, ast.ClassDef) and node.name == "Facts"
    )
    assert "frozen=True" in ast.unparse(facts.decorator_list[0])
    fields = {
        node.target.id: ast.unparse(node.annotation)
        for node in facts.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    assert fields.get("now") == "datetime"


@pytest.mark.parametrize("folder", CHANNEL_FOLDERS, ids=lambda folder: folder.name)
def test_a_channel_verifies_parses_and_renders(folder: Path) -> None:
    assert "CHANNEL" in assigned(folder / "__init__.py")
    for part in ("verify", "parse", "render"):
        assert functions(folder / f"{part}.py"), part
    assert (folder / "client.py").exists() is (folder.name not in WITHOUT_CLIENT)


@pytest.mark.parametrize(("name", "rule"), RULES)
def test_a_policy_is_one_rule_in_a_file_of_its_own(name: str, rule: Rule) -> None:
    path = PACKAGE.parent.joinpath(*rule.__module__.split(".")).with_suffix(".py")
    assert path.stem.removesuffix("_rule") == name
    arguments = functions(path)["rule"].args.args
    assert [argument.arg for argument in arguments] == ["action", "situation"]
