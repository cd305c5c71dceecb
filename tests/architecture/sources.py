"""The package as it is written: every module with its syntax tree, read once."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "cauce"
TESTS = ROOT / "tests"
# Frozen history: tables as they once were, and the queue's own schema, made by a program.
RECORDED = PACKAGE / "store" / "migrations" / "versions"


@dataclass(frozen=True)
class Module:
    path: Path
    name: str
    tree: ast.Module
    lines: int

    @property
    def place(self) -> str:
        return str(self.path.relative_to(ROOT))


@cache
def modules() -> tuple[Module, ...]:
    return tuple(_read(PACKAGE))


@cache
def modules_of_tests() -> tuple[Module, ...]:
    return tuple(_read(TESTS))


def written_by_hand() -> tuple[Module, ...]:
    return tuple(one for one in modules() if RECORDED not in one.path.parents)


def imported(module: Module) -> Iterator[str]:
    """The full names of everything of ours that a module imports."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            assert node.level == 0, f"{module.place} imports relatively"
            # `from cauce.policy import gate` and `from cauce.policy.gate import judge` alike.
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if _is_module(inner) else node.module


def dotted(node: ast.expr) -> str:
    """`time.perf_counter` of an attribute chain; "" when it is not one."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def _is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def _read(folder: Path) -> Iterator[Module]:
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text("utf-8")
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        yield Module(path, name, ast.parse(text), text.count("\n"))
