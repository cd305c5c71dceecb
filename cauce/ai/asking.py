"""When models are asked at all, and how long anybody waits for them."""

from dataclasses import dataclass, field

from cauce.ai.breaker import Patience
from cauce.core.dialogue import Brief, Draft
from cauce.core.reading import Reading

_SURE_ATTACK = 0.5
_UNDER_WAY = ("ordering", "confirming")
_DONE_BY_THE_HOUSE = ("order", "close", "none")


@dataclass(frozen=True, slots=True)
class Asking:
    """`sure_reading` and `sure_draft` are how sure the house must be for no model to be asked.

    None asks the models first, always. Seconds are for the whole chain: a reading that took long
    leaves less for the answer.
    """

    sure_reading: float | None = 0.8
    sure_draft: float | None = 0.85
    seconds_to_read: float = 3.0
    seconds_to_answer: float = 8.0
    least_seconds: float = 1.0
    patience: Patience = field(default_factory=Patience)

    def read_by_house(self, house: Reading) -> bool:
        """Attacks and wishes to be left alone are never put before a model for a second opinion."""
        attack = house.injection
        if house.opt_out == "yes" or (attack is not None and attack.confidence >= _SURE_ATTACK):
            return True
        return self.sure_reading is not None and house.intent_confidence >= self.sure_reading

    def drafted_by_house(self, brief: Brief, house: Draft) -> bool:
        """Orders under way, hand-overs, refusals and silence are the house's alone."""
        attack = brief.reading.injection
        if attack is not None and attack.confidence >= _SURE_ATTACK:
            return True
        if brief.memory.stage in _UNDER_WAY or house.act in _DONE_BY_THE_HOUSE:
            return True
        if house.hand_over not in (None, "failed_attempts"):
            return True
        sure = self.sure_draft is not None and house.confidence >= self.sure_draft
        return sure and house.unanswered is None and house.hand_over is None

    def seconds_left(self, brief: Brief) -> float:
        spent = brief.reading.milliseconds / 1000
        return max(self.least_seconds, self.seconds_to_answer - spent)
