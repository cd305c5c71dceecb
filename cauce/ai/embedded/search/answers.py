"""The business's questions and policies as an index: which of them a message asks, how surely."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from cauce.ai.embedded.search.terms import Term, common_words, matters, stem, terms_of, things
from cauce.core.business import Faq, Policy

# Words that only shape a question; what is asked about is in the others.
_SHAPE = 0.25
_CANDIDATES = 12
_SAME_SPELLING = 95.0
_ONLY_SHAPE = 0.6
_TELLING_DIGITS = 3
_SERVING = frozenset(map(stem, ("atienden", "atiende", "atender", "atendem", "atende")))
# A question about another kind of thing is hardly ever the one that was asked.
_OTHER_THING = 0.45
_MATTER = "@"
# Respellings count only this far: below it two short questions look alike by chance.
_LIKENESS_FLOOR = 62.0


@dataclass(frozen=True, slots=True)
class AnswerHit:
    """A question or policy, how surely the message asks it (0..1), and in which wording.

    `matters` are the things both are about, whatever words they use for them.
    """

    row: Faq | Policy
    score: float
    wording: str
    matters: frozenset[str] = frozenset()


class AnswerIndex:
    """Every wording of every question, weighted by how rare its words are."""

    def __init__(self, faqs: Iterable[Faq], policies: Iterable[Policy]) -> None:
        self._rows: list[Faq | Policy] = []
        self._kinds: dict[str, frozenset[str]] = defaultdict(frozenset)
        self._wordings: list[str] = []
        self._terms: list[frozenset[str]] = []
        self._postings: dict[str, list[int]] = defaultdict(list)
        for faq in faqs:
            for wording in (faq.question, *faq.alternatives, *faq.questions.values()):
                self._add(faq, wording)
        for policy in policies:
            for title in (policy.title, *policy.titles.values()):
                self._add(policy, title)
        total = len(self._rows) + 1
        self._rarity = {
            term: math.log(1 + total / len(where)) for term, where in self._postings.items()
        }
        self._unseen = math.log(1 + total)
        self._weights = [sum(map(self._worth, terms)) for terms in self._terms]

    def _add(self, row: Faq | Policy, wording: str) -> None:
        terms = _asked(wording)
        if not terms:
            return
        place = len(self._rows)
        self._kinds[row.id] |= _kinds(terms)
        self._rows.append(row)
        self._wordings.append(" ".join(term.word for term in terms_of(wording)))
        self._terms.append(terms)
        for term in terms:
            self._postings[term].append(place)

    def _worth(self, term: str) -> float:
        rarity = self._rarity.get(term, self._unseen)
        return rarity * (_SHAPE if term.startswith("=") else 1.0)

    def search(self, text: str, limit: int = 3) -> list[AnswerHit]:
        """The rows whose wording is nearest to the text, one hit a row, best first."""
        terms = _asked(text)
        asked = sum(map(self._worth, terms))
        if asked <= 0:
            return []
        shared: dict[int, float] = defaultdict(float)
        for term in terms:
            worth = self._worth(term)
            for place in self._postings.get(term, ()):
                shared[place] += worth
        spelt = " ".join(term.word for term in terms_of(text))
        best = sorted(shared.items(), key=lambda one: (-self._fit(one[0], one[1], asked), one[0]))
        hits: dict[str, AnswerHit] = {}
        for place, common in best[:_CANDIDATES]:
            likeness = fuzz.token_sort_ratio(spelt, self._wordings[place])
            score = self._score(place, common, asked, likeness)
            both = terms & self._terms[place]
            if likeness < _SAME_SPELLING and all(map(_bare, both)):
                # "cuánto cuesta" alone asks nothing about delivery.
                score *= _ONLY_SHAPE
            row = self._rows[place]
            if self._of_another_thing(terms, row):
                score *= _OTHER_THING
            if row.id not in hits or score > hits[row.id].score:
                hits[row.id] = AnswerHit(row, score, self._wordings[place], _matters(both))
        return sorted(hits.values(), key=lambda hit: -hit.score)[:limit]

    def _of_another_thing(self, terms: frozenset[str], row: Faq | Policy) -> bool:
        """ "¿instalan paneles solares?" is not what "¿instalan los aires?" answers."""
        asked, told = _kinds(terms), self._kinds[row.id]
        return bool(asked and told) and not asked & told

    def _fit(self, place: int, common: float, asked: float) -> float:
        return common / (asked + self._weights[place] - common)

    def _score(self, place: int, common: float, asked: float, likeness: float) -> float:
        """How much of each side the other covers; spelling adds what word stems missed."""
        of_question = common / asked
        of_wording = common / self._weights[place]
        harmonic = 2 * of_question * of_wording / (of_question + of_wording)
        spelling = max(0.0, likeness - _LIKENESS_FLOOR) / (100.0 - _LIKENESS_FLOOR)
        return min(1.0, max(harmonic, 0.75 * harmonic + 0.25 * spelling, spelling * 0.9))


def _asked(text: str) -> frozenset[str]:
    """Words, and what they stand for; a kind of thing counts once, not as a word as well."""
    terms = terms_of(text)
    told = list(matters().find(terms))
    matter = {term for found in told for term in _run(terms, (found,))}
    # "ibuprofeno" in "¿puedo tomar ibuprofeno?" is what is asked, and nothing to buy.
    kinds = [found for found in things().find(terms) if terms.index(found[1]) not in matter]
    spent = {term for found in (kinds, told) for term in _run(terms, found)}
    words = {
        f"={term.stem}" if _only_shapes(term.word) else term.stem
        for place, term in enumerate(terms)
        if place not in spent
    }
    named = {f"~{meaning}" for meaning, _, _ in kinds}
    return frozenset(words | named | {f"{_MATTER}{meaning}" for meaning, _, _ in told})


def _bare(term: str) -> bool:
    """ "¿lo atienden?" shares no more than a verb with "¿hasta qué hora atienden?"."""
    return term.startswith("=") or term in _SERVING


def _only_shapes(word: str) -> bool:
    """Words of any question, and the small numbers in one: "mi hijo tiene 5 años"."""
    return word in common_words() or (word.isdecimal() and len(word) < _TELLING_DIGITS)


def _run(terms: tuple[Term, ...], found: Iterable[tuple[str, Term, int]]) -> Iterable[int]:
    for _, first, size in found:
        start = terms.index(first)
        yield from range(start, start + size)


def _kinds(terms: frozenset[str]) -> frozenset[str]:
    """The things spoken of; installing is done to one, and is none itself."""
    return frozenset(term for term in terms if term.startswith("~")) - {"~installation"}


def _matters(terms: frozenset[str]) -> frozenset[str]:
    return frozenset(term.removeprefix(_MATTER) for term in terms if term.startswith(_MATTER))
