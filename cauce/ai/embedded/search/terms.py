"""The terms a catalogue is searched by: word stems, measures and the things words stand for."""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from cauce.ai.embedded.wording import fold, word_key

UNITS = {
    "gb": "gb",
    "gigas": "gb",
    "giga": "gb",
    "gigabytes": "gb",
    "tb": "tb",
    "tera": "tb",
    "teras": "tb",
    "kg": "kg",
    "kilos": "kg",
    "kilo": "kg",
    "lb": "lb",
    "lbs": "lb",
    "libras": "lb",
    "l": "l",
    "lt": "l",
    "lts": "l",
    "litros": "l",
    "litro": "l",
    "liters": "l",
    "btu": "btu",
    "btus": "btu",
    "w": "w",
    "watts": "w",
    "in": "in",
    "inch": "in",
    "inches": "in",
    "pulgadas": "in",
    "pulgada": "in",
    "pulg": "in",
    "polegadas": "in",
    "cm": "cm",
    "mm": "mm",
    "mp": "mp",
    "hz": "hz",
    "mah": "mah",
    "pies": "ft",
    "ft": "ft",
}
_GLUED = re.compile(r"^(\d+(?:[.,]\d+)?)([a-z]+)$")
_INCHES = re.compile(r"(\d)\s*[\"”″]|(\d)''")
_MAY_BE_INCHES = re.compile(r"[\"”″]|''")
_WORD = re.compile(r"\d+(?:[.,:/]\d+)+|[^\W_]+(?:['’´`][^\W_]+)*")
_THOUSANDS = re.compile(r"^\d{1,3}(?:[.,]\d{3})+$")
_NO_MARKS = str.maketrans("", "", ".,")
_MEMORY = frozenset(("ram", "ssd", "almacenamiento", "storage", "armazenamento"))
_OF = frozenset(("de", "of"))
_NUMBER = re.compile(r"^\d+(?:[.,]\d+)?$")
# After these words comes what the thing is for, not the thing: "funda para laptop" is a case.
_PURPOSE = frozenset({"para", "pra", "for", "compatible", "compativel"})
_LONGEST_NAME = 4


# "TVs", "PCs", "ACs": short names of things, and unlike "gas" or "mes" surely more than one.
_SHORT_PLURAL = re.compile(r"^(?:[bcdfghjkmnpqrtvwxz]{2}|ac)s$")
# English verbs that are names of things as well ("a saw"), by what stands around them.
_VERBS = frozenset(("book", "saw", "watch", "iron", "drill", "lock", "ring", "paint", "hammer"))
_BEFORE_VERB_TEXT = (
    "to i we you they he she id ill lets please can could may might will would just and already"
)
_BEFORE_VERB = frozenset(_BEFORE_VERB_TEXT.split())
_AFTER_VERB_TEXT = "a an the my your this that it me us on in for"
_AFTER_VERB = frozenset(_AFTER_VERB_TEXT.split())


# Catalogues repeat their words; five thousand products have some ten thousand different ones.
@lru_cache(maxsize=32_768)
def stem(word: str) -> str:
    """A folded word without its plural and its gender, good enough for three languages.

    A maker's name stays as it is: "mide" is no Midea.
    """
    if _SHORT_PLURAL.match(word):
        return word[:-1]
    if len(word) <= 3 or word[0].isdigit() or word in makers():
        return word
    if word.endswith("oes"):
        word = word[:-3] + "ao"
    elif word.endswith("es") and len(word) > 4 and word[-3] in "rlndzjx":
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if len(word) >= 5 and word[-1] in "aoe":
        word = word[:-1]
    return word


class Term(NamedTuple):
    """One word of a text as the search sees it. `aside` is true after "para", "for"…"""

    word: str
    stem: str
    aside: bool = False


