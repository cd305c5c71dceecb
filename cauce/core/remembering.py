"""A dialogue's memory as JSON and back; what an older release wrote is read as far as it goes."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from cauce.core.dialogue import Memory, OrderLine, Stage
from cauce.core.money import Money

_STAGES: tuple[Stage, ...] = get_args(Stage)


def memory_to_json(memory: Memory) -> dict[str, Any]:
    """Plain lists, texts and numbers; amounts as text, so that no cent is lost."""
    kept = asdict(memory)
    if memory.budget is not None:
        kept["budget"] = {"amount": str(memory.budget.amount), "currency": memory.budget.currency}
    kept["lines"] = [{"sku": line.sku, "quantity": line.quantity} for line in memory.lines]
    kept["notes"] = dict(memory.notes)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in kept.items()}


def memory_from_json(kept: object) -> Memory:
    """The memory that was stored; anything unknown or misshapen is left at its beginning."""
    if not isinstance(kept, Mapping):
        return Memory()
    stage = kept.get("stage")
    delivery = kept.get("delivery")
    return Memory(
        stage=stage if stage in _STAGES else "none",
        category=_text(kept.get("category")),
        words=_texts(kept.get("words")),
        shown=_texts(kept.get("shown")),
        focus=_text(kept.get("focus")),
        budget=_money(kept.get("budget")),
        use=_text(kept.get("use")),
        city=_text(kept.get("city")),
        quantity=_count(kept.get("quantity")),
        customer_name=_text(kept.get("customer_name")),
        lines=_lines(kept.get("lines")),
        delivery=delivery if delivery in ("ship", "pickup") else None,
        payment=_text(kept.get("payment")),
        asked=_texts(kept.get("asked")),
        declined=_count(kept.get("declined")) or 0,
        pending=_text(kept.get("pending")),
        uses=_texts(kept.get("uses")),
        greeted=kept.get("greeted") is True,
        last_topic=_text(kept.get("last_topic")),
        notes=_notes(kept.get("notes")),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        return ()
    return tuple(one for one in value if isinstance(one, str))


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _money(value: object) -> Money | None:
    if not isinstance(value, Mapping):
        return None
    try:
        amount = Decimal(str(value.get("amount")))
    except InvalidOperation:
        return None
    currency = value.get("currency")
    return Money(amount, currency) if isinstance(currency, str) and amount.is_finite() else None


def _lines(value: object) -> tuple[OrderLine, ...]:
    if not isinstance(value, list | tuple):
        return ()
    read = (
        OrderLine(one["sku"], _count(one.get("quantity")) or 1)
        for one in value
        if isinstance(one, Mapping) and isinstance(one.get("sku"), str)
    )
    return tuple(read)


def _notes(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        return {}
    return {k: v for k, v in value.items() if isinstance(k, str) and isinstance(v, str)}
