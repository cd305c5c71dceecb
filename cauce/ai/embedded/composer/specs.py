"""What a product's attributes are called, in three languages and in customers' words."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cauce.ai.embedded.composer.figures import number
from cauce.ai.embedded.search.terms import stem, words_of
from cauce.core.business import Product
from cauce.core.labels import Language

_THOUSAND_GB = 1000


@dataclass(frozen=True, slots=True)
class Spec:
    """An attribute everybody knows: `wordings` are runs of word stems that ask for it."""

    key: str
    unit: str
    labels: dict[str, str]
    wordings: tuple[tuple[str, ...], ...]


@cache
def specs() -> dict[str, Spec]:
    text = (files("cauce.ai.embedded.composer") / "specs.json").read_text("utf-8")
    return {
        key: Spec(
            key,
            entry["unit"],
            {language: entry[language] for language in ("es", "en", "pt")},
            tuple(
                tuple(stem(word) for word in words_of(wording))
                for wording in entry["words"].split(",")
            ),
        )
        for key, entry in json.loads(text).items()
    }


def asked_specs(words: tuple[str, ...]) -> Iterator[tuple[Spec, int]]:
    """The attributes some words ask for, each with how many words named it."""
    stems = tuple(stem(word) for word in words)
    for spec in specs().values():
        longest = max(
            (len(run) for run in spec.wordings if _contains(stems, run)),
            default=0,
        )
        if longest:
            yield spec, longest


def _contains(stems: tuple[str, ...], run: tuple[str, ...]) -> bool:
    size = len(run)
    return any(stems[at : at + size] == run for at in range(len(stems) - size + 1))


def value_of(product: Product, key: str) -> str | bool | None:
    """An attribute as it is said: `16 GB`, `1 TB`, `14"`; true and false stay what they are."""
    value = product.attributes.get(key)
    if value is None or isinstance(value, bool):
        return value
    spec = specs().get(key)
    unit = spec.unit if spec else ""
    if unit == "GB" and isinstance(value, int) and value >= _THOUSAND_GB:
        return f"{number(value / _THOUSAND_GB)} TB"
    figure = f"{value:,}" if isinstance(value, int) and value >= 10_000 else number(value)
    return f"{figure}{'' if unit in ('', chr(34)) else ' '}{unit}"


def told(product: Product, language: Language, limit: int = 3) -> list[str]:
    """The product's best known figures with their names, for languages without its features."""
    lines = []
    for key in product.attributes:
        value = value_of(product, key)
        if key in ("brand", "type") or key not in specs() or value is None or value is False:
            continue
        label = specs()[key].labels[language]
        lines.append(label if value is True else _named(label, value))
    return lines[:limit]


def _named(label: str, value: str | bool) -> str:
    return str(value) if label.lower() in str(value).lower() else f"{label} {value}"