def _measured(words: Sequence[str]) -> list[str]:
    """Joins "16 gb", "16 GB" and "16gb" into one spelling."""
    joined: list[str] = []
    for written in words:
        word = written.translate(_NO_MARKS) if _THOUSANDS.match(written) else written
        unit = UNITS.get(word)
        if unit and joined and _NUMBER.match(joined[-1]):
            joined[-1] = joined[-1].replace(",", ".") + unit
            continue
        bare = joined and joined[-1] in _OF and len(joined) > 1 and joined[-2].isdecimal()
        if word in _MEMORY and bare:
            # "con 16 de RAM": people leave the unit out of what can only be one.
            joined[-2] += "gb"
        elif word in _MEMORY and joined and joined[-1].isdecimal():
            joined[-1] += "gb"
        glued = _GLUED.match(word)
        if glued and glued.group(2) in UNITS:
            joined.append(glued.group(1).replace(",", ".") + UNITS[glued.group(2)])
        else:
            joined.append(word)
    return joined


def words_of(text: str) -> list[str]:
    """The folded words of any text, measures joined."""
    if _MAY_BE_INCHES.search(text):
        text = _INCHES.sub(r"\1\2 pulgadas ", text)
    return _measured([word_key(found) for found in _WORD.findall(fold(text))])


def terms_of(text: str) -> tuple[Term, ...]:
    aside = False
    found: list[Term] = []
    words = words_of(text)
    for place, word in enumerate(words):
        if word in _PURPOSE:
            aside = True
        if word not in _VERBS or not _is_verb(words, place):
            found.append(Term(word, stem(word), aside))
    return tuple(found)


def _is_verb(words: Sequence[str], place: int) -> bool:
    """ "I saw your ad", "to book a cleaning"; but "a saw" and "the book" are things."""
    before = words[place - 1] if place else ""
    after = words[place + 1] if place + 1 < len(words) else ""
    return before in _BEFORE_VERB or (not place and after in _AFTER_VERB)


def _read(name: str) -> str:
    return (files("cauce.ai.embedded.search") / name).read_text("utf-8")


@cache
def common_words() -> frozenset[str]:
    lines = [line for line in _read("common_words.txt").splitlines() if not line.startswith("#")]
    return frozenset(fold(word) for line in lines for word in line.split())


@cache
def makers() -> frozenset[str]:
    """Brands everybody knows, whether this catalogue has them or not."""
    lines = [line for line in _read("brands.txt").splitlines() if not line.startswith("#")]
    return frozenset(word for line in lines for word in line.split())


class Thesaurus:
    """Words that mean one thing, looked up as runs of stems, the longest first."""

    def __init__(self, text: str, *, everyday: bool = False) -> None:
        """With `everyday`, a word of any conversation may carry a meaning by itself."""
        self._everyday = everyday
        self._by_run: dict[tuple[str, ...], str] = {}
        for line in text.splitlines():
            if line.startswith("#") or ":" not in line:
                continue
            name, _, wordings = line.partition(":")
            for wording in wordings.split(","):
                run = tuple(stem(word) for word in words_of(wording))
                self._by_run.setdefault(run, name)
        self._openings = frozenset(run[0] for run in self._by_run)

    def find(self, terms: Sequence[Term]) -> Iterable[tuple[str, Term, int]]:
        """The meanings present, each with the term it starts at and how many terms it takes."""
        place = 0
        while place < len(terms):
            taken = 1
            if terms[place].stem in self._openings:
                for size in range(min(_LONGEST_NAME, len(terms) - place), 0, -1):
                    run = tuple(term.stem for term in terms[place : place + size])
                    meaning = self._by_run.get(run)
                    if size == 1 and not self._everyday and terms[place].word in common_words():
                        meaning = None
                    if meaning is not None:
                        yield meaning, terms[place], size
                        taken = size
                        break
            place += taken

    def meanings(self, text: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(meaning for meaning, _, _ in self.find(terms_of(text))))


@cache
def things() -> Thesaurus:
    return Thesaurus(_read("concepts.txt"))


@cache
def uses() -> Thesaurus:
    return Thesaurus(_read("uses.txt"))


@cache
def matters() -> Thesaurus:
    """What people ask of a business besides its goods: paying at the door, stairs, holidays."""
    return Thesaurus(_read("questions.txt"), everyday=True)
