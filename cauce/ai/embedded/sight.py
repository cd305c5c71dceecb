"""First sight of a text: its words, the phrases of the lexicons, its marks, its features."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from cauce.ai.embedded.features import text_tokens
from cauce.ai.embedded.feeling import feeling_marks, word_feeling
from cauce.ai.embedded.lexicon import phrase_book
from cauce.ai.embedded.marks import marks
from cauce.ai.embedded.phrases import Hit, by_section
from cauce.ai.embedded.wording import Wording, read_wording


@dataclass(frozen=True, slots=True)
class Sight:
    wording: Wording
    hits: Mapping[str, tuple[Hit, ...]]
    marks: frozenset[str]
    tokens: Counter[str]
    feeling: float


def look(text: str) -> Sight:
    """Everything that can be seen without having learnt anything."""
    wording = read_wording(text)
    found = phrase_book().find(wording)
    hits = by_section(found)
    shown = (*marks(wording), *feeling_marks(wording, hits))
    tokens = text_tokens(wording, found, shown)
    return Sight(wording, hits, frozenset(shown), tokens, word_feeling(wording, hits))
