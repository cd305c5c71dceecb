"""Delivery: a message leaves through its channel once; what may have left is never sent blindly."""

import structlog

from cauce.engine.delivery.closing import failed, sent_for_sure
from cauce.engine.delivery.opening import open_parcel
from cauce.engine.delivery.parcel import Parcel
from cauce.engine.house import House
from cauce.engine.metrics import DELIVERIES
from cauce.errors import DeliveryError
from cauce.policy.sending import BACKOFF

_log = structlog.get_logger()

__all__ = ["BACKOFF", "deliver"]


async def deliver(house: House, delivery_id: str) -> str:
    """Takes one delivery as far as it goes now; its outcome. Never raises a DeliveryError.

    Killed before `sending` was committed: it starts over. Killed between that commit and the
    answer's: the row says `sending`, and unless the platform tells that it left, a person is asked.
    Killed between two pieces of a longer message: the next worker goes on with the second.
    """
    while True:
        parcel = await open_parcel(house, delivery_id)
        if isinstance(parcel, str):
            return parcel
        outcome = await _handed_over(house, parcel)
        _log.info(
            "delivery.ended",
            conversation=parcel.conversation_id,
            message=parcel.message_id,
            delivery=delivery_id,
            part=parcel.part,
            outcome=outcome,
        )
        if outcome != "goes_on":
            DELIVERIES.labels(parcel.channel, outcome).inc()
            return outcome


async def _handed_over(house: House, parcel: Parcel) -> str:
    try:
        told = await parcel.hand_over()
    except DeliveryError as error:
        return await failed(house, parcel, error)
    return await sent_for_sure(house, parcel, told)
