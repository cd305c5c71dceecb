"""Instagram's webhook calls as events."""

from datetime import datetime

from cauce.channels import _messaging
from cauce.channels._fields import Fields
from cauce.core.events import InboundEvent


def parse(payload: Fields, now: datetime) -> tuple[InboundEvent, ...]:
    return _messaging.parse("instagram", payload, now)
