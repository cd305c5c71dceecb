"""Which countries have a town of a name: a parcel for Medellín does not go out from Panama."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from cauce.core.spelling import plain


@dataclass(frozen=True, slots=True)
class Town:
    """`everyday`: the name is also a common word or a surname. `countries` are ISO 3166 codes."""

    name: str
    everyday: bool
    countries: frozenset[str] = field(default_factory=frozenset)


@cache
def towns() -> tuple[Town, ...]:
    """All towns of the list; one line each, under the country they are first thought of in."""
    text = (files("cauce.core") / "cities.txt").read_text("utf-8")
    found: dict[str, Town] = {}
    home = ""
    for line in text.splitlines():
        if line.startswith("[") or not line or line.startswith("#"):
            home = line.strip("[]") if line.startswith("[") else home
            continue
        name, _, elsewhere = (part.strip() for part in line.partition("="))
        known = found.get(name.rstrip("*"))
        countries = {home, *elsewhere.split(), *(known.countries if known else ())}
        found[name.rstrip("*")] = Town(name.rstrip("*"), name.endswith("*"), frozenset(countries))
    return tuple(found.values())


@cache
def _countries() -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for town in towns():
        name = _compared(town.name)
        found[name] = found.get(name, frozenset()) | town.countries
    return found


def countries_of(city: str) -> frozenset[str]:
    """The countries that have a town of this name; none when the name is on no list."""
    return _countries().get(_compared(city), frozenset())


def is_abroad(city: str, country: str) -> bool:
    """Whether the name is known, and of other countries only."""
    known = countries_of(city)
    return bool(known) and country not in known


def _compared(name: str) -> str:
    return " ".join(re.sub(r"[-.,]", " ", plain(name)).split())
