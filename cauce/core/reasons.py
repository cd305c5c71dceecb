"""Why something was decided: an English sentence with its figures apart, so it can be translated.

The sentence is the key in `web/locales`; a test holds that every sentence has its translations.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Figure = str | int | float


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence for people, with `{named}` places and what goes in them."""

    sentence: str
    figures: Mapping[str, Figure] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence.format(**self.figures)

    def as_json(self) -> dict[str, object]:
        return {"sentence": self.sentence, "figures": dict(self.figures)}


def because(sentence: str, /, **figures: Figure) -> Reason:
    """`because("score {score} is over 80", score=91)`."""
    return Reason(sentence, figures)
