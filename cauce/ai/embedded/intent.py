"""What the customer wants from us now, and what else they ask on the way."""

from cauce.ai.embedded.requests import BARE_WORDS
from cauce.ai.embedded.seen import Seen
from cauce.core.labels import INTENTS, Intent
from cauce.core.reading import Entities

_MOST_SECONDARY = 3
# A telling turn of phrase raises its intent this much; a second one adds less.
_CERTAIN = 2.2
_CERTAIN_AGAIN = 1.25
# In a few words there is little else to go by.
_CERTAIN_IN_SHORT = 5.0
_GREETING = 20.0
# "necesito 10 laptops": a wish, a thing and a number are an order in the making.
_ORDERING = 2.5
_ORDER_NUMBER = 1.3
# A few words without a link, a number to call or a promise of money are hardly an advertisement.
_SHORT, _UNLIKELY = 6, 0.15
_ADVERTISED = frozenset(("@link", "@phone"))
_LEAST_SECONDARY = 0.03
# A bare answer complains of nothing and advertises nothing unless one of its words does.
_BARE_UNLIKELY, _CROSS_FROM = 0.01, -0.15


def read_intent(seen: Seen, entities: Entities) -> tuple[Intent, float, tuple[Intent, ...]]:
    """The primary intent, how sure, and the secondary ones, likeliest first."""
    chances = seen.judgement.values("intent")
    raised = {name: chances[name] * _push(seen, name) for name in INTENTS}
    if entities.order_number and not entities.budget:
        raised["delivery_tracking"] *= _ORDER_NUMBER
    if seen.has("fit.buy") and any(item.quantity for item in entities.items):
        raised["purchase_inquiry"] *= _ORDERING
    _doubt_bare_answers(seen, raised)
    if _faulty_and_unwanted(seen):
        raised["complaint"] = max(raised.values()) * 1.1
    total = sum(raised.values())
    primary = max(INTENTS, key=lambda name: raised[name])
    also = {name: _also(seen, name, entities) for name in INTENTS if name != primary}
    likely = {
        name: max(weight, raised[name] / total)
        for name, weight in also.items()
        if weight and raised[name] / total >= _LEAST_SECONDARY * (weight < 1.0)
    }
    others = sorted(likely, key=lambda name: -likely[name])
    return primary, raised[primary] / total, tuple(others[:_MOST_SECONDARY])


def _doubt_bare_answers(seen: Seen, raised: dict[Intent, float]) -> None:
    count = len(seen.wording.words)
    if count <= _SHORT and not seen.has("topic.spam", "certain.spam"):
        raised["spam"] *= _UNLIKELY if not seen.marks & _ADVERTISED else 1.0
        if count <= BARE_WORDS and "@link" not in seen.marks:
            raised["spam"] *= _BARE_UNLIKELY
    if count <= BARE_WORDS and not _complains(seen):
        raised["complaint"] *= _BARE_UNLIKELY
    if count <= _SHORT and _says_what_it_wants(seen):
        raised["general_inquiry"] *= _UNLIKELY


def _says_what_it_wants(seen: Seen) -> bool:
    told = [name for name in INTENTS if seen.has(f"certain.{name}")]
    return bool(told) and "general_inquiry" not in told


def _complains(seen: Seen) -> bool:
    told = any(name.startswith("trigger.") for name in seen.hits)
    return told or seen.feeling < _CROSS_FROM or seen.has("certain.complaint", "negative", "insult")


def _push(seen: Seen, intent: Intent) -> float:
    found = len(seen.hits.get(f"certain.{intent}", ()))
    if intent == "general_inquiry" and _only_greets(seen):
        return _GREETING
    if not found:
        return 1.0
    factor = _CERTAIN_IN_SHORT if len(seen.wording.words) <= _SHORT else _CERTAIN
    return factor * (_CERTAIN_AGAIN if found > 1 else 1.0)


def _only_greets(seen: Seen) -> bool:
    greeted = {
        place for hit in seen.hits.get("greeting", ()) for place in range(hit.first, hit.last + 1)
    }
    return bool(greeted) and len(greeted) == len(seen.wording.words)


def _faulty_and_unwanted(seen: Seen) -> bool:
    """A fault, the date of purchase and the money wanted back: together they are a complaint."""
    return (
        seen.has("trigger.product_failure") and seen.has("topic.refund") and seen.has("bought_ago")
    )


def _before_buying(seen: Seen) -> bool:
    """A question about the guarantee of something neither bought nor broken."""
    asking = "@question" in seen.marks
    return asking and not seen.has(
        "trigger.product_failure", "bought_ago", "certain.warranty_claim"
    )


def _also(seen: Seen, intent: Intent, entities: Entities) -> float:
    """How plainly a further intent is expressed: 1 outright, less by its topic, 0 not at all."""
    if seen.has(f"certain.{intent}"):
        return 0.9
    asking = "@question" in seen.marks
    failed = seen.has("trigger.product_failure")
    topics: dict[Intent, bool] = {
        "refund_request": seen.has("topic.refund"),
        "warranty_claim": (seen.has("topic.warranty") and not _before_buying(seen))
        or (failed and seen.has("topic.refund")),
        "delivery_tracking": (asking and seen.has("signal.delivery"))
        or (entities.date is not None and seen.has("fit.buy") and seen.has("ready")),
        "product_info": asking and seen.has("availability"),
        "pricing_question": asking and seen.has("signal.pricing_details"),
        "complaint": failed and seen.judgement.chance("sentiment", "negative") > 0.5,
    }
    outright = intent in ("refund_request", "warranty_claim", "delivery_tracking", "product_info")
    if topics.get(intent):
        return 1.0 if outright else 0.6
    return 0.5 if intent in seen.judgement.held("mention") else 0.0
