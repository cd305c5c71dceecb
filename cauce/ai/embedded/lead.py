"""What a message is worth as a lead: urgency, authority, budget, fit, in the customer's words."""

from collections.abc import Mapping

from cauce.ai.embedded.seen import Seen
from cauce.ai.embedded.wording import read_wording
from cauce.core.labels import Intent
from cauce.core.reading import Entities, LeadSignals, ReadingContext

LIMITS: Mapping[str, int] = {"urgency": 30, "authority": 25, "budget": 25, "fit": 20}
# From ten pieces on a purchase is a volume one.
VOLUME = 10
_SURELY_LEAD = 0.5
_DECIDING = (
    "ceo",
    "cfo",
    "coo",
    "cto",
    "duen",
    "owner",
    "founder",
    "cofounder",
    "president",
    "fundador",
    "propiet",
    "dono",
    "dona",
    "socio",
    "socia",
)
_MANAGING = (
    "gerent",
    "manager",
    "director",
    "diretor",
    "jefe",
    "jefa",
    "chefe",
    "compras",
    "procurement",
    "purchas",
    "buyer",
    "comprador",
    "head",
    "administrad",
    "encargad",
)
_MANAGER_SHARE, _COMPANY_SHARE = 0.85, 0.6
_BUYING: tuple[Intent, ...] = ("purchase_inquiry", "pricing_question", "product_info")


def read_lead(
    seen: Seen, intent: Intent, entities: Entities, context: ReadingContext | None
) -> LeadSignals:
    """Trained points, raised or lowered by what is said outright."""
    counts = [item.quantity for item in entities.items if item.quantity]
    volume = max([*counts, entities.quantity or 0]) >= VOLUME and intent in _BUYING
    share = _lead_share(seen, intent)
    points = {
        name: max(0.0, min(1.0, share * value * 30.0 / LIMITS[name]))
        for name, value in seen.judgement.values("lead").items()
    }
    evidence: dict[str, str] = {}
    _urgency(seen, entities, points, evidence)
    _authority(seen, context, points, evidence, volume=volume)
    _budget(seen, entities, points, evidence, volume=volume)
    _fit(seen, intent, entities, points, evidence)
    if seen.has("idle") and not seen.has("budget.ready", "ready"):
        points = {name: min(value, 0.3) for name, value in points.items()}
        evidence["fit"] = seen.words_of(seen.hits["idle"][0])
    if intent not in _BUYING and share < 1.0:
        points = {name: min(value, 0.55) for name, value in points.items()}
    earned = {name: round(points[name] * limit) for name, limit in LIMITS.items()}
    return LeadSignals(**earned, volume=volume, evidence=evidence)


def _lead_share(seen: Seen, intent: Intent) -> float:
    """How much of the points of a buyer a message earns by being one at all."""
    chance = seen.judgement.chance("is_lead", "lead")
    if intent in ("spam", "partnership", "complaint", "refund_request", "warranty_claim"):
        chance *= 0.6
    return min(1.0, chance / _SURELY_LEAD)


def _raise(
    seen: Seen,
    section: str,
    criterion: str,
    share: float,
    points: dict[str, float],
    evidence: dict[str, str],
) -> None:
    found = [hit for hit in seen.hits.get(section, ()) if not seen.negated(hit)]
    if found:
        longest = max(found, key=lambda hit: hit.last - hit.first)
        points[criterion] = max(points[criterion], share)
        evidence.setdefault(criterion, seen.words_of(longest))


def _urgency(
    seen: Seen, entities: Entities, points: dict[str, float], evidence: dict[str, str]
) -> None:
    if seen.has("urgency.none"):
        points["urgency"] = min(points["urgency"], 0.3)
        return
    _raise(seen, "urgency.high", "urgency", 0.95, points, evidence)
    _raise(seen, "ready", "urgency", 0.85, points, evidence)
    if entities.date:
        points["urgency"] = max(points["urgency"], 0.65)
        evidence.setdefault("urgency", entities.date)


def _authority(
    seen: Seen,
    context: ReadingContext | None,
    points: dict[str, float],
    evidence: dict[str, str],
    *,
    volume: bool,
) -> None:
    _raise(seen, "authority.strong", "authority", 0.95, points, evidence)
    _raise(seen, "authority.firm", "authority", 0.85, points, evidence)
    _raise(seen, "authority.company", "authority", 0.72, points, evidence)
    if context:
        for known, share in (
            (context.role, _title_share(context.role)),
            (context.company, _COMPANY_SHARE if context.company else 0.0),
        ):
            if known and share:
                points["authority"] = max(points["authority"], share)
                evidence.setdefault("authority", known)
    if volume:
        points["authority"] = max(points["authority"], 0.7)
    if seen.has("authority.none"):
        points["authority"] = min(points["authority"], 0.35)
        evidence["authority"] = seen.words_of(seen.hits["authority.none"][0])


def _title_share(title: str | None) -> float:
    """A title that decides counts in full, one that manages for much; a bare name for nothing."""
    words = read_wording(title or "").words
    if any(word.startswith(_DECIDING) for word in words):
        return 1.0
    return _MANAGER_SHARE if any(word.startswith(_MANAGING) for word in words) else 0.0


def _budget(
    seen: Seen,
    entities: Entities,
    points: dict[str, float],
    evidence: dict[str, str],
    *,
    volume: bool,
) -> None:
    _raise(seen, "budget.ready", "budget", 0.85, points, evidence)
    if entities.budget:
        points["budget"] = max(points["budget"], 0.9)
        evidence["budget"] = _budget_words(seen, entities)
    elif volume:
        points["budget"] = max(points["budget"], 0.65)
    if seen.has("budget.short") and not entities.budget:
        points["budget"] = min(points["budget"], 0.35)
        evidence["budget"] = seen.words_of(seen.hits["budget.short"][0])


def _budget_words(seen: Seen, entities: Entities) -> str:
    for hit in seen.hits.get("budget.stated", ()):
        start = seen.wording.starts[hit.first]
        return seen.wording.text[start : start + 60].split("\n")[0].strip()
    return str(entities.budget.amount) if entities.budget else ""


def _fit(
    seen: Seen,
    intent: Intent,
    entities: Entities,
    points: dict[str, float],
    evidence: dict[str, str],
) -> None:
    if intent not in _BUYING:
        return
    if entities.items:
        points["fit"] = max(points["fit"], 0.75)
        evidence.setdefault("fit", entities.items[0].product)
        _raise(seen, "fit.buy", "fit", 0.9, points, evidence)
        if any(item.quantity for item in entities.items):
            points["fit"] = max(points["fit"], 0.95)
