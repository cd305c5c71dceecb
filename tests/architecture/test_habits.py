"""Small modules with honest names that never look at the clock themselves."""

import ast
from statistics import median

import pytest

from tests.architecture.sources import (
    PACKAGE,
    dotted,
    imported,
    modules,
    modules_of_tests,
    written_by_hand,
)

LONGEST_MODULE = 300
LONGEST_TEST = 400
LONGEST_FUNCTION = 40
USUAL_MODULE = 100
# Words that say nothing of what is inside.
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "manager", "managers", "service", "services"}
EMPTY_NAMES |= {"common", "misc", "stuff"}

CLOCK = "cauce.core.clock"
TELLS_TIME = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.date.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "time.strftime",
    "time.ctime",
}
# Stopwatches measure how long something took; they never say when it is.
STOPWATCHES = {"perf_counter", "perf_counter_ns", "monotonic", "monotonic_ns"}
MAY_MEASURE = (
    "cauce.ai",
    "cauce.api.tracing",
    "cauce.channels",
    "cauce.demo",
    "cauce.engine",
)


def test_modules_written_by_hand_are_small() -> None:
    long = {one.place: one.lines for one in written_by_hand() if one.lines > LONGEST_MODULE}
    assert long == {}


def test_tests_are_small() -> None:
    assert {one.place: one.lines for one in modules_of_tests() if one.lines > LONGEST_TEST} == {}


def test_the_usual_module_fits_on_a_screen_or_two() -> None:
    assert median(one.lines for one in written_by_hand()) <= USUAL_MODULE


def test_functions_are_short() -> None:
    long = [
        f"{module.place}: {node.name} has {lines} lines"
        for module in written_by_hand()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert long == []


def test_every_module_says_what_it_is_for() -> None:
    assert [one.place for one in written_by_hand() if not ast.get_docstring(one.tree)] == []


def test_nothing_has_an_empty_name() -> None:
    found = [
        one.place
        for one in (*modules(), *modules_of_tests())
        for part in one.path.relative_to(PACKAGE.parent).with_suffix("").parts
        if EMPTY_NAMES & set(part.lower().split("_"))
    ]
    assert found == []


def looks_at_the_clock(tree: ast.AST) -> list[str]:
    """Every place that asks what time it is, however the name was imported."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and dotted(node) in TELLS_TIME:
            found.append(dotted(node))
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            names = [f"time.{alias.name}" for alias in node.names]
            found += [name for name in names if name in TELLS_TIME]
    return found


@pytest.mark.parametrize(
    "code",
    [
        "at = datetime.now(UTC)",
        "import datetime\nat = datetime.datetime.utcnow()",
        "day = date.today()",
        "from time import time",
        "call(default=time.time)",
    ],
)
def test_a_look_at_the_clock_is_recognised(code: str) -> None:
    assert looks_at_the_clock(ast.parse(code)) != []


def test_only_the_clock_tells_the_time() -> None:
    found = {
        module.place: looks
        for module in modules()
        if module.name != CLOCK and (looks := looks_at_the_clock(module.tree))
    }
    assert found == {}


def test_stopwatches_are_only_where_they_are_listed() -> None:
    found = {
        module.name
        for module in modules()
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Attribute) and node.attr in STOPWATCHES)
        or (isinstance(node, ast.alias) and node.name in STOPWATCHES)
    }
    unlisted = [
        name
        for name in sorted(found)
        if not any(name == place or name.startswith(place + ".") for place in MAY_MEASURE)
    ]
    assert unlisted == []


def test_only_the_session_commits() -> None:
    found = {
        module.place
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
    }
    assert found <= {"cauce/store/session.py"}


def test_only_the_engine_knows_the_queue() -> None:
    found = [
        module.place
        for module in written_by_hand()
        if not module.name.startswith("cauce.engine")
        and any(name.split(".")[0] == "procrastinate" for name in imported(module))
    ]
    assert found == []
