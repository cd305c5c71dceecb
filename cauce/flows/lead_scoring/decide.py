"""Moves the lead's score with every message: up with evidence, slowly down with silence.

The rule: a message earns its own points; what the conversation already settled (a budget given, an
order under way) counts as said; and a lead keeps its earlier score, less a little for each day of
silence, until a message shows more, or says that there is nothing to sell.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cauce.core.actions import SetScore
from cauce.core.decisions import Decision
from cauce.core.dialogue import Stage
from cauce.core.reading import Reading
from cauce.core.reasons import Reason, because
from cauce.core.spam import surely_spam
from cauce.flows.lead_scoring.scoring import (
    MOST,
    SAYS_SOMETHING,
    ScoredLead,
    Sender,
    scored,
    weigh,
)

# Points a day of silence costs, after the first: a hot lead is a warm one after three weeks.
FADES_A_DAY = 1
# Somebody who is giving their address to receive the goods has urgency, money and say.
ORDERING: Mapping[str, int] = {"urgency": 26, "authority": 18, "budget": 20, "fit": 18}
ORDERING_STAGES: frozenset[Stage] = frozenset({"ordering", "confirming"})
# A budget that was named earlier in the conversation need not be named again.
BUDGET_KNOWN = 18


@dataclass(frozen=True, slots=True)
class Facts:
    """`before` is the score so far; `idle_days` how long the customer was silent; `bought` is true
    when what they wanted was sold to them and no other wish is known."""

    now: datetime
    reading: Reading
    sender: Sender = field(default_factory=Sender)
    before: int | None = None
    idle_days: int = 0
    stage: Stage = "none"
    known_budget: str | None = None
    bought: bool = False
    engine: str = "embedded"


def decide(facts: Facts) -> Decision:
    lead, moved = _score(facts)
    if facts.bought and lead.score < SAYS_SOMETHING:
        why = because("they bought, and this asks for nothing else, so their score stays")
        return Decision((why,), decided_by=facts.engine, saw={"before": None, "score": None})
    reasons = (*lead.lines, _summary(lead, facts.before), *moved)
    saw = {"before": facts.before, "score": lead.score, "points": dict(lead.points)}
    if lead.score == facts.before:
        return Decision(reasons, decided_by=facts.engine, saw=saw)
    action = SetScore(
        score=lead.score,
        category=lead.category,
        points=lead.points,
        recommended=lead.recommended_action,
        evidence=lead.evidence,
    )
    return Decision(reasons, actions=(action,), decided_by=facts.engine, saw=saw)


def _score(facts: Facts) -> tuple[ScoredLead, tuple[Reason, ...]]:
    points, evidence = weigh(facts.reading, facts.sender)
    over = _nothing_to_sell(facts.reading)
    moved: list[Reason] = []
    if over is not None:
        return scored(points, evidence, volume=facts.reading.lead.volume), (over,)
    if facts.stage in ORDERING_STAGES:
        points = {name: max(points[name], ORDERING[name]) for name in MOST}
        moved.append(because("an order is under way in this conversation"))
    if facts.known_budget is not None and points["budget"] < BUDGET_KNOWN:
        points["budget"] = BUDGET_KNOWN
        evidence["budget"] = facts.known_budget
    kept = max(0, _faded(facts) - sum(points.values()))
    if facts.idle_days > 1 and facts.before:
        moved.append(because("{days} days of silence cost points", days=facts.idle_days))
    return scored(points, evidence, volume=facts.reading.lead.volume, kept=kept), tuple(moved)


def _faded(facts: Facts) -> int:
    lost = FADES_A_DAY * max(0, facts.idle_days - 1)
    return max(0, min(100, facts.before or 0) - lost)


def _nothing_to_sell(reading: Reading) -> Reason | None:
    if surely_spam(reading):
        return because("it is spam, so earlier points do not count")
    if reading.opt_out == "yes":
        return because("the customer wants no contact, so earlier points do not count")
    if "need" in reading.objections:
        return because("the customer does not need it, so earlier points do not count")
    return None


def _summary(lead: ScoredLead, before: int | None) -> Reason:
    if before is None or before == lead.score:
        return because("score {score}: {category}", score=lead.score, category=lead.category)
    return because(
        "score {score}, before {before}: {category}",
        score=lead.score,
        before=before,
        category=lead.category,
    )
