"""Keeps the running mood of the conversation, and warns the team about an angry customer."""

from dataclasses import dataclass
from datetime import datetime

from cauce.core.actions import RaiseAlert
from cauce.core.decisions import Decision
from cauce.core.labels import SentimentLabel, Urgency
from cauce.core.mood import running_mood
from cauce.core.reasons import Reason, because

# −1 is the worst; below this people are leaving, not grumbling.
ANGRY = -0.7


@dataclass(frozen=True, slots=True)
class Facts:
    """`average` and `count` are the conversation's mood before this message."""

    now: datetime
    conversation_id: str
    label: SentimentLabel
    score: float
    confidence: float
    triggers: tuple[str, ...] = ()
    urgency: Urgency = "low"
    churn_risk: int = 0
    average: float | None = None
    count: int = 0
    customer_name: str | None = None
    words: str = ""
    engine: str = "embedded"


def decide(facts: Facts) -> Decision:
    average, count = running_mood(facts.average, facts.count, facts.score)
    angry = facts.score < ANGRY or average < ANGRY
    return Decision(
        because=_reasons(facts, average, count, angry),
        confidence=facts.confidence,
        actions=(_alert(facts, average),) if angry else (),
        decided_by=facts.engine,
        saw={
            "score": facts.score,
            "average": average,
            "count": count,
            "churn_risk": facts.churn_risk,
            "urgency": facts.urgency,
        },
    )


def _reasons(facts: Facts, average: float, count: int, angry: bool) -> tuple[Reason, ...]:
    reasons = [
        because("the mood is {label} ({score})", label=facts.label, score=round(facts.score, 2))
    ]
    if facts.triggers:
        quoted = ", ".join(f"“{words}”" for words in facts.triggers)
        reasons.append(because("what shows it: {words}", words=quoted))
    if count > 1:
        reasons.append(
            because(
                "the average of {count} messages is {average}",
                count=count,
                average=round(average, 2),
            )
        )
    if angry:
        reasons.append(because("below {limit} the team is warned", limit=ANGRY))
    return tuple(reasons)


def _alert(facts: Facts, average: float) -> RaiseAlert:
    quote = f"“{facts.words}”"
    return RaiseAlert(
        type="angry_customer",
        severity="critical" if facts.urgency == "critical" else "high",
        message=f"{facts.customer_name}: {quote}" if facts.customer_name else quote,
        cause=f"angry_customer:{facts.conversation_id}",
        data={
            "score": f"{facts.score:.2f}",
            "average": f"{average:.2f}",
            "churn_risk": str(facts.churn_risk),
        },
    )
