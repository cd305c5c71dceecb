"""Loads the word lists under `lexicons/`: sections of phrases in Spanish, English, Portuguese."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import product

from cauce.ai.embedded.phrases import Entry, PhraseBook
from cauce.ai.embedded.wording import fold

LEXICONS = (
    "mood",
    "emotions",
    "urgency",
    "triggers",
    "requests",
    "legal",
    "optout",
    "sales",
    "lead",
    "closure",
    "topics",
    "certain",
    "attacks",
    "products",
)


def lexicon_text(name: str) -> str:
    return (files("cauce.ai.embedded") / "lexicons" / f"{name}.txt").read_text("utf-8")


def parse_lexicon(text: str) -> Iterator[Entry]:
    """`[section weight]` opens a section; `phrase = weight` gives one phrase its own weight.

    A line that starts with `~` is several whole phrases between bars.
    """
    section, section_weight = "", 1.0
    for raw in text.splitlines():
        line = raw.split("#", 1)[0].strip()
        if not line:
            continue
        if line.startswith("["):
            head = line.strip("[]").split()
            section, section_weight = head[0], float(head[1]) if len(head) > 1 else 1.0
            continue
        text_part, _, given = line.partition("=")
        weight = float(given) if given else section_weight
        phrases = text_part[1:].split("|") if text_part.startswith("~") else (text_part,)
        for phrase in phrases:
            for spelled in _spelled_out(fold(phrase.strip())):
                yield Entry(section, spelled, weight)


def _spelled_out(phrase: str) -> Iterator[str]:
    """`a|b_c d` is `a d` and `b c d`: choices of several words become phrases of their own."""
    slots: list[list[str]] = []
    for token in phrase.split():
        mark = "?" if token.endswith("?") else ""
        choices = token.removesuffix("?").split("|")
        single = "|".join(choice for choice in choices if "_" not in choice)
        longer = [choice.replace("_", " ") for choice in choices if "_" in choice]
        slots.append([single + mark, *longer] if single else longer)
    return (" ".join(picked) for picked in product(*slots))


def plain_lines(name: str) -> tuple[str, ...]:
    """A list without sections, one entry a line."""
    lines = (raw.split("#", 1)[0].strip() for raw in lexicon_text(name).splitlines())
    return tuple(line for line in lines if line)


def sections(name: str) -> dict[str, tuple[str, ...]]:
    """The phrases of one list by section, as they are written."""
    found: dict[str, list[str]] = {}
    for entry in parse_lexicon(lexicon_text(name)):
        found.setdefault(entry.section, []).append(entry.phrase)
    return {section: tuple(phrases) for section, phrases in found.items()}


@cache
def word_set(section: str) -> frozenset[str]:
    """One section of the plain word lists."""
    return frozenset(
        word for line in sections("function_words").get(section, ()) for word in line.split()
    )


@cache
def phrase_book() -> PhraseBook:
    """All lists in one book."""
    return PhraseBook(entry for name in LEXICONS for entry in parse_lexicon(lexicon_text(name)))
