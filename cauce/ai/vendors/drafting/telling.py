"""What a model is told of a conversation: one JSON object, in which every word is only data."""

import json
from zoneinfo import ZoneInfo

from cauce.ai.vendors.drafting.bound import Bound
from cauce.ai.vendors.drafting.rows import business_row
from cauce.core.amounts import written
from cauce.core.dialogue import Brief

_SAID = 12
_LONGEST = 1500
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def told(brief: Brief, bound: Bound) -> str:
    """`bound` is told of the products the conversation holds already."""
    profile, memory, reading = brief.knowledge.profile, brief.memory, brief.reading
    local = brief.now.astimezone(ZoneInfo(profile.time_zone))
    shown = [brief.knowledge.product(sku) for sku in dict.fromkeys((*memory.shown, memory.focus))
             if sku is not None]  # fmt: skip
    return json.dumps(
        {
            "business": business_row(profile, reading.language),
            "today": {"weekday": _DAYS[local.weekday()], "open_now": brief.open_now},
            "reading": {
                "language": reading.language,
                "intent": reading.intent,
                "mood": reading.mood.label,
                "objections": list(reading.objections),
            },
            "known": {
                "city": memory.city or brief.customer.city,
                "budget": written(memory.budget) if memory.budget else None,
                "use": memory.use,
                "quantity": memory.quantity,
                "name": memory.customer_name or brief.customer.name,
                "shown": [bound.know(one) for one in shown if one is not None],
            },
            "conversation": [
                {"from": one.sender, "text": one.text[:_LONGEST]} for one in brief.history[-_SAID:]
            ],
            "message": brief.text[:_LONGEST],
        },
        ensure_ascii=False,
    )


def told_again(first: str, text: str, complaints: tuple[str, ...]) -> str:
    """The same, with what was wrong about the answer it came to."""
    return json.dumps(
        {
            **json.loads(first),
            "your_answer": text,
            "complaints": [f"No record says: {one}" for one in complaints],
            "now": "Answer again without what no record says. Look up what you need.",
        },
        ensure_ascii=False,
    )
