"""Pieces that several nouns show: amounts with their currency, reasons as sentences."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, Field

from cauce.core.money import Money


class Amount(BaseModel):
    """An amount of money."""

    amount: Annotated[str, Field(examples=["899.00"])]
    currency: Annotated[str, Field(examples=["USD"])]

    @classmethod
    def of_minor(cls, minor: int, currency: str) -> "Amount":
        return cls(amount=f"{Money.of_minor(minor, currency).amount:f}", currency=currency)


class Why(BaseModel):
    """A reason: a sentence with its figures apart, so that it can be translated."""

    sentence: Annotated[str, Field(examples=["score {score} is over 80"])]
    figures: Annotated[
        dict[str, str | int | float], Field(default_factory=dict, examples=[{"score": 91}])
    ]
    text: Annotated[str, Field(examples=["score 91 is over 80"])]


def why(stored: Mapping[str, Any]) -> Why | None:
    """The stored reason with its sentence filled in; None when nothing was stored."""
    sentence = stored.get("sentence")
    if not isinstance(sentence, str):
        return None
    figures = dict(stored.get("figures", {}))
    try:
        text = sentence.format(**figures)
    except (KeyError, IndexError, ValueError):
        text = sentence
    return Why(sentence=sentence, figures=figures, text=text)


def whys(stored: Sequence[Mapping[str, Any]]) -> list[Why]:
    return [reason for one in stored if (reason := why(one)) is not None]
