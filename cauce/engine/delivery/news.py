"""What a platform says of a message of ours, as the database takes it in."""

from typing import Any

from cauce.core.events import StatusUpdate
from cauce.core.prices import price_list


def news_of(update: StatusUpdate, prices: str) -> dict[str, Any]:
    """`prices` is the list of the settings: what it cost is kept at the price of the day."""
    told: dict[str, Any] = {
        "channel": update.channel,
        "provider_id": update.provider_id,
        "status": update.status,
        "at": update.at,
        "error_code": update.error_code,
        "error": update.error,
    }
    if update.key is not None:
        told["key"] = update.key
    if update.charge is not None:
        listed = price_list(prices)
        micros = listed.micros(update.charge)
        told["charge"] = {
            "category": update.charge.category,
            "type": update.charge.type,
            "billable": update.charge.billable,
            "micros": micros,
            "currency": None if micros is None else listed.currency,
        }
    return told
