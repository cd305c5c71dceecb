"""A turn in the house of a business: its hours, its money, its language and its urgent advice."""

from dataclasses import replace

from cauce.core.business import Knowledge
from cauce.core.opening import opening
from cauce.core.turn import Turn
from cauce.core.urgent_advice import urgent_advice


def in_house(turn: Turn, knowledge: Knowledge) -> Turn:
    """The turn with all that the flows must know of the business at that moment."""
    profile = knowledge.profile
    return replace(
        turn,
        opening=opening(profile, turn.now),
        time_zone=profile.time_zone,
        currency=profile.currency,
        house_language=profile.language,
        high_value_minor=profile.high_value.minor if profile.high_value else None,
        advice=urgent_advice(knowledge, turn.reading.language, turn.now),
    )
