"""The part of the reading that says what is wanted, and the facts named in it."""

from cauce.core.named import named
from cauce.core.turn import Turn
from cauce.flows.intent.decide import Facts


def observe(turn: Turn) -> Facts:
    reading = turn.reading
    return Facts(
        now=turn.now,
        intent=reading.intent,
        confidence=reading.intent_confidence,
        secondary=reading.secondary,
        entities=named(reading.entities),
        engine=reading.engine,
        milliseconds=reading.milliseconds,
        tokens=reading.tokens,
        cost=reading.cost,
        prompt_version=reading.prompt_version,
    )
