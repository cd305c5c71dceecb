"""A customer who is answered: what is said, the draft that waits, and the message on its way."""

from cauce.engine.house import House
from cauce.store.models import Approval, Delivery, Message
from tests.houses import rows, talk

PHONE = "50760000001"
HELLO = "Con gusto le ayudo."


async def fresh(house: House, approval: Approval) -> Approval:
    [found] = await rows(house.store, Approval, Approval.id == approval.id)
    assert isinstance(found, Approval)
    return found


async def to_whatsapp(house: House) -> tuple[str, Delivery]:
    """A customer on WhatsApp is answered; the conversation and the delivery that waits."""
    conversation, outcome = await talk(house, channel="whatsapp", external_id=PHONE)
    assert outcome == "answered"
    deliveries = await rows(house.store, Delivery)
    return conversation, deliveries[-1]


async def ours(house: House) -> list[Message]:
    found: list[Message] = await rows(house.store, Message, Message.direction == "out")
    return found


async def the(house: House, delivery: Delivery) -> Delivery:
    [found] = await rows(house.store, Delivery, Delivery.id == delivery.id)
    assert isinstance(found, Delivery)
    return found
