"""News of messages we sent through WhatsApp."""

from datetime import datetime
from typing import Final

from cauce.channels._fields import Fields, NotUnderstoodError, items, moment, section, text
from cauce.core.events import DeliveryStatus, StatusUpdate

# A voice note that was played has been read.
_STATUSES: Final[dict[str, DeliveryStatus]] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "read",
    "failed": "failed",
}
_ACCEPTED: Final = frozenset({"accepted", "held_for_quality_assessment", "pending"})


def status(item: Fields, now: datetime) -> StatusUpdate | None:
    """None for steps before `sent`, which tell nobody anything."""
    said = text(item, "status")
    if said in _ACCEPTED:
        return None
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
    )
