"""Sentences that keep their figures apart, so that every reader is told in their own language."""

from collections.abc import Mapping
from typing import LiteralString

from pydantic_core import PydanticCustomError

Figure = str | int
# What marks a refusal of ours among those of the validating library.
SAID = "said"


class Wording(str):
    """The English sentence, filled in; `sentence` and `figures` are what it was made from."""

    __slots__ = ("figures", "sentence")

    sentence: str
    figures: Mapping[str, Figure]

    def __new__(cls, sentence: str, /, **figures: Figure) -> "Wording":
        made = super().__new__(cls, sentence.format(**figures) if figures else sentence)
        made.sentence = sentence
        made.figures = figures
        return made


def wrong(sentence: LiteralString, /, **figures: Figure) -> PydanticCustomError:
    """To raise in a check of an entry: why it cannot be, and how to write it right."""
    return PydanticCustomError(SAID, sentence, {**figures, "sentence": sentence})
