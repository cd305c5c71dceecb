"""The reading is put into words, and a guess is called a guess."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from cauce.core.reading import Budget, Entities, ItemMention
from cauce.flows.intent.decide import decide
from cauce.flows.intent.observe import observe

Make = Callable[..., Any]


def test_the_reading_is_recorded_with_what_it_names(turn: Make, reading: Make) -> None:
    entities = Entities(
        items=(ItemMention("laptops", 10),),
        quantity=10,
        date="mañana",
        budget=Budget(Decimal(1200), "USD"),
    )
    decision = decide(
        observe(
            turn(
                reading=reading(
                    intent="purchase_inquiry",
                    intent_confidence=0.87,
                    secondary=("product_info",),
                    entities=entities,
                )
            )
        )
    )
    assert [str(reason) for reason in decision.because] == [
        "it reads as: purchase inquiry, 87 % sure",
        "also: product info",
        "it names “laptops”; “10”; “1200 USD”; “mañana”",
    ]
    assert decision.actions == ()
    assert decision.confidence == 0.87
    assert decision.saw["unsure"] is False


def test_a_guess_is_called_a_guess(turn: Make, reading: Make) -> None:
    decision = decide(observe(turn(reading=reading(intent="complaint", intent_confidence=0.41))))
    assert str(decision.because[0]) == "perhaps: complaint, only 41 % sure"
    assert decision.saw["unsure"] is True
