"""The score of one message: points for each criterion with the words that earned them."""

from collections.abc import Mapping
from dataclasses import dataclass

from cauce.core.labels import LeadCategory
from cauce.core.reading import Reading
from cauce.core.reasons import Reason, because
from cauce.core.spam import surely_spam
from cauce.flows.lead_scoring.roles import ACTS_FOR_COMPANY, role_points

MOST: Mapping[str, int] = {"urgency": 30, "authority": 25, "budget": 25, "fit": 20}
HOT_FROM = 80
WARM_FROM = 50
# Below this a message says so little about buying that who wrote it changes nothing.
SAYS_SOMETHING = 20
# A point of fit for each time they wrote before: they know us, and it grows no further than this.
FAMILIAR_MOST = 6
REFERRAL = 3
# Share of a criterion's points from which it is worth naming as a signal.
STRONG = 0.7

RECOMMENDED: Mapping[LeadCategory, str] = {
    "hot": "assign_to_sales_immediately",
    "warm": "follow_up_within_24h",
    "cold": "automatic_nurturing",
}


@dataclass(frozen=True, slots=True)
class Sender:
    """What is known of who writes, besides the message."""

    name: str | None = None
    phone: str | None = None
    role: str | None = None
    company: str | None = None
    previous_interactions: int = 0
    source: str | None = None


@dataclass(frozen=True, slots=True)
class ScoredLead:
    """`points` add up to `score`; `lines` say why, one for each."""

    score: int
    category: LeadCategory
    points: Mapping[str, int]
    evidence: Mapping[str, str]
    lines: tuple[Reason, ...]
    signals: tuple[str, ...]
    recommended_action: str

    @property
    def reasoning(self) -> str:
        return "; ".join(str(line) for line in self.lines)


def category_of(score: int) -> LeadCategory:
    if score >= HOT_FROM:
        return "hot"
    return "warm" if score >= WARM_FROM else "cold"


def score_lead(reading: Reading, sender: Sender = Sender()) -> ScoredLead:
    """Scores one message of one sender; pure, so that the API and the exam use the same rule."""
    points, evidence = weigh(reading, sender)
    return scored(points, evidence, volume=reading.lead.volume)


def weigh(reading: Reading, sender: Sender) -> tuple[dict[str, int], dict[str, str]]:
    """Points and evidence by criterion: the message's own, then what the sender adds."""
    lead = reading.lead
    evidence = {name: words for name, words in lead.evidence.items() if name in MOST}
    if surely_spam(reading):
        return dict.fromkeys(MOST, 0), {}
    points = {name: _within(name, getattr(lead, name)) for name in MOST}
    if sum(points.values()) < SAYS_SOMETHING:
        return points, evidence
    _add_authority(points, evidence, sender)
    _add_fit(points, sender)
    return points, evidence


def scored(
    points: Mapping[str, int],
    evidence: Mapping[str, str],
    *,
    volume: bool = False,
    kept: int = 0,
) -> ScoredLead:
    """Adds up; `kept` are points of earlier messages that this one does not show again."""
    score = sum(points.values()) + kept
    category = category_of(score)
    lines = [_line(name, points[name], evidence.get(name)) for name in MOST]
    if kept:
        lines.append(because("earlier messages +{points}", points=kept))
    signals = [name for name in MOST if points[name] >= MOST[name] * STRONG]
    if volume:
        signals.append("volume")
    return ScoredLead(
        score=score,
        category=category,
        points={**points, "earlier": kept} if kept else dict(points),
        evidence=dict(evidence),
        lines=tuple(lines),
        signals=tuple(signals) or ("none",),
        recommended_action=RECOMMENDED[category],
    )


def unscored() -> ScoredLead:
    """Half of everything: what a lead gets when scoring failed, so that nobody is forgotten."""
    half = {"urgency": 15, "authority": 13, "budget": 12, "fit": 10}
    return scored(half, {})


def _within(name: str, points: int) -> int:
    return max(0, min(MOST[name], points))


def _add_authority(points: dict[str, int], evidence: dict[str, str], sender: Sender) -> None:
    """The title they sign with; people put it in their name as well ("CEO Tech Corp")."""
    title = next(
        (title for title in (sender.role, sender.name) if title and role_points(title)), None
    )
    if title is not None and role_points(title) > points["authority"]:
        points["authority"] = role_points(title)
        evidence["authority"] = title
    elif sender.company and points["authority"] < ACTS_FOR_COMPANY:
        points["authority"] = ACTS_FOR_COMPANY
        evidence["authority"] = sender.company


def _add_fit(points: dict[str, int], sender: Sender) -> None:
    familiar = max(0, min(FAMILIAR_MOST, sender.previous_interactions))
    referred = REFERRAL if sender.source == "referral" else 0
    points["fit"] = _within("fit", points["fit"] + familiar + referred)


def _line(name: str, points: int, words: str | None) -> Reason:
    said = f"“{words}”" if words else "—"
    most = MOST[name]
    if name == "urgency":
        return because("urgency {points}/{most}: {words}", points=points, most=most, words=said)
    if name == "authority":
        return because("authority {points}/{most}: {words}", points=points, most=most, words=said)
    if name == "budget":
        return because("budget {points}/{most}: {words}", points=points, most=most, words=said)
    return because("product fit {points}/{most}: {words}", points=points, most=most, words=said)
