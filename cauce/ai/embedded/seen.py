"""Everything seen in a message before it is judged: words, phrases, marks and trained answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from cauce.ai.embedded.feeling import negated
from cauce.ai.embedded.heads import Judgement
from cauce.ai.embedded.phrases import Hit
from cauce.ai.embedded.wording import Wording
from cauce.core.labels import Language


@dataclass(frozen=True, slots=True)
class Seen:
    wording: Wording
    hits: Mapping[str, tuple[Hit, ...]]
    marks: frozenset[str]
    judgement: Judgement
    language: Language
    feeling: float = 0.0

    def has(self, *sections: str) -> bool:
        return any(section in self.hits for section in sections)

    def words_of(self, hit: Hit) -> str:
        """The customer's own words of a hit."""
        return self.wording.verbatim(hit.first, hit.last)

    def negated(self, hit: Hit) -> bool:
        return negated(self.wording, self.hits, hit)
