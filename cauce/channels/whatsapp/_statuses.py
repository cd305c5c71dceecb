"""News of messages we sent through WhatsApp."""

from datetime import datetime
from typing import Final

from cauce.channels._fields import Fields, NotUnderstoodError, items, moment, section, text
from cauce.core.events import DeliveryStatus, StatusUpdate
from cauce.core.prices import Charge

_STATUSES: Final[dict[str, DeliveryStatus]] = {
    "accepted": "accepted",
    "held_for_quality_assessment": "accepted",
    "pending": "accepted",
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "played",
    "failed": "failed",
}


def status(item: Fields, now: datetime) -> StatusUpdate:
    """Raises NotUnderstoodError for a status nobody has heard of, or of no message."""
    said = text(item, "status")
    known = _STATUSES.get(said)
    message_id = text(item, "id")
    if known is None:
        raise NotUnderstoodError(f"unknown status {said!r}")
    if not message_id:
        raise NotUnderstoodError("a status of no message")
    error = next(items(item, "errors"), {})
    details = text(section(error, "error_data"), "details")
    return StatusUpdate(
        channel="whatsapp",
        provider_id=message_id,
        status=known,
        at=moment(item.get("timestamp"), 1, now),
        error_code=str(error["code"]) if "code" in error else None,
        error=details or text(error, "message") or text(error, "title") or None,
        key=text(item, "biz_opaque_callback_data") or None,
        charge=_charge(section(item, "pricing")),
    )


def _charge(pricing: Fields) -> Charge | None:
    """Older calls do not say whether it counts: then it does, unless it is called free."""
    category = text(pricing, "category")
    if not category:
        return None
    kind = text(pricing, "type") or None
    free = kind is not None and kind.startswith("free")
    told = pricing.get("billable")
    return Charge(category, kind, told if isinstance(told, bool) else not free)
