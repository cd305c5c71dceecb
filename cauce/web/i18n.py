"""The words of the pages in Spanish, English and Portuguese."""

import re
import string
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import structlog

from cauce.core.labels import LANGUAGES, Language

FOLDER = Path(__file__).parent / "locales"
DEFAULT: Language = "es"
# Groups of names whose values appear as figures of reasons.
_NAMED = ("intent", "mood", "urgency", "heat", "escalation", "team")
# What a reason quotes where the message said nothing.
_NOTHING_SAID = "—"
_QUOTED = re.compile(r"“([a-z_]+)”")
_log = structlog.get_logger()


@cache
def ui(language: Language) -> Mapping[str, str]:
    """Every text of the pages by its dotted key."""
    return _flat(_load(f"{language}.json")["ui"])


@cache
def sentences(language: Language) -> Mapping[str, str]:
    """Reasons and error messages: the English sentence and what it is in this language.

    `{rows:row|rows}` is the word for one and for any other number. In English only sentences
    with such words are listed; the others are told as they stand.
    """
    messages = _load(f"{language}.json").get("sentences", {})
    return {**_load(f"reasons.{language}.json"), **messages}


class _Counting(string.Formatter):
    """Fills in figures, and chooses between the words for one and for many."""

    def format_field(self, value: Any, format_spec: str) -> str:
        one, choice, many = format_spec.partition("|")
        if choice:
            return one if value == 1 else many
        return str(super().format_field(value, format_spec))


_counting = _Counting()


class Words:
    """Speaks one language: `words("inbox.title")`, `words.many("today.orders", 3)`."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._ui = ui(language)
        self._sentences = sentences(language)

    def __call__(self, key: str, /, **figures: object) -> str:
        text = self._ui[key]
        return text.format(**figures) if figures else text

    def many(self, key: str, number: int, /, **figures: object) -> str:
        """The singular text for exactly one, the plural for anything else."""
        return self(f"{key}.{'one' if number == 1 else 'other'}", **({"n": number} | figures))

    def label(self, group: str, value: str | None) -> str:
        """What people call a stored value; a value nobody named is shown as it is."""
        if not value:
            return ""
        known = self._ui.get(f"{group}.{value}")
        return known if known is not None else value.replace("_", " ")

    def reason(self, reason: Mapping[str, Any]) -> str:
        """A stored reason ({sentence, figures}) in this language."""
        sentence = str(reason.get("sentence", ""))
        figures = reason.get("figures") or {}
        return self.sentence(sentence, {name: self._named(one) for name, one in figures.items()})

    def _named(self, figure: Any) -> Any:
        """A figure that is one of our stored values is called what people call it."""
        if not isinstance(figure, str):
            return figure
        if figure == _NOTHING_SAID:
            return self("why.nothing_said")
        if "“" in figure:
            return _QUOTED.sub(self._quoted, figure)
        value = figure.replace(" ", "_")
        names = (self._ui.get(f"{group}.{value}") for group in _NAMED)
        known_name = next((name.lower() for name in names if name is not None), None)
        return known_name or self._sentences.get(figure, figure)

    def _quoted(self, match: re.Match[str]) -> str:
        """A sign the reader saw is told in words; what the customer said stays as they said it."""
        return self._ui.get(f"trigger.{match[1]}", match[0])

    def sentence(self, english: str, figures: Mapping[str, Any] | None = None) -> str:
        text = self._sentences.get(english, english)
        try:
            return _counting.vformat(text, (), figures) if figures else text
        except (KeyError, IndexError, ValueError):
            _log.warning("reason.figures_missing", sentence=english, language=self.language)
            return text


def chosen(accepted: str | None) -> Language:
    """The first of our languages that a browser's Accept-Language names."""
    for part in (accepted or "").split(","):
        wanted = part.split(";")[0].strip().lower()[:2]
        for language in LANGUAGES:
            if wanted == language:
                return language
    return DEFAULT


def known(language: str | None) -> Language:
    """One of our languages, whatever was stored."""
    return next((one for one in LANGUAGES if one == language), DEFAULT)


def _load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = orjson.loads((FOLDER / name).read_bytes())
    return loaded


def _flat(tree: Mapping[str, Any], root: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{root}{key}.")
        else:
            flat[root + key] = value
    return flat
