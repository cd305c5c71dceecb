"""Every reason Cauce gives can be read in Spanish, English and Portuguese."""

import ast
import json
import string
from collections.abc import Iterator
from typing import get_args

import pytest

from cauce.core.labels import ESCALATION_REASONS, INTENTS, SENTIMENTS
from cauce.knowledge.business_catalogue import Topic
from tests.architecture.sources import PACKAGE, Module, dotted, modules

# Words that stand in for a figure of a reason, and are looked up the same way.
KINDS = ("audio", "image", "video", "document", "location", "contact", "unsupported")
WORDS = {label.replace("_", " ") for label in (*INTENTS, *SENTIMENTS, "hot", "warm", "cold")}
WORDS |= {*KINDS, *ESCALATION_REASONS, *get_args(Topic), "discount"}


def calls(module: Module) -> Iterator[ast.Call]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and dotted(node.func) == "because":
            yield node


def sentences() -> set[str]:
    found = set()
    for module in modules():
        for call in calls(module):
            first = call.args[0]
            assert isinstance(first, ast.Constant), f"{module.place}:{call.lineno}"
            assert isinstance(first.value, str)
            found.add(first.value)
    return found


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def translations(language: str) -> dict[str, str]:
    path = PACKAGE / "web" / "locales" / f"reasons.{language}.json"
    loaded: dict[str, str] = json.loads(path.read_text("utf-8"))
    return loaded


def test_every_figure_a_sentence_names_is_given() -> None:
    wrong = [
        f"{module.place}:{call.lineno}"
        for module in modules()
        for call in calls(module)
        if isinstance(call.args[0], ast.Constant)
        and not any(keyword.arg is None for keyword in call.keywords)
        and places(str(call.args[0].value)) != {keyword.arg for keyword in call.keywords}
    ]
    assert wrong == []


@pytest.mark.parametrize("language", ["es", "pt"])
def test_every_reason_has_its_translation(language: str) -> None:
    assert sorted(sentences() - set(translations(language))) == []


@pytest.mark.parametrize("language", ["es", "pt"])
def test_no_translation_is_left_over(language: str) -> None:
    assert sorted(set(translations(language)) - sentences() - WORDS) == []


@pytest.mark.parametrize("language", ["es", "pt"])
def test_the_words_of_figures_are_translated_too(language: str) -> None:
    assert sorted(WORDS - set(translations(language))) == []


@pytest.mark.parametrize("language", ["es", "pt"])
def test_a_translation_keeps_the_figures(language: str) -> None:
    wrong = [
        sentence
        for sentence, translated in translations(language).items()
        if places(sentence) != places(translated) or not translated.strip()
    ]
    assert wrong == []
