"""Imports point one way: from what people see down to the words, and never back."""

import ast

import pytest

from tests.architecture.sources import ROOT, Module, imported, modules

BASE = ("cauce.core", "cauce.settings", "cauce.errors", "cauce.logs")
CATALOGUES = ("=cauce.flows", "=cauce.channels")
# A room and what it may import besides itself; the longest name that fits counts. `=` is exact.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "cauce.core": (),
    "cauce.errors": (),
    "cauce.settings": (),
    "cauce.logs": ("cauce.core", "cauce.settings"),
    "cauce.policy": ("cauce.core",),
    "cauce.flows": ("cauce.core",),
    "cauce.channels": BASE,
    "cauce.store": BASE,
    "cauce.ai": BASE,
    # The exam puts the same questions to the rules that the turn does.
    "cauce.ai.evaluate": (*BASE, "cauce.ai", "cauce.flows", "cauce.policy"),
    "cauce.hearing": BASE,
    "cauce.ml": BASE,
    "cauce.knowledge": (*BASE, "cauce.store"),
    "cauce.engine": (
        *BASE,
        "cauce.policy",
        "cauce.flows",
        "cauce.channels",
        "cauce.ai",
        "cauce.hearing",
        "cauce.ml",
        "cauce.store",
        "cauce.knowledge",
    ),
    # Webhooks and the website chat come in through the api, by the channels' own doors.
    "cauce.api": (
        *BASE,
        "cauce.engine",
        "cauce.store",
        "cauce.knowledge",
        "cauce.channels",
        *CATALOGUES,
    ),
    "cauce.web": (*BASE, "cauce.engine", "cauce.store", "cauce.knowledge", *CATALOGUES),
    # It plays the platforms, so it may know what we know of them, and nothing of how we work.
    "cauce.sandbox": BASE,
    "cauce.demo": ("cauce",),
    "cauce.command": ("cauce",),
    "cauce.app": ("cauce",),
    "cauce.__main__": ("cauce",),
}
PURE = ("verify", "parse", "render")
# What a pure part of a channel may not reach, though the folder may.
SPEAKS = ("cauce.settings", "cauce.errors", "httpx")


def within(name: str, room: str) -> bool:
    if room.startswith("="):
        return name == room[1:]
    return name == room or name.startswith(room + ".")


def room_of(name: str) -> str:
    fitting = [room for room in MAY_IMPORT if within(name, room)]
    return max(fitting, key=len, default="")


def wrong(module: Module) -> list[str]:
    room = room_of(module.name)
    allowed = (*MAY_IMPORT.get(room, ()), room)
    return [
        f"{module.place} imports {name}"
        for name in imported(module)
        if within(name, "cauce")
        and name != "cauce"
        and not any(within(name, other) for other in allowed)
    ]


def test_every_module_has_a_room() -> None:
    homeless = [one.place for one in modules() if one.name != "cauce" and not room_of(one.name)]
    assert homeless == []


def test_imports_point_one_way() -> None:
    assert [line for module in modules() for line in wrong(module)] == []


def test_flows_never_import_each_other() -> None:
    found = []
    for module in modules():
        parts = module.name.split(".")
        if parts[:2] != ["cauce", "flows"] or len(parts) < 3:
            continue
        own = ".".join(parts[:3])
        found += [
            f"{module.place} imports {name}"
            for name in imported(module)
            if within(name, "cauce.flows") and not within(name, own)
        ]
    assert found == []


def test_the_pure_parts_of_a_channel_do_not_speak_to_the_world() -> None:
    found = [
        f"{module.place} imports {name}"
        for module in modules()
        if within(module.name, "cauce.channels") and module.path.stem in PURE
        for name in imported(module)
        if any(within(name, other) for other in SPEAKS)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("name", "room"),
    [
        ("cauce.flows.routing.table", "cauce.flows"),
        ("cauce.ai.evaluate.run", "cauce.ai.evaluate"),
        ("cauce.apiary", ""),
    ],
)
def test_a_module_is_judged_by_its_own_room(name: str, room: str) -> None:
    assert room_of(name) == room


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("cauce.core.words", "from cauce.store.session import Store"),
        ("cauce.policy.rule", "from cauce.errors import CauceError"),
        ("cauce.flows.routing.decide", "from cauce.ai.consult import Consult"),
        ("cauce.store.session", "from cauce.engine.house import House"),
        ("cauce.web.pages.inbox", "from cauce.flows.routing.decide import decide"),
    ],
)
def test_an_import_that_points_back_is_noticed(name: str, code: str) -> None:
    path = ROOT.joinpath(*name.split(".")).with_suffix(".py")
    assert wrong(Module(path, name, ast.parse(code), 1)) != []
