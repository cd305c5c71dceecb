"""How the customer feels towards the business: trained answers corrected by plain evidence."""

from collections.abc import Mapping

from cauce.ai.embedded.marks import emoji_found, shouted_share
from cauce.ai.embedded.seen import Seen
from cauce.core.identity import asks_if_machine
from cauce.core.labels import EMOTIONS, Emotion, SentimentLabel, Urgency
from cauce.core.reading import Mood

# Points of churn risk each kind of trigger adds to what the feeling itself says.
CHURN_POINTS: Mapping[str, int] = {
    "churn": 40,
    "public_threat": 25,
    "repeat_contact": 20,
    "no_answer": 15,
    "broken_promise": 15,
    "competitor": 15,
    "long_wait": 10,
    "overcharge": 15,
    "wants_money_back": 15,
    "product_failure": 10,
}
_TRIGGERS_THAT_HURT = ("churn", "public_threat", "repeat_contact", "no_answer", "broken_promise")
# A calm message is not called worried or angry on the strength of a guess.
_UNEASY: tuple[Emotion, ...] = (
    "anger",
    "frustration",
    "disappointment",
    "sadness",
    "worry",
    "fear",
    "disgust",
    "impatience",
)
_UNEASY_SURE = 0.85
_POSITIVE, _NEGATIVE = 0.2, -0.2
# To overlook an urgent message costs more than to hurry over a calm one: low to critical.
_PRESSING = (1.0, 1.2, 2.0, 2.0)
# Plain evidence counts this much against the trained score.
_LEXICON_SHARE = 0.3


def read_mood(seen: Seen) -> Mood:
    """Sentiment, emotions, urgency and the risk of losing the customer."""
    triggers = _triggers(seen)
    score = _score(seen, triggers)
    label, confidence = _label(seen, score)
    if label == "negative" and asks_if_machine(seen.wording.text) and not triggers:
        # Whoever asks what they talk to is curious, and not upset.
        label, score = "neutral", 0.0
    if label == "positive":
        score = max(score, 0.25)
    elif label == "negative":
        score = min(score, -0.25)
    else:
        score = max(_NEGATIVE, min(_POSITIVE, score))
    return Mood(
        label=label,
        score=round(score, 3),
        confidence=round(confidence, 3),
        emotions=_emotions(seen, score),
        urgency=_urgency(seen),
        churn_risk=_churn_risk(score, triggers, seen),
        triggers=triggers,
    )


def _triggers(seen: Seen) -> tuple[str, ...]:
    found = [name for name in CHURN_POINTS if seen.has(f"trigger.{name}")]
    if seen.has("insult"):
        found.append("insult")
    if seen.has("legal"):
        found.append("legal_threat")
    if "@shout" in seen.marks:
        found.append("shouting")
    return tuple(found)


def _score(seen: Seen, triggers: tuple[str, ...]) -> float:
    trained = seen.judgement.values("score")["score"]
    score = (1 - _LEXICON_SHARE) * trained + _LEXICON_SHARE * seen.feeling
    if score < 0:
        hurt = sum(name in triggers for name in _TRIGGERS_THAT_HURT)
        score -= 0.08 * hurt + 0.15 * (shouted_share(seen.wording.text) > 0.4)
        score -= 0.25 * seen.has("insult")
    return max(-1.0, min(1.0, score))


def _label(seen: Seen, score: float) -> tuple[SentimentLabel, float]:
    """The trained choice, nudged by the score when the two are close."""
    chances = dict(seen.judgement.values("sentiment"))
    feeling = seen.feeling
    nudged = {
        "positive": chances["positive"] * (1 + max(0.0, feeling) + max(0.0, score)),
        "neutral": chances["neutral"],
        "negative": chances["negative"] * (1 + max(0.0, -feeling) + max(0.0, -score)),
    }
    total = sum(nudged.values())
    best: SentimentLabel = "neutral"
    if nudged["positive"] > max(nudged["neutral"], nudged["negative"]):
        best = "positive"
    elif nudged["negative"] > nudged["neutral"]:
        best = "negative"
    return best, nudged[best] / total


def _emotions(seen: Seen, score: float) -> dict[Emotion, float]:
    found: dict[Emotion, float] = {}
    chances = seen.judgement.values("emotions")
    held = seen.judgement.held("emotions")
    pictured = {feeling.emotion for feeling in emoji_found(seen.wording.text)}
    for name in EMOTIONS:
        strength = held.get(name, 0.0)
        if seen.has(f"emotion.{name}"):
            strength = max(strength, min(0.9, 0.45 + chances[name] / 2))
        if name in pictured:
            strength = max(strength, 0.5)
        if name in _UNEASY and strength < _UNEASY_SURE and score > -0.1 and name not in pictured:
            strength = 0.0 if not seen.has(f"emotion.{name}") else strength
        if strength:
            found[name] = round(strength, 3)
    if score <= -0.6 and not found.keys() & {"anger", "frustration", "sadness", "disgust"}:
        found["anger" if seen.has("insult") or "@shout" in seen.marks else "frustration"] = 0.5
    return found


def _urgency(seen: Seen) -> Urgency:
    ladder: tuple[Urgency, ...] = ("low", "medium", "high", "critical")
    chances = seen.judgement.values("urgency")
    level = max(range(len(ladder)), key=lambda place: chances[ladder[place]] * _PRESSING[place])
    if seen.has("urgency.none"):
        return ladder[min(level, 1)]
    if seen.has("urgency.critical"):
        level = max(level, 3 if seen.judgement.chance("urgency", "critical") > 0.1 else 2)
    elif seen.has("urgency.high"):
        level = max(level, 2)
    return ladder[level]


def _churn_risk(score: float, triggers: tuple[str, ...], seen: Seen) -> int:
    points = sum(CHURN_POINTS.get(name, 10) for name in triggers)
    if score < 0:
        points += round(-55 * score)
    elif not seen.has("trigger.churn"):
        points //= 3
    return max(0, min(100, points))
