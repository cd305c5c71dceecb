"""A book of phrases: finds every lexicon entry in a message in one pass over its words.

A phrase is words between blanks: `a|b` either word, `word?` may be missing, `stem*` any ending,
`..` up to three words of any kind. Phrases do not run across the end of a sentence.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cauce.ai.embedded.wording import Wording

_GAP_WORDS = 3
_STEM_BUCKET = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One phrase of a lexicon: which section it belongs to and how much it weighs."""

    section: str
    phrase: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found in a message, as word places (both included)."""

    section: str
    weight: float
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Step:
    words: frozenset[str]
    stems: tuple[str, ...]
    optional: bool
    gap: bool

    def takes(self, word: str) -> bool:
        return word in self.words or bool(self.stems and word.startswith(self.stems))


@dataclass(frozen=True, slots=True)
class _Pattern:
    section: str
    weight: float
    steps: tuple[_Step, ...]
    needed: tuple[frozenset[str], ...]


def _pattern(section: str, weight: float, steps: tuple[_Step, ...]) -> _Pattern:
    """`needed` are the words a message must have; a step with stems may be met by others."""
    needed = tuple(step.words for step in steps if not (step.optional or step.stems))
    return _Pattern(section, weight, steps, needed)


def _step(token: str) -> _Step:
    if token == "..":  # noqa: S105
        return _Step(frozenset(), (), optional=True, gap=True)
    optional = token.endswith("?")
    choices = token.removesuffix("?").split("|")
    words = frozenset(choice for choice in choices if not choice.endswith("*"))
    stems = tuple(choice[:-1] for choice in choices if choice.endswith("*"))
    return _Step(words, stems, optional=optional, gap=False)


class PhraseBook:
    """All phrases of all lexicons, indexed by their first word."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_word: dict[str, list[_Pattern]] = defaultdict(list)
        self._by_stem: dict[str, list[_Pattern]] = defaultdict(list)
        for entry in entries:
            steps = tuple(_step(token) for token in entry.phrase.split())
            self._index(_pattern(entry.section, entry.weight, steps))

    def _index(self, pattern: _Pattern) -> None:
        while pattern.steps:
            first = pattern.steps[0]
            for word in first.words:
                self._by_word[word].append(pattern)
            for stem in first.stems:
                self._by_stem[stem[:_STEM_BUCKET]].append(pattern)
            if not first.optional:
                return
            pattern = _pattern(pattern.section, pattern.weight, pattern.steps[1:])

    def find(self, wording: Wording) -> tuple[Hit, ...]:
        """Every phrase present, in the order of the text."""
        hits: list[Hit] = []
        words = wording.words
        possible = _Possible(frozenset(words))
        for place, word in enumerate(words):
            for pattern in possible.of(word, self._by_word):
                _take(pattern, wording, place, hits)
            for pattern in possible.of(word[:_STEM_BUCKET], self._by_stem):
                if word.startswith(pattern.steps[0].stems):
                    _take(pattern, wording, place, hits)
        return tuple(hits)


class _Possible:
    """The patterns all of whose words are somewhere in the message: few are worth trying."""

    def __init__(self, present: frozenset[str]) -> None:
        self._present = present
        self._known: dict[tuple[int, str], list[_Pattern]] = {}

    def of(self, key: str, index: Mapping[str, list[_Pattern]]) -> list[_Pattern]:
        asked = (id(index), key)
        found = self._known.get(asked)
        if found is None:
            found = [
                pattern
                for pattern in index.get(key, ())
                if not any(needed.isdisjoint(self._present) for needed in pattern.needed)
            ]
            self._known[asked] = found
        return found


def _take(pattern: _Pattern, wording: Wording, place: int, hits: list[Hit]) -> None:
    last = _match(pattern.steps, 1, wording, place)
    if last is not None:
        hits.append(Hit(pattern.section, pattern.weight, place, last))


def _match(steps: Sequence[_Step], step: int, wording: Wording, place: int) -> int | None:
    """The last word taken when `steps[step:]` match what follows `place`."""
    words, sentences = wording.words, wording.sentences
    while step < len(steps):
        wanted = steps[step]
        following = place + 1
        inside = following < len(words) and sentences[following] == sentences[place]
        if wanted.gap:
            return _match_gap(steps, step + 1, wording, place)
        if inside and wanted.takes(words[following]):
            place = following
        elif not wanted.optional:
            return None
        step += 1
    return place


def _match_gap(steps: Sequence[_Step], step: int, wording: Wording, place: int) -> int | None:
    last_word = len(wording.words) - 1
    for skipped in range(_GAP_WORDS + 1):
        reached = place + skipped
        if reached > last_word or wording.sentences[reached] != wording.sentences[place]:
            return None
        found = _match(steps, step, wording, reached)
        if found is not None:
            return found
    return None


def by_section(hits: Iterable[Hit]) -> Mapping[str, tuple[Hit, ...]]:
    """The hits grouped by their section."""
    groups: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        groups[hit.section].append(hit)
    return {section: tuple(found) for section, found in groups.items()}
