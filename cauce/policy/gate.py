"""The gate: the rules in order; the first answer other than Go wins.

What may never leave is stopped before anyone is asked, and what must wait waits before that too,
so a person is only asked about what their yes would really set free.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cauce.core.actions import Action, SendMessage, TakeOrder
from cauce.core.decisions import Go, Stop, Verdict
from cauce.core.labels import EscalationReason
from cauce.policy import (
    approval,
    autonomy,
    consent,
    frequency,
    grounding_rule,
    loop,
    ownership,
    quiet_hours,
    reply_window,
)
from cauce.policy.situation import Rule, Situation

RULES: tuple[tuple[str, Rule], ...] = (
    ("autonomy", autonomy.rule),
    ("ownership", ownership.rule),
    ("consent", consent.rule),
    ("reply_window", reply_window.rule),
    ("grounding", grounding_rule.rule),
    ("loop", loop.rule),
    ("frequency", frequency.rule),
    ("quiet_hours", quiet_hours.rule),
    ("approval", approval.rule),
)


# What binds people as well: the customer's wishes, and what the platform takes.
FOR_PEOPLE = ("consent", "reply_window", "frequency")
# A customer whose answer was untrue, or ran in circles, is served by somebody of the house.
PERSON_AFTER: Mapping[str, EscalationReason] = {
    "grounding": "outside_authority",
    "loop": "failed_attempts",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and the rule that gave it ("" when none had anything against it)."""

    verdict: Verdict
    rule: str = ""


def judge(action: Action, situation: Situation) -> Verdict:
    """May this action be done, now, in this situation?"""
    return examine(action, situation).verdict


def examine(action: Action, situation: Situation) -> Judgement:
    """As `judge`, and which rule decided."""
    for name, rule in RULES:
        verdict = rule(action, situation)
        if not isinstance(verdict, Go):
            return Judgement(verdict, name)
    return Judgement(Go())


def judge_person(action: Action, situation: Situation) -> Verdict:
    """May a person of the team do this? Nobody has to let them, but the customer has."""
    for name, rule in RULES:
        verdict = rule(action, situation) if name in FOR_PEOPLE else Go()
        if not isinstance(verdict, Go):
            return verdict
    return Go()


def judge_together(actions: Sequence[Action], situation: Situation) -> tuple[Judgement, ...]:
    """The actions of one decision: an order and the message that speaks of it share one fate.

    Otherwise "your order is placed" would leave while the order still waits for a yes.
    """
    judged = tuple(examine(action, situation) for action in actions)
    if not any(isinstance(action, TakeOrder) for action in actions):
        return judged
    bound = [isinstance(action, TakeOrder | SendMessage) for action in actions]
    held = next(
        (
            judgement
            for judgement, tied in zip(judged, bound, strict=True)
            if tied and not isinstance(judgement.verdict, Go)
        ),
        None,
    )
    if held is None:
        return judged
    return tuple(
        held if tied and isinstance(judgement.verdict, Go) else judgement
        for judgement, tied in zip(judged, bound, strict=True)
    )


def needs_person(action: Action, judgement: Judgement) -> EscalationReason | None:
    """Why a person should take over when this answer was stopped; None when nobody need."""
    if not (isinstance(action, SendMessage) and action.purpose == "reply"):
        return None
    if not isinstance(judgement.verdict, Stop):
        return None
    return PERSON_AFTER.get(judgement.rule)
